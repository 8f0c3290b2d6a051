r"""TeX as text to read: signs and real sub- and superscripts, prices left alone, nothing lost, nothing live."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.language.formulas import formula_html
from docqa.language.markup import to_html


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"x_i^2", "<em>x</em><sub><em>i</em></sub><sup>2</sup>"),
        (r"\alpha \le 3", "α ≤ 3"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{c}", "(<em>a</em> + <em>b</em>)/<em>c</em>"),
        (r"\sqrt{n}", "√<em>n</em>"),
        (r"\sqrt[3]{8}", "<sup>3</sup>√8"),
        (r"\mathbb{R}^n", "ℝ<sup><em>n</em></sup>"),
        (r"\text{if } x", "if <em>x</em>"),
        (r"\mathbf{A}\vec{v}", "<strong>A</strong><em>v\u20d7</em>"),
        (r"\left( a \right)", "( <em>a</em> )"),
        (r"e^{-x}", "<em>e</em><sup>−<em>x</em></sup>"),
        (r"\unknown{x}", r"\unknown<em>x</em>"),
        (r"a { b", "a { b"),
        (r"x^", "x^"),
        ("a < b", "<em>a</em> &lt; <em>b</em>"),
    ],
)
def test_formula_is_read_as_text(tex: str, html: str) -> None:
    assert formula_html(tex) == html


@pytest.mark.parametrize(
    "text", ["It costs $5 and $10.", "From $5-$10 (US$ only).", "a \\$x_i\\$ b", "`$x_i$`", "$ x $"]
)
def test_prices_and_code_are_no_formulas(text: str) -> None:
    assert "<sub>" not in to_html(text)
    assert "<em>" not in to_html(text)


def test_formulas_stand_in_markdown() -> None:
    html = to_html(
        "Let $x_1$ and $$y = x^2$$ or \\(z\\) and\n\n\\[ a_b \\]\n\n| $a_1$ | b |\n|---|---|\n| 1 | 2 |"
    )
    assert html.count("<sub>") == 3
    assert "<em>z</em>" in html
    assert "$" not in html
    assert "\\" not in html
    assert to_html("$\\alpha$") == '<p dir="ltr">α</p>\n' or "α" in to_html("$\\alpha$")


def test_nothing_in_a_formula_is_live() -> None:
    html = to_html(r"$x_{<script>alert(1)</script>}$ and $\text{<img src=x>}_1$")
    assert "<script" not in html
    assert "<img" not in html


@given(st.text(alphabet="ab1{}^_\\&$ <>frcsqt=+-", max_size=60))
def test_any_text_gives_paired_tags(tex: str) -> None:
    opened: list[str] = []
    for close, tag in re.findall(r"<(/?)(em|strong|sub|sup)>", formula_html(tex)):
        if close:
            assert opened.pop() == tag
        else:
            opened.append(tag)
    assert not opened
