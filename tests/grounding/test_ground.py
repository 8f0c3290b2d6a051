"""Claims held against documents: what is there, what is elsewhere, what is not there, and where it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from docqa.domain import Check, Citation, ClaimKind, Document, PageSource, Passage, Place, Span, Status
from docqa.grounding import ground, index, locate_passages, prepare

MakeDocument = Callable[..., Document]
PAGES = (
    "The company’s revenue in 2015 was $1,577 million, an in-\ncrease of 4.2%. Costs fell to (1,200).",
    "The insurer shall not pay “damages” above 5 million [3]. Nothing else matters\nhere at all, says the office.",
    "The first page of the appendix. The efﬁcient naïve method — as described — worked well",
    "HEAD OF PAGE 4\nfor all of the people in the study. It ended on 12 May 2014. Alpha beta gamma delta.",
)


@pytest.fixture(scope="module")
def report(make: MakeDocument) -> Document:
    return make(*PAGES)


def quote(answer: str, *documents: Document) -> Check:
    """The check of the one quotation in `answer`."""
    (check,) = [check for check in ground(answer, documents).checks if check.kind is ClaimKind.QUOTE]
    return check


def citation(answer: str, *documents: Document) -> Check:
    """The check of the one cited page in `answer`."""
    (check,) = [check for check in ground(answer, documents).checks if check.kind is ClaimKind.CITATION]
    return check


def words(check: Check, document: Document) -> list[str]:
    return [document.text(place.span) for place in check.places]


@pytest.mark.parametrize(
    ("quoted", "there"),
    [
        ("revenue in 2015 was $1,577 million", "revenue in 2015 was $1,577 million"),
        ("an increase\nof 4.2%", "an in-\ncrease of 4.2%"),
        ("The company's reve-\nnue", "The company’s revenue"),
        (
            "the efficient naive method - as described - worked",
            "The efﬁcient naïve method — as described — worked",
        ),
        ("shall not pay 'damages' above", "shall not pay “damages” above"),
        ("Nothing  else\u00a0matters here", "Nothing else matters\nhere"),
        ("the **efficient** naïve method", "The efﬁcient naïve method"),
        ("[t]he efficient naïve method,", "The efﬁcient naïve method"),
        ("damages above 5 million. Nothing else matters", "damages” above 5 million [3]. Nothing else matters"),
    ],
)
def test_the_same_words_written_otherwise_are_found(report: Document, quoted: str, there: str) -> None:
    check = quote(f"It says “{quoted}”.", report)
    assert check.status is Status.SUPPORTED
    assert words(check, report) == [there]


@pytest.mark.parametrize(
    "quoted",
    [
        "revenue in 2015 was $1,578 million",
        "revenue in 2016 was $1,577 million",
        "an increase of 4.3%",
        "an increase of 42%",
        "revenue in 2015 was 1,577 million dollars",
        "The insurer shall pay damages above 5 million",
        "The insurer shall not pay damages above 15 million",
        "The insurer shall not pay damages below 5 million",
        "The insured shall not pay damages above 5 million",
        "Nothing else really matters here at all",
        "for all of the people in this study",
        "It ended on 21 May 2014",
        "577 million",
        "5 million [nine]. Nothing else matters",
        "he first page of the appendi",
    ],
)
def test_changed_words_and_digits_are_not_found(report: Document, quoted: str) -> None:
    check = quote(f"It says “{quoted}” somewhere.", report)
    assert check.status is Status.MISSING
    assert check.places == ()
    assert check.note


def test_the_note_shows_what_stands_there_instead(report: Document) -> None:
    check = quote("“The insurer shall not pay damages below 5 million” [p. 2]", report)
    assert "p. 2 has" in check.note
    assert "above 5 million" in check.note


def test_a_wrong_page_is_told_and_the_right_one_named(report: Document) -> None:
    answer = "They said “Nothing else matters” [p. 4]."
    grounding = ground(answer, [report])
    assert [check.status for check in grounding.checks] == [Status.ELSEWHERE] * 2
    assert grounding.checks[0].note == "on p. 2, not on p. 4"
    (cited,) = grounding.citations
    assert cited.label == "2"
    assert cited.quote == "Nothing else matters"
    assert cited.at is not None
    assert answer[slice(*cited.at)] == "Nothing else matters"


def test_a_page_that_does_not_exist_is_missing(report: Document) -> None:
    statuses = {c.kind: (c.status, c.note) for c in ground("“Nothing else matters” [p. 999]", [report]).checks}
    assert statuses[ClaimKind.CITATION] == (Status.MISSING, "no page 999")
    assert statuses[ClaimKind.QUOTE] == (Status.ELSEWHERE, "on p. 2, not on p. 999")


def test_a_citation_has_its_quotation_s_result(report: Document) -> None:
    assert citation("“Nothing else matters” [p. 2]", report).status is Status.SUPPORTED
    assert citation("“Nothing at all matters” [p. 2]", report).status is Status.MISSING
    ranged = citation("“Nothing else matters” [pp. 1-3]", report)
    assert ranged.status is Status.SUPPORTED
    assert words(ranged, report) == ["Nothing else matters"]


def test_a_citation_s_mark_in_the_answer_is_its_marker(report: Document) -> None:
    answer = "First “Costs fell” [p. 1], then “Nothing else matters” (p. 2)."
    grounding = ground(answer, [report])
    assert [(answer[slice(*c.at)], c.label, c.quote) for c in grounding.citations if c.at] == [
        ("[p. 1]", "1", "Costs fell"),
        ("(p. 2)", "2", "Nothing else matters"),
    ]


def test_a_quotation_over_a_page_break_has_a_place_on_both(report: Document, make: MakeDocument) -> None:
    check = quote("“as described — worked well for all of the people” [p. 3]", report)
    assert check.status is Status.SUPPORTED
    assert words(check, report) == ["as described — worked well", "for all of the people"]
    assert [place.span.page for place in check.places] == [2, 3]
    hyphened = make("It was an inter-", "national matter of some weight.")
    assert words(quote("“an international matter”", hyphened), hyphened) == ["an inter", "national matter"]


def test_a_quotation_in_parts_has_a_place_a_part(report: Document) -> None:
    for gap in ("…", "...", "[...]", "[…]", ". . .", "(…)"):
        check = quote(f"“The company’s revenue {gap} Costs fell” [p. 1]", report)
        assert check.status is Status.SUPPORTED, gap
        assert words(check, report) == ["The company’s revenue", "Costs fell"]
    own_words = quote("“revenue [of that year] was $1,577 million” [p. 1]", report)
    assert words(own_words, report) == ["revenue", "was $1,577 million"]
    assert quote("“Costs fell … The company’s revenue” [p. 1]", report).status is Status.MISSING
    assert quote("“The company’s revenue … costs rose” [p. 1]", report).status is Status.MISSING


def test_the_cited_page_comes_first_then_the_nearest(make: MakeDocument) -> None:
    document = make(
        "the same words here", "nothing", "something", "the same words here", "x", "the same words here"
    )
    assert quote("“the same words here” [p. 4]", document).places[0].span.page == 3
    assert quote("“the same words here” [p. 3]", document).places[0].span.page == 3
    assert quote("“the same words here”", document).places[0].span.page == 0


def test_a_word_or_two_count_near_their_page_only(make: MakeDocument) -> None:
    document = make(
        *["a page about net results"] * 9, "a page about gross ones", *["a page about net results"] * 9
    )
    assert quote("They are “net” [p. 3]", document).status is Status.SUPPORTED
    assert quote("They are “gross” [p. 9]", document).status is Status.ELSEWHERE
    assert quote("They are “gross” [p. 1]", document).status is Status.ELSEWHERE  # it stands only once
    assert quote("They are “nil” [p. 3]", document).status is Status.MISSING
    assert ground("They are “net” of course", [document]).checks == ()


def test_labels_are_what_is_printed(make: MakeDocument) -> None:
    document = make("preface words stand", "more preface words", "main text stands", labels=("i", "ii", "1"))
    assert quote("“main text stands” [p. 1]", document).status is Status.SUPPORTED
    assert quote("“preface words stand” [p. I]", document).status is Status.SUPPORTED
    assert citation("Something [p. 3]", document).status is Status.MISSING
    assert quote("“main text stands” [p. 3]", document).note == "on p. 1, not on p. 3"
    plain = make("main text stands", "other text stands", labels=("", ""))
    assert citation("Something [p. 2]", plain).status is Status.SUPPORTED
    twice = make("first part", "the words sought", "x", "second part", labels=("1", "2", "1", "2"))
    assert quote("“the words sought” [p. 2]", twice).status is Status.SUPPORTED
    assert quote("“second part” [p. 2]", twice).status is Status.SUPPORTED


def test_a_citation_without_a_quotation_gets_docqas_own_finding(report: Document) -> None:
    check = citation("The insurer does not pay damages above 5 million [p. 2].", report)
    assert check.status is Status.SUPPORTED
    assert "docqa's own finding" in check.note
    assert words(check, report) == ["The insurer shall not pay “damages” above 5 million [3]."]
    assert citation("The insurer shall not pay damages above 5 million [p. 4].", report).status is Status.ELSEWHERE
    unrelated = citation("Zebras graze under willows [p. 2].", report)
    assert unrelated.status is Status.SUPPORTED
    assert unrelated.places == (Place(report.id, Span(1, 0, 0)),)


def test_several_documents(make: MakeDocument) -> None:
    first = make("apples are red", "pears are green today", title="Fruit Report 2019.pdf")
    second = make("stones are grey", "sand is yellow today", title="Mineral Survey")
    check = quote("“sand is yellow” [p. 2, Mineral Survey]", first, second)
    assert (check.status, check.places[0].document) == (Status.SUPPORTED, second.id)
    check = quote("“sand is yellow” [p. 2]", first, second)
    assert (check.status, check.places[0].document) == (Status.SUPPORTED, second.id)
    check = quote("“sand is yellow” [p. 2, Fruit Report]", first, second)
    assert (check.status, check.note) == (Status.ELSEWHERE, "on p. 2 of Mineral Survey, not on p. 2")


@pytest.mark.parametrize(
    ("page", "answer", "there"),
    [
        (
            'עיריית תל אביב עשתה סדר. דובר צה"ל הודיע כי הַכֹּל בסדר.',
            "״צה״ל הודיע כי הכל בסדר״ [עמ' 1]",
            'צה"ל הודיע כי הַכֹּל בסדר',
        ),
        ("והממשלה החליטה לאשר את ההסכם", '"ממשלה החליטה לאשר" (עמוד 1)', "ממשלה החליטה לאשר"),
        (
            "قالَ المُديرُ إنّ الإيرادات ارتفعت في عام ٢٠١٥",
            "«قال المدير إن الإيرادات» (ص ١)",
            "قالَ المُديرُ إنّ الإيرادات",
        ),
        ("他说你好世界，今天\n天气很好。第三季度收入为1,577万元。", "「今天天气很好」（第1页）", "今天\n天气很好"),
        ("第三季度收入为1,577万元。", "“第三季度收入为1,577万元” [p. 1]", "第三季度收入为1,577万元"),
        ("이용금액은 40만원 이상이어야 합니다", "「이용금액은 40만원 이상」 (1쪽)", "이용금액은 40만원 이상"),
        ("यह रिपोर्ट की पहली पंक्ति है", "“रिपोर्ट की पहली पंक्ति” [p. 1]", "रिपोर्ट की पहली पंक्ति"),
    ],
)
def test_languages(make: MakeDocument, page: str, answer: str, there: str) -> None:
    document = make(page, "another page")
    check = quote(answer, document)
    assert check.status is Status.SUPPORTED
    assert words(check, document) == [there]
    assert citation(answer, document).status is Status.SUPPORTED


@pytest.mark.parametrize(
    ("page", "quoted"),
    [
        ("הכנסות החברה עלו ב-2015", "הכנסות החברה ירדו ב-2015"),
        ("今天天气很好", "今天天气很坏"),
        ("रिपोर्ट की पहली पंक्ति", "रिपोर्ट का पहली पंक्ति"),
    ],
)
def test_changed_words_in_other_scripts_are_not_found(make: MakeDocument, page: str, quoted: str) -> None:
    assert quote(f"“{quoted}” [p. 1]", make(page)).status is Status.MISSING


def test_letters_misread_by_ocr_are_forgiven_numbers_never(make: MakeDocument) -> None:
    page = (
        "The govemment of the island spent 1,577 rnillion on roads, bridges and schools in the year of tbe flood"
    )
    read = make(page, sources=(PageSource.OCR,))
    assert quote("“The government of the island spent 1,577 million on roads”", read).status is Status.SUPPORTED
    assert quote("“The government of the island spent 1,578 million on roads”", read).status is Status.MISSING
    assert quote("“The government of the island spent 1,577 billion on roads”", read).status is Status.MISSING
    printed = make(page)
    assert quote("“The government of the island spent 1,577 million on roads”", printed).status is Status.MISSING


def test_pages_that_could_not_be_read_are_named(make: MakeDocument) -> None:
    document = make("some words stand here", "", sources=(PageSource.TEXT, PageSource.NONE))
    check = quote("“quite other things entirely” [p. 2]", document)
    assert (check.status, check.note) == (
        Status.MISSING,
        "page 2 could not be read as text, so this could not be checked",
    )
    assert quote("“quite other things entirely”", document).note == "not in the pages that could be read"


def test_a_refusal_shifts_the_offsets(report: Document) -> None:
    grounding = ground("[not found] But it does say “Nothing else matters” [p. 2].", [report])
    assert grounding.refused
    assert grounding.text.startswith("But it does")
    assert [grounding.text[slice(*check.at)] for check in grounding.checks] == ["Nothing else matters", "[p. 2]"]


def test_a_documents_name_is_no_claim(report: Document) -> None:
    assert ground("According to “The Report”, nothing.", [report]).checks == ()


def test_nothing_to_check_against() -> None:
    checks = ground("“some words of it” [p. 3]", []).checks
    assert [check.status for check in checks] == [Status.MISSING, Status.MISSING]
    assert ground("", []).checks == ()


def test_passages_become_citations() -> None:
    place = Place("d", Span(3, 10, 14))
    assert locate_passages([Passage(place, "iv", "text", 0.5)]) == (Citation(place, "iv", "text", None),)


def test_threads_agree(make: MakeDocument) -> None:
    document = make(*(f"page {i} says that item number {i} is here" for i in range(300)))
    answer = " ".join(f"“item number {i} is here” [p. {i + 1}]." for i in range(0, 300, 7))
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(ground(answer, [document]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)
    assert {check.status for check in ground(answer, [document]).checks} == {Status.SUPPORTED}


def test_a_prepared_document_is_not_folded_again(make: MakeDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make("one two three", "four five six seven", title="Prepared")
    seen = list(prepare(document))
    assert [(step.done, step.total) for step in seen] == [(0, 2), (1, 2)]
    assert list(prepare(document)) == []
    monkeypatch.setattr(index, "folded_key", None)  # what folding a page again would call
    assert quote("“four five six seven”", document).status is Status.SUPPORTED


def test_preparing_may_stop_midway(make: MakeDocument) -> None:
    document = make("one two three", "four five six seven", title="Stopped")
    work = prepare(document)
    next(work)
    work.close()
    assert quote("“four five six seven”", document).status is Status.SUPPORTED


def test_a_name_keeps_its_capitals(make: MakeDocument) -> None:
    document = make("The light is kept by Otto Brandt. THE NORTHERN PIER\nThe pier and the light are old.")
    (lower,) = ground("“is kept by otto brandt”", [document]).checks
    assert (lower.status, lower.places) == (Status.MISSING, ())
    assert lower.note == "not in the document in these letters; p. 1 has: “Otto”"
    for same in ("“is kept by Otto Brandt”", "“the light is kept by Otto Brandt”", "“the northern pier”"):
        assert ground(same, [document]).checks[0].status is Status.SUPPORTED, same
