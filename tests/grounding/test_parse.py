"""Answers taken apart: every style of quotation mark, block quote and page citation that models write."""

from __future__ import annotations

import time

import pytest

from docqa.grounding.parse import parse


def quoted(answer: str) -> list[tuple[str, list[str]]]:
    """The quotations of an answer with the labels cited for each."""
    return [(q.words, [r.label for r in q.references]) for q in parse(answer).quotations]


@pytest.mark.parametrize(
    ("opening", "closing"),
    ["“”", '""', "„“", "„”", "””", "«»", "»«", "‹›", "「」", "『』", "״״", "‘’", "''", "‚‘", "＂＂", "〝〞"],
)
def test_quotation_marks_of_all_languages(opening: str, closing: str) -> None:
    answer = f"It says {opening}the exact words here{closing} [p. 12]."
    parsed = parse(answer)
    assert quoted(answer) == [("the exact words here", ["12"])]
    assert [answer[slice(*q.at)] for q in parsed.quotations] == ["the exact words here"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('לפי צה"ל ומנכ"לית הדו"ח הכל ידוע', []),
        ('דובר צה"ל אמר "הכל בסדר" [עמ\' 3]', [("הכל בסדר", ["3"])]),
        ('נכתב ב"הארץ" אתמול', [("הארץ", [])]),
        ('הוא אמר: "דובר צה"ל הודיע" [עמ\' 3]', [('דובר צה"ל הודיע', ["3"])]),
        ("הוא אמר ״דובר צה״ל הודיע״ (עמוד 4)", [("דובר צה״ל הודיע", ["4"])]),
    ],
)
def test_gershayim_are_letters_not_quotation_marks(answer: str, expected: list[tuple[str, list[str]]]) -> None:
    assert quoted(answer) == expected


@pytest.mark.parametrize(
    "answer",
    [
        "don't, the dogs' tails, '90s and 'tis the season of rock 'n' roll",
        "It is 6' tall and 5\" wide",
        '```\nprint("not a quote")\n```',
        'the option `"name"` and ``"other"``',
        "“unclosed words that go on",
        '[a link](https://example.org/"quoted"path)',
        "> [!NOTE]\n> an aside of the model",
    ],
)
def test_what_is_no_quotation(answer: str) -> None:
    assert quoted(answer) == []


def test_marks_inside_marks_are_part_of_the_quotation() -> None:
    assert quoted("“He said “hi there” and left” [p. 2]") == [("He said “hi there” and left", ["2"])]
    assert quoted('“the "PROPERTY" chapter” [p. 2]') == [('the "PROPERTY" chapter', ["2"])]
    assert quoted('«the "inner" words» “and others”') == [('the "inner" words', []), ("and others", [])]


def test_block_quotes_lose_their_marks_and_attributions() -> None:
    assert quoted("> The quick brown\n> fox jumps. [p. 3]\n\nNext") == [("The quick brown\nfox jumps.", ["3"])]
    assert quoted("> The quick fox\n> — The Report, p. 12\n") == [("The quick fox", ["12"])]
    assert quoted("> The quick fox\n\n[p. 3]") == [("The quick fox", ["3"])]
    assert quoted("> one line [p. 1]\n> two lines [p. 2]") == [("one line", ["1"]), ("two lines", ["2"])]
    assert quoted("> “The quick fox” [p. 3]") == [("The quick fox", ["3"])]
    assert quoted("> first paragraph\n>\n> second one (p. 4)") == [
        ("first paragraph", ["4"]),
        ("second one", ["4"]),
    ]
    assert quoted('> in "causal" terms see [61] and more [p. 5]') == [
        ('in "causal" terms see [61] and more', ["5"])
    ]


@pytest.mark.parametrize(
    ("marker", "labels"),
    [
        ("[p. 12]", ["12"]),
        ("[p.12]", ["12"]),
        ("[p 12]", ["12"]),
        ("(p. 12)", ["12"]),
        ("[page 12]", ["12"]),
        ("(Page 12)", ["12"]),
        ("p. 12", ["12"]),
        ("on page 12", ["12"]),
        ("[p. iv]", ["iv"]),
        ("page XII", ["XII"]),
        ("[p. A-3]", ["A-3"]),
        ("[p. Front cover]", ["Front cover"]),
        ("[pp. 12-14]", ["12-14"]),
        ("pages 12 to 14", ["12 to 14"]),
        ("[p. 12, 14]", ["12", "14"]),
        ("[p. 12; p. 14]", ["12", "14"]),
        ("[p. 12 and 14]", ["12", "14"]),
        ("[p. 12] [p. 14]", ["12", "14"]),
        ("pp. 12, 14 and 20", ["12", "14", "20"]),
        ("[Page 12 of 300]", ["12"]),
        ("[עמ' 12]", ["12"]),
        ("(עמ׳ 12)", ["12"]),
        ("עמוד 12", ["12"]),
        ("בעמודים 12 ו-14", ["12"]),
        ("[p. י״ב]", ["י״ב"]),
        ("第12页", ["12"]),
        ("（第12頁）", ["12"]),
        ("第十二页", ["十二"]),
        ("[12页]", ["12"]),
        ("제12쪽", ["12"]),
        ("[12쪽]", ["12"]),
        ("(ص ١٢)", ["١٢"]),
        ("الصفحة ١٢", ["١٢"]),
        ("(S. 12)", ["12"]),
        ("Seite 12", ["12"]),
        ("página 12", ["12"]),
        ("(стр. 12)", ["12"]),
        (r"\[p. 12\]", ["12"]),
        ("**[p. 12]**", ["12"]),
        ("[p. 12](#page=12)", ["12"]),
    ],
)
def test_page_citations_in_all_styles(marker: str, labels: list[str]) -> None:
    answer = f"Here “the exact words” {marker}."
    parsed = parse(answer)
    assert quoted(answer)[0][0] == "the exact words"
    assert [r.label for r in parsed.references][: len(labels)] == labels
    assert [r.label for r in parsed.quotations[0].references][: len(labels)] == labels
    for reference in parsed.references:
        assert reference.label in parsed.text[slice(*reference.at)]


@pytest.mark.parametrize(
    ("marker", "source"),
    [
        ("[p. 12, Annual Report]", "Annual Report"),
        ("[p. 12, 2019 Annual Report, final]", "2019 Annual Report, final"),
        ("[Annual Report, p. 12]", "Annual Report"),
        ("(see: Annual Report, p. 12)", "Annual Report"),
        ("(source: p. 12)", ""),
    ],
)
def test_a_marker_can_name_its_document(marker: str, source: str) -> None:
    assert [(r.label, r.source) for r in parse(f"Words {marker}").references] == [("12", source)]


@pytest.mark.parametrize(
    "answer",
    [
        "page layout, page mix, page 1.5",
        "see [12] and (12)",
        "`[p. 12]`",
        "I saw p. I think",
        "[a link](https://example.org/page-12/p.12)",
        "“the words see page 5 below”",
    ],
)
def test_what_is_no_page_citation(answer: str) -> None:
    assert parse(answer).references == ()


def test_a_mere_number_counts_only_right_after_a_quotation() -> None:
    assert quoted("“exact words” [12] and [13]") == [("exact words", ["12"])]
    assert [r.certain for r in parse("“exact words” [12]").references] == [False]


def test_quotations_find_their_pages() -> None:
    assert quoted("“one” and “two” [p. 3].") == [("one", ["3"]), ("two", ["3"])]
    assert quoted("“one” [p. 3] and “two” [p. 4].") == [("one", ["3"]), ("two", ["4"])]
    assert quoted("“one.” [p. 3] “Two.” [p. 4]") == [("one.", ["3"]), ("Two.", ["4"])]
    assert quoted("“one”. Then something else [p. 4].") == [("one", [])]
    assert quoted("On page 5 it says “one”. Later [p. 6].") == [("one", ["5"])]
    assert quoted("“one [p. 3]” and “two (p. 4)”") == [("one", ["3"]), ("two", ["4"])]
    assert quoted("- “one”\n  [p. 3]\n- “two” p. 4") == [("one", ["3"]), ("two", ["4"])]
    assert quoted("| “one” | p. 3 |\n| “two” | p. 4 |") == [("one", ["3"]), ("two", ["4"])]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("[not found] Nothing about it.", "Nothing about it."),
        ("  **[Not found]** — nothing.", "nothing."),
        (r"\[not found\]", ""),
    ],
)
def test_the_refusal_mark_is_taken_off(answer: str, text: str) -> None:
    parsed = parse(answer)
    assert parsed.refused
    assert parsed.text == text


def test_the_refusal_mark_counts_only_at_the_beginning() -> None:
    assert not parse("The table says [not found] here").refused


@pytest.mark.parametrize(
    "piece", ['"', "'a ", "‘a ", "„", 'ב"', "`", "``a", "[", "p. 1 ", "\n>", "~~~\n", "“a [p. 1, "]
)
def test_an_answer_made_to_be_slow_is_not(piece: str) -> None:
    start = time.process_time()
    parse(piece * (8_000 // len(piece)))
    assert time.process_time() - start < 2


def test_a_quotation_may_hold_many_others() -> None:
    inner = " ".join(f"«inner {n}»" for n in range(20))
    assert [words for words, _ in quoted(f"It says «outer {inner} outer» [p. 3].")] == [f"outer {inner} outer"]
