"""What figures and tables are called, in captions and in questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docqa.language.captions import caption, mentions


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What does Figure 3 show?", [("figure", "3")]),
        ("compare tables 1 and 2", [("table", "1"), ("table", "2")]),
        ("Abb. 12 und Tabelle 3", [("figure", "12"), ("table", "3")]),
        ("le tableau 4 et la figure 2.1", [("table", "4"), ("figure", "2.1")]),
        ("¿Qué muestra la tabla 5?", [("table", "5")]),
        ("מה מראה איור 3?", [("figure", "3")]),
        ("בטבלה 2 ובתרשים 4", [("table", "2"), ("figure", "4")]),
        ("如图一所示，见表2", [("figure", "1"), ("table", "2")]),
        ("図3-1を説明して", [("figure", "3-1")]),
        ("انظر الشكل 5", [("figure", "5")]),
        ("Что на рис. 2?", [("figure", "2")]),
        ("Fig. 3b", [("figure", "3b"), ("figure", "3")]),
        ("Figure 3(b)", [("figure", "3b"), ("figure", "3")]),
        ("מה באיור 14(א)?", [("figure", "14א"), ("figure", "14")]),
        ("Figure 3 (see below)", [("figure", "3")]),
        ("Was zeigt Abbildung 2?", [("figure", "2")]),
        ("图 3 说明什么？", [("figure", "3")]),
        ("Table IV", [("table", "iv")]),
        ("Figure A.1", [("figure", "a.1")]),
        ("Exhibit 7 and Chart 2", [("exhibit", "7"), ("chart", "2")]),
        ("a fig tree, the table in 2019, configure 3, figure of eight", []),
    ],
)
def test_mentions(text: str, named: list[tuple[str, str]]) -> None:
    assert [tuple(mention) for mention in mentions(text)] == named


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Figure 3: Sales by year", "Figure 3"),
        ("Fig. 2. The model", "Fig. 2"),
        ("TABLE IV", "TABLE IV"),
        ("Table 2 Results of the trial", "Table 2"),
        ("表2 参数", "表2"),
        ("图3-1 系统结构", "图3-1"),
        ("איור 3: המגדל", "איור 3"),
        ("איור 14(ב) יצוג האורכים", "איור 14(ב)"),
        ("Figure 2(a) Salt", "Figure 2(a)"),
        ("الشكل 4: الميناء", "الشكل 4"),
        ("Tabelle 3 – Werte", "Tabelle 3"),
        ("(Figure 4)", "Figure 4"),
    ],
)
def test_a_caption_begins_with_its_label(line: str, label: str) -> None:
    found = caption(line)
    assert found is not None
    assert found.label == label
    assert line[: found.end].endswith(label)


@pytest.mark.parametrize(
    "line",
    ["Figure 3 shows that sales rose", "figure 3 is small", "Table 1 and 2 list them", "Table of contents", ""],
)
def test_running_text_is_no_caption(line: str) -> None:
    assert caption(line) is None


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    mentions(text)
    found = caption(text)
    assert found is None or text[: found.end].rstrip().endswith(found.label)
