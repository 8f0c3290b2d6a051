"""Plain text, Markdown and web pages: bytes to characters, characters to HTML that MuPDF lays out into pages."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from docqa.language.markup import to_html
from docqa.reading.encodings import decode
from docqa.reading.formats import HTML, MARKDOWN, Format

_STYLE = "body{line-height:1.35} pre,code{white-space:pre-wrap} td,th{padding:2px 8px}"
_WRAP = 100  # a file whose lines never grow longer was wrapped by its writer
_FULL = 0.6  # of the longest line: a line this long was ended by the wrapping


def as_html(data: bytes, form: Format, margin: int) -> str:
    """The file as an HTML page without anything that could be fetched or run.

    `margin`, in points, is set around plain text and Markdown; web pages keep their own.
    """
    text = decode(data, html=form is HTML)
    if form is HTML:
        return _harmless(text)
    if form is MARKDOWN:
        return _page(to_html(_front_matter(text)), margin)
    return _page("".join(_paragraphs(text)), margin)


_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def _page(body: str, margin: int) -> str:
    heading = _HEADING.search(body)
    title = f"<title>{_TAG.sub('', heading.group(1))}</title>" if heading else ""
    style = f"<style>{_STYLE} @page{{margin:{margin}px}} body{{margin:0}} blockquote{{margin-right:0}}</style>"
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{title}{style}</head><body>{body}</body></html>"


_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def _front_matter(text: str) -> str:
    """A YAML heading is shown as the text it is; Markdown would make one long heading of it."""
    return _FRONT.sub(lambda found: f"```\n{found.group(1)}```\n", text)


# What a browser would fetch or run. MuPDF does neither (it has no network and no script), but its page also must
# not show a script's source as if it were text, nor the word "[image]" where the picture has words of its own.
_ACTIVE = re.compile(
    r"<(script|style|noscript|template|iframe|object|svg|head)\b(?P<attributes>[^>]*)>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_DATA = re.compile(r"\bsrc\s*=\s*[\"']?data:image/", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


def _harmless(text: str) -> str:
    title = _TITLE.search(text)
    text = _ACTIVE.sub(" ", text)
    text = _IMAGE.sub(_picture, text)
    heading = f"<title>{title.group(1)}</title>" if title else ""
    return (
        f"<head><meta charset='utf-8'>{heading}<style>{_STYLE}</style></head>{text}"
        if "<body" in text.lower()
        else text
    )


def _picture(found: re.Match[str]) -> str:
    if _DATA.search(found.group(1)):
        return found.group()
    alt = _ALT.search(found.group(1))
    words = (alt.group(1) or alt.group(2) or "") if alt else ""
    return f"[{words}]" if words.strip() else ""


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of plain text: lines that its writer's editor wrapped are joined, all others kept."""
    lines = [line.rstrip() for line in text.expandtabs(8).splitlines()]
    longest = max((len(line) for line in lines), default=0)
    wrapped = longest <= _WRAP
    out: list[str] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
        elif paragraph:
            out.append(f"<p dir='auto'>{_joined(paragraph, longest if wrapped else 0)}</p>")
            paragraph = []
    return out


_GAPS = re.compile(r"(?<=\S)\s{2,}(?=\S)")


def _joined(lines: list[str], longest: int) -> str:
    out = [_escaped(lines[0])]
    for before, line in pairwise(lines):
        running = (
            longest and len(before) >= _FULL * longest and not _GAPS.search(line.strip()) and not line[0].isspace()
        )
        out.append((" " if running else "<br/>") + _escaped(line))
    return "".join(out)


def _escaped(line: str) -> str:
    """Columns and indents made with spaces stay as they stand."""
    return html.escape(line, quote=False).replace("  ", "\u00a0 ").replace("  ", "\u00a0 ")
