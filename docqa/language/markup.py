"""Markdown from engines and documents, made safe: nothing in it runs, loads or hides where it leads."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from docqa.language.formulas import formula_html
from docqa.language.ways import direction

if TYPE_CHECKING:  # imported by what uses them: a window without an answer in it need not wait
    import nh3
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_BLOCKS = frozenset(
    ("paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "list_item", "table", "th", "td")
)
_SCHEMES = frozenset(("http", "https", "mailto"))
_ATTRIBUTES = {
    **{tag: {"dir"} for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "table")},
    "a": {"href"},
    "sub": set(),
    "sup": set(),
    "code": {"class"},
    "ol": {"dir", "start"},
    "span": {"class"},
    "td": {"dir", "style"},
    "th": {"dir", "style"},
}
_TAGS = frozenset(_ATTRIBUTES) | {"blockquote", "pre", "em", "strong", "s", "thead", "tbody", "tr", "hr", "br"}
_CLASS = {"code": re.compile(r"language-[\w+#.-]{1,30}"), "span": re.compile("address|picture")}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&$])")
_LIST = re.compile(r"^([^\S\n]*\d*)([-+=:.)])", re.MULTILINE)
_MARK = re.compile(r"!(?=\[)|<(?=[A-Za-z/!?])")
_LIVE = re.compile(rf"\\.|(?<!`)(`+)(?!`)(?:.*?[^`])??\1(?!`)|{_MARK.pattern}", re.DOTALL)


# TeX between its delimiters. A dollar before a digit closes nothing: "$5-$10" are prices.
_FORMULA = re.compile(
    r"\\\((?P<a>.+?)\\\)|\\\[(?P<b>.+?)\\\]|\$\$(?P<c>.+?)\$\$"
    r"|\$(?=[^\s$])(?P<d>(?:\\.|[^$\\\n]){1,300}?)(?<=[^\s\\])\$(?!\d)",
    re.DOTALL,
)
_LOOKS_LIKE_TEX = re.compile(r".*[\\^_=<>].*|[A-Za-z]['′]?|[\w ()]*[-+*/]\s?[\w ()]+", re.DOTALL)
_PROSE = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{4,}|^\d[^\\^_=]*[A-Za-z]{2,}")


def to_html(markdown: str) -> str:
    """Untrusted Markdown (CommonMark, tables, strikethrough) as safe HTML.

    Raw HTML is shown as text. Links keep their words, and the address is shown after them where the words are not
    the address; only http, https and mailto can be followed. Pictures become a line of text. Every block that has
    letters gets its own dir, by the script of most of them; code runs left to right.
    """
    return _cleaner().clean(_parser().render(markdown))


def inert(markdown: str) -> str:
    """Untrusted Markdown as Markdown that other programs can show: no pictures load, no raw HTML is live.

    Code is left as it is.
    """
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [False] * len(lines)
    before, unclosed = "", ""
    for token in _parser().parse("\n".join(lines)):
        start, end = token.map or (0, 0)
        if token.type in ("fence", "code_block"):
            kept[start:end] = [True] * (end - start)
            if token.type == "fence" and token.level == 0 and end >= len(lines) and not _closed(token, lines):
                unclosed = f"\n{token.markup}"  # an answer cut short would swallow what is written after it
        elif token.type == "inline" and before in ("paragraph_open", "heading_open"):
            # Code is told apart within one block only: backticks in two blocks do not belong together.
            lines[start:end] = _LIVE.sub(_defused, "\n".join(lines[start:end])).split("\n")
            kept[start:end] = [True] * (end - start)
        before = token.type
    return (
        "\n".join(line if keep else _MARK.sub(_defused, line) for line, keep in zip(lines, kept, strict=True))
        + unclosed
    )


def escaped(text: str) -> str:
    """Plain text as Markdown that shows just that text."""
    return _LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _closed(fence: Token, lines: list[str]) -> bool:
    """Whether the last of `lines` ends the fenced block of code that reaches it."""
    closing = rf" {{0,3}}{re.escape(fence.markup)}{re.escape(fence.markup[0])}*\s*"
    opening = fence.map[0] if fence.map else 0
    return opening < len(lines) - 1 and re.fullmatch(closing, lines[-1]) is not None


def _defused(found: re.Match[str]) -> str:
    """What would begin a picture or raw HTML, as a sign that is only shown; code and escapes as they are."""
    if found[0] == "!":
        return "!\\"
    if found[0] == "<":
        return r"\<"
    # A block of HTML may begin on a later line of what would be code.
    return _MARK.sub(_defused, found[0]) if "\n" in found[0] else found[0]


def _show_directions(state: StateCore) -> None:
    """Give each block the direction of the words in it."""
    opened: list[tuple[Token, list[str]]] = []
    for token in state.tokens:
        if token.type == "inline":
            words = "".join(child.content for child in token.children or () if child.type == "text")
            for _, said in opened:
                said.append(words)
        elif token.nesting == 1:
            opened.append((token, []))
        elif token.nesting == -1 and opened:
            block, said = opened.pop()
            text = " ".join(said)
            if block.type.removesuffix("_open") in _BLOCKS and any(map(str.isalpha, text)):
                block.attrSet("dir", direction(text))


def formula_spans(markdown: str) -> list[tuple[int, int]]:
    """Where formulas stand in Markdown, as far as its text alone tells."""
    return [found.span() for found in _FORMULA.finditer(markdown) if _is_formula(found)]


def _is_formula(found: re.Match[str]) -> bool:
    """Whether what stands between dollars is TeX; between other delimiters it always is."""
    tex = found[found.lastgroup or 0]
    return found.lastgroup != "d" or bool(_LOOKS_LIKE_TEX.fullmatch(tex) and not _PROSE.search(tex))


def _formula(state: StateInline, silent: bool) -> bool:
    """An inline rule: TeX becomes text with signs, sub- and superscripts."""
    if state.src[state.pos] not in "$\\":
        return False
    found = _FORMULA.match(state.src, state.pos)
    if not found or found.end() > state.posMax or not _is_formula(found):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = formula_html(found[found.lastgroup or 0])
    state.pos = found.end()
    return True


def _show_addresses(state: StateCore) -> None:
    """Say after each link where it leads, unless its words say so."""
    from markdown_it.token import Token

    for token in state.tokens:
        children: list[Token] = []
        href, words = "", ""
        for child in token.children or ():
            children.append(child)
            if child.type == "link_open":
                href, words = str(child.attrGet("href") or ""), ""
            elif child.type == "link_close":
                if _bare(words) != _bare(href):
                    shown = f' <span class="address">({escape(href)})</span>'
                    children.append(Token("html_inline", "", 0, content=shown))
            else:
                words += child.content
        if token.children is not None:
            token.children = children


def _bare(address: str) -> str:
    return re.sub(r"^(https?://|mailto:)", "", address.strip()).rstrip("/")


def _picture(self: RendererHTML, tokens: list[Token], i: int, options: OptionsDict, env: EnvType) -> str:
    """A picture as words; it is never loaded."""
    source = str(tokens[i].attrGet("src") or "")
    where = f", {source}" if source.startswith(("http://", "https://")) else ""
    return f'<span class="picture">[picture: {escape(tokens[i].content + where)}]</span>'


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if _CLASS[tag].fullmatch(value) else None
    return value


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.core.ruler.push("directions", _show_directions)
    parser.core.ruler.push("addresses", _show_addresses)
    parser.add_render_rule("image", _picture)
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        set_tag_attribute_values={"pre": {"dir": "ltr"}},
        filter_style_properties={"text-align"},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
