"""What a page is called in many languages, and the pages that a text names: "page 12", "עמוד 4", "第5页"."""

from __future__ import annotations

import re

# Words for "page" that stand alone in running text without being taken for anything else.
PAGE = (
    r"(?:pages?(?:\s+(?:no\.?|number))?|pp?\.|pgs?\.|seiten?|páginas?|págs?\.|pagin[ae]|blz\.|bladzijden?"
    r"|страниц\w*|стр\.|strona|stronie|strana|stránk\w+|sidan?|sidorna|sayfa|trang|halaman|σελίδα|σελ\."
    r"|[ובהלמשכ]{0,2}עמ['’׳]|[ובהלמשכ]{0,2}עמוד(?:ים)?|(?:ال)?صفحة|صفحات|صفحه|पृष्ठ)"
)
_LABEL = r"(?:\d{1,5}|[ivxl]{1,6}(?![a-z]))"
_NAMED = re.compile(
    rf"(?<!\w)(?i:{PAGE})\s*(?P<labels>{_LABEL}(?:\s*(?:,|&|and|und|et|y|ו-?|و|和)\s*{_LABEL})*)(?!\w|%|[.,:]\d)"
    r"|[第제]\s*(?P<label>\d{1,5})\s*(?:页|頁|ページ|쪽|페이지|면)"
)
_ONE = re.compile(_LABEL)


def page_labels(text: str) -> list[str]:
    """The labels of the pages that `text` names, each once, in order. A range is not taken for its two ends."""
    found: dict[str, None] = {}
    for match in _NAMED.finditer(text):
        if re.match(r"\s*[-–—−~]\s*\d", text[match.end() :]):
            continue
        found |= dict.fromkeys([match["label"]] if match["label"] else _ONE.findall(match["labels"]))
    return list(found)
