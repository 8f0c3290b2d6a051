"""Markdown from strangers: readable, in its own direction, and harmless."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docqa.language.markup import escaped, inert, to_html

_FULL = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])  # as other programs read it
_PIECES = st.lists(
    st.sampled_from(
        (
            *(
                "`",
                "``",
                "```",
                "~~~",
                "\n",
                "\n\n",
                "\r",
                "\t",
                "    ",
                "\x0b",
                "\u2028",
                "\x00",
                "\\",
                "a b",
                "שלום",
            ),
            *("![a](http://e/x)", "![a][r]", "[r]: http://e", "![", "!", "[", "](", "&#33;", "<http://e>"),
            *("<img src=x>", "<b", ">", "<!-- ", "-->", "<script>", "<?php", "<![CDATA[", "&lt;"),
            *("> ", "- ", "1. ", "# ", "|", "|-|", "*"),
        )
    ),
    max_size=14,
).map("".join)


def test_the_common_marks_are_shown() -> None:
    html = to_html("# T\n\nA **b** *c* ~~d~~ `e`\n\n> q\n\n1. x\n2. y\n\n| a | b |\n|--:|---|\n| 1 | z |\n\n---\n")
    for part in (
        '<h1 dir="ltr">T</h1>',
        "<strong>b</strong>",
        "<em>c</em>",
        "<s>d</s>",
        "<code>e</code>",
        '<blockquote dir="ltr">',
        '<ol dir="ltr">',
        '<td style="text-align:right">1</td>',
        '<td dir="ltr">z</td>',
        "<hr>",
    ):
        assert part in html


def test_numbers_of_a_list_go_on_where_they_were() -> None:
    assert '<ol dir="ltr" start="4">' in to_html("4. x\n5. y").replace(
        'start="4" dir="ltr"', 'dir="ltr" start="4"'
    )


def test_each_block_has_its_own_direction() -> None:
    html = to_html("שלום world שלום\n\nhello שלום hello\n\n- ראשון\n- two\n- 3\n\n## כותרת\n\n123")
    assert '<p dir="rtl">שלום world' in html
    assert '<p dir="ltr">hello' in html
    assert '<ul dir="rtl">\n<li dir="rtl">ראשון</li>\n<li dir="ltr">two</li>\n<li>3</li>' in html
    assert '<h2 dir="rtl">' in html
    assert "<p>123</p>" in html


def test_code_runs_left_to_right_and_keeps_its_language() -> None:
    html = to_html('```python\nprint("שלום <b>")\n```\n\nתראה `קוד`')
    assert '<pre dir="ltr"><code class="language-python">print("שלום &lt;b&gt;")' in html
    assert "class" not in to_html('```py"onclick=x evil\nx\n```').replace('class="language-py', "")
    assert "<pre" in to_html("    four spaces")


def test_links_show_where_they_lead() -> None:
    html = to_html("[the bank](https://evil.example/?a=1&b=2)")
    assert '<a href="https://evil.example/?a=1&amp;b=2" rel="noopener noreferrer">the bank</a>' in html
    assert '<span class="address">(https://evil.example/?a=1&amp;b=2)</span>' in html
    assert "address" not in to_html("<https://a.example/b>")
    assert "address" not in to_html("[a.example/b](https://a.example/b/)")
    assert "(mailto:x@y.z)" in to_html("[write](mailto:x@y.z)")


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](file:///etc/passwd)",
        "[x](vbscript:x)",
        "[x](/etc/passwd)",
        "[x](//evil.example)",
        "[x](ftp://e/x)",
        "[x](#q1)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<a href="https://e">x</a>',
    ],
)
def test_only_the_web_and_mail_can_be_followed(markdown: str) -> None:
    assert "href" not in to_html(markdown).replace("&lt;a href", "")


def test_pictures_become_words() -> None:
    html = to_html(
        '![a "cat"](https://e.example/c.png) ![](data:image/png;base64,AAAA) ![שלום][r]\n\n[r]: http://e/x'
    )
    assert "<img" not in html
    assert '[picture: a "cat", https://e.example/c.png]' in unescape(html)
    assert "AAAA" not in html
    assert "[picture: שלום, http://e/x]" in html


@given(_PIECES)
def test_html_holds_nothing_that_runs_or_loads(markdown: str) -> None:
    html = to_html(markdown)
    for tag in re.findall(r"<([^>]*)>", html):
        assert re.fullmatch(
            r'/?[a-z0-9]+(?: (?:dir="(?:ltr|rtl)"|start="\d+"|rel="noopener noreferrer"|class="[\w+#.-]+"'
            r'|style="text-align:\w+"|href="(?:https?:|mailto:)[^"]*"))*',
            tag,
        ), tag
        assert tag.strip("/").split(" ")[0] not in ("img", "script", "iframe", "style")


@given(_PIECES)
def test_inert_markdown_loads_nothing_in_other_programs(markdown: str) -> None:
    def live(tokens: list[object]) -> list[str]:
        found = []
        for token in tokens:
            if token.type in ("image", "html_inline", "html_block"):  # type: ignore[attr-defined]
                found.append(token.type)  # type: ignore[attr-defined]
            found += live(token.children or [])  # type: ignore[attr-defined]
        return found

    assert live(list(_FULL.parse(inert(markdown)))) == []


def test_html_on_a_later_line_of_code_is_inert() -> None:
    assert inert("`\n<!-- `") == "`\n\\<!-- `"


@pytest.mark.parametrize(
    "markdown",
    [
        "Plain **bold** [link](https://a.b) and 1 < 2, a <3.",
        "Code `![x](y) <b>` and ``two ` ticks <i>`` stay.",
        "```html\n<img src=x>\n![a](b)\n```",
        "    <indented>\n",
        "| a |\n|---|\n| b |",
        "a\n\n\nb\n",
        "",
    ],
)
def test_inert_changes_nothing_else(markdown: str) -> None:
    assert inert(markdown) == markdown


@given(st.text(max_size=60) | _PIECES)
def test_escaped_text_shows_itself(text: str) -> None:
    text = " ".join(text.replace("\x00", "").split())
    shown = _FULL.renderInline(escaped(text))
    assert unescape(re.sub(r"<br />\n?", "", shown)) == text
    assert "<" not in shown
    block = _FULL.render(escaped(text))
    assert block == (f"<p>{shown}</p>\n" if text else "")


def test_many_empty_lines_are_escaped_quickly() -> None:
    assert escaped("\n" * 200_000 + "- a").endswith("\n\\- a")
