"""Numbers, dates, names, links and references in answers, looked up in documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docqa.domain import Check, ClaimKind, Document, Status
from docqa.grounding import ground
from docqa.grounding.spans_dates import dates
from docqa.grounding.spans_numbers import comma_decimals, numbers, plain

MakeDocument = Callable[..., Document]
PAGES = (
    "The Northern Ferry Company carried 48,210 passengers in 2016. Its revenue was $1,577 million, up 4.2% "
    "from the year before. Ebba Lindqvist has led the company since 12 May 2014.",
    "(in millions)\nFuel 212 198\nWages 1,043 977\nLoss from sale of the old pier (37)\n"
    "See Figure 3 and Section 4.2.",
    "The lease of the pier ends after thirty years. Write to office@ferry.example.org or see "
    "https://ferry.example.org/reports/2016. The island of Vela has 312 inhabitants, and Otto Brandt keeps "
    "the light.",
    "The Southern Tunnel Trust carried 61,900 passengers in 2013, and its chair was Mara Osei.",
)


@pytest.fixture(scope="module")
def report(make: MakeDocument) -> Document:
    return make(*PAGES)


def spans(answer: str, document: Document, question: str = "") -> dict[str, Check]:
    """The checks of an answer's spans by their words."""
    other = (ClaimKind.QUOTE, ClaimKind.CITATION, ClaimKind.SENTENCE)
    return {check.text: check for check in ground(answer, [document], question).checks if check.kind not in other}


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("1,577 million", "en", 1577e6),
        ("1.577 Mio. Euro", "de", 1577e6),
        ("1.577 billion", "en", 1.577e9),
        ("3,5 Milliarden", "de", 3.5e9),
        ("₹12,34,567", "en", 1234567),
        ("5 crore rupees", "en", 5e7),
        ("1,577万元", "zh", 15_770_000),
        ("3亿", "zh", 3e8),
        ("1,577 מיליון ש״ח", "he", 1577e6),
        ("٢٫٥ مليار", "ar", 2.5e9),
        ("$5.3bn", "en", 5.3e9),
        ("5 mil millones", "es", 5e9),
        ("1 234 567,8", "fr", 1234567.8),
        ("1'577", "de", 1577),
        ("0.5", "en", 0.5),
    ],
)
def test_numbers_are_read_by_value(text: str, language: str, read: float) -> None:
    flat = plain(text)
    (found,) = numbers(flat, comma=comma_decimals(flat, language))
    assert found.value.number == pytest.approx(read)


def test_what_belongs_to_words_is_no_number() -> None:
    assert [*numbers("COVID-19, F-35, form 10-K, the 21st, 5G, room 7A, v1", comma=False)] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 May 2014", (2014, 5, 12)),
        ("May 12, 2014", (2014, 5, 12)),
        ("the 12th of May 2014", (2014, 5, 12)),
        ("2014-05-12", (2014, 5, 12)),
        ("12. Mai 2014", (2014, 5, 12)),
        ("12 de mayo de 2014", (2014, 5, 12)),
        ("12 мая 2014", (2014, 5, 12)),
        ("2014年5月12日", (2014, 5, 12)),
        ("12 במאי 2014", (2014, 5, 12)),
        ("May 2014", (2014, 5, 0)),
        ("במאי 2014", (2014, 5, 0)),
        ("May 12", (0, 5, 12)),
    ],
)
def test_dates_of_many_languages(text: str, day: tuple[int, int, int]) -> None:
    (dated,) = dates(plain(f"It was {text}, they say."))
    assert dated.days == (day,)


def test_no_date_is_guessed() -> None:
    assert dates("You may take 5 of 12. See section 2.5 and version 1.2.34; mar 3 was set, in 1.5 sec.") == []


@pytest.mark.parametrize(
    ("answer", "claim", "kind"),
    [
        ("Revenue was $1,577 million [p. 1].", "$1,577 million", ClaimKind.MONEY),
        ("Revenue was $1.577 billion [p. 1].", "$1.577 billion", ClaimKind.MONEY),
        ("It carried 48210 passengers [p. 1].", "48210", ClaimKind.NUMBER),
        ("It rose by 4.2 percent [p. 1].", "4.2 percent", ClaimKind.PERCENT),
        ("She has led it since May 12, 2014 [p. 1].", "May 12, 2014", ClaimKind.DATE),
        ("She has led it since 12.5.2014 [p. 1].", "12.5.2014", ClaimKind.DATE),
        ("Wages were $1,043 million [p. 2].", "$1,043 million", ClaimKind.MONEY),
        ("The loss was $37 million [p. 2].", "$37 million", ClaimKind.MONEY),
        ("It is led by Ebba Lindqvist [p. 1].", "Ebba Lindqvist", ClaimKind.NAME),
        ("The lease runs for 30 years [p. 3].", "30 years", ClaimKind.NUMBER),
        ("Write to office@ferry.example.org [p. 3].", "office@ferry.example.org", ClaimKind.LINK),
        ("Look at ferry.example.org/reports/2016 [p. 3].", "ferry.example.org/reports/2016", ClaimKind.LINK),
        ("It is shown in Fig. 3 [p. 2].", "Fig. 3", ClaimKind.REFERENCE),
        ("It was in 2016 [p. 1].", "2016", ClaimKind.DATE),
    ],
)
def test_true_spans_are_found_on_their_page(report: Document, answer: str, claim: str, kind: ClaimKind) -> None:
    check = spans(answer, report)[claim]
    assert (check.kind, check.status) == (kind, Status.SUPPORTED), check.note
    assert check.places


@pytest.mark.parametrize(
    ("answer", "claim"),
    [
        ("Revenue was $1,677 million [p. 1].", "$1,677 million"),
        ("Revenue was $1,577 billion [p. 1].", "$1,577 billion"),
        ("Revenue was €1,577 million [p. 1].", "€1,577 million"),
        ("It carried 48,210 passengers in 2015.", "2015"),
        ("She has led it since 13 May 2014 [p. 1].", "13 May 2014"),
        ("It is led by Ebba Lindgren [p. 1].", "Ebba Lindgren"),
        ("See https://ferry.example.org/reports/2015.", "https://ferry.example.org/reports/2015"),
        ("See ferry.example.org/report.", "ferry.example.org/report"),
        ("Write to offices@ferry.example.org.", "offices@ferry.example.org"),
        ("It is shown in Figure 4 [p. 2].", "Figure 4"),
    ],
)
def test_false_spans_are_missing(report: Document, answer: str, claim: str) -> None:
    check = spans(answer, report)[claim]
    assert (check.status, check.places) == (Status.MISSING, ())
    assert check.note


@pytest.mark.parametrize(
    ("page", "link"),
    [
        (
            "公告登载于 www.harbour-news.example.cn 和www.harbour.example.hk上，邮箱ir@harbour.example.cn。",
            "www.harbour.example.hk",
        ),
        (
            "公告登载于 www.harbour-news.example.cn 和www.harbour.example.hk上，邮箱ir@harbour.example.cn。",
            "ir@harbour.example.cn",
        ),
        ("הדוח מתפרסם בhttps://harbour.example.il/report2016 ובאתר.", "https://harbour.example.il/report2016"),
        ("See https://harbour.example.org/re-\nports/2016.", "https://harbour.example.org/reports/2016"),
        ("See (https://harbour.example.org/a_(b)).", "https://harbour.example.org/a_(b)"),
        ("The list is doi:10.5555/harbour.2016.7.", "https://doi.org/10.5555/harbour.2016.7"),
    ],
)
def test_a_link_ends_where_its_letters_and_its_sentence_do(make: MakeDocument, page: str, link: str) -> None:
    document = make(page)
    assert spans(f"It stands at {link}.", document)[link].status is Status.SUPPORTED
    changed = link[:-1] + "x"
    assert spans(f"It stands at {changed}.", document)[changed].status is Status.MISSING
    whole = spans(page, document)
    assert {check.status for check in whole.values() if check.kind is ClaimKind.LINK} == {Status.SUPPORTED}


def test_a_wrong_page_is_told_with_the_right_one(report: Document) -> None:
    check = spans("Vela has 312 inhabitants [p. 1].", report)["312"]
    assert (check.status, check.note) == (Status.ELSEWHERE, "on p. 3, not on p. 1")
    assert check.places[0].span.page == 2


def test_what_stands_elsewhere_does_not_speak_for_a_sentence_that_says_otherwise(report: Document) -> None:
    true = "The Northern Ferry Company carried 48,210 passengers in 2016"
    swapped = spans(f"{true.replace('48,210', '61,900')}.", report)["61,900"]
    assert (swapped.status, swapped.note) == (Status.MISSING, "p. 1 says “48,210” here")
    other = spans("Mara Osei has led the company since 12 May 2014.", report)["Mara Osei"]
    assert (other.status, other.note) == (Status.MISSING, "p. 1 says “Ebba Lindqvist” here")
    assert {check.status for check in spans(f"{true}.", report).values()} == {Status.SUPPORTED}


def test_a_rounded_number_is_said_to_be_rounded(report: Document) -> None:
    check = spans("Its revenue was about $1.58 billion [p. 1].", report)["$1.58 billion"]
    assert (check.status, check.note) == (Status.SUPPORTED, "rounded: p. 1 has $1,577 million")
    assert spans("Its revenue was $1.59 billion [p. 1].", report)["$1.59 billion"].status is Status.MISSING


def test_reckoned_numbers_show_how(report: Document) -> None:
    found = spans("Wages rose from 977 to 1,043, a difference of 66 or 6.8% [p. 2].", report)
    assert (found["66"].status, found["66"].note) == (Status.DERIVED, "reckoned: 977 − 1,043")
    assert found["6.8%"].status is Status.DERIVED
    wrong = spans("Wages rose from 977 to 1,043, a difference of 76 or 7.8% [p. 2].", report)
    assert {wrong["76"].status, wrong["7.8%"].status} == {Status.MISSING}


@pytest.mark.parametrize(
    ("answer", "claim", "how"),
    [
        ("Wages of 1,043 and 977 and fuel of 212 make 2,232 in total [p. 2].", "2,232", "1,043 + 977 + 212"),
        ("Wages of 1,043 and 977 and fuel of 212 are 744 on average [p. 2].", "744", "(1,043 + 977 + 212) / 3"),
        ("The ratio of wages 1,043 to fuel 212 is 4.92 [p. 2].", "4.92", "1,043 / 212"),
        (
            "From 2013 to 2016 it grew from 48,210 to 61,900 passengers, 8.7% per year.",
            "8.7%",
            "(61,900 / 48,210)^(1/3) − 1",
        ),
    ],
)
def test_sums_averages_ratios_and_yearly_growth(report: Document, answer: str, claim: str, how: str) -> None:
    check = spans(answer, report)[claim]
    assert (check.status, check.note) == (Status.DERIVED, f"reckoned: {how}")


def test_what_the_question_states_is_no_claim(report: Document) -> None:
    question = "Did Ilse Marek sell 99,123 tickets on 3 June 2011?"
    answer = "The report names neither Ilse Marek nor 99123 tickets on June 3, 2011, but 48,210 passengers."
    assert set(spans(answer, report, question)) == {"48,210"}
    assert "99123" in spans(answer, report)


def test_list_numbers_quotations_and_pages_are_no_claims_twice(report: Document) -> None:
    answer = "1. Its revenue “was $1,577 million” [p. 1].\n2. It “carried 48,210 passengers in 2016” (p. 1).\n"
    assert spans(answer, report) == {}


def test_the_count_of_a_list_is_reckoned(report: Document) -> None:
    answer = "There are 14 things:\n" + "".join(f"- thing {letter}\n" for letter in "abcdefghijklmn")
    check = spans(answer, report)["14"]
    assert (check.status, check.note) == (Status.DERIVED, "counted in the answer")


def test_a_sentence_without_a_quotation_gets_its_passage(report: Document) -> None:
    answer = "The island of Vela has 312 inhabitants. Zebras graze here."
    found = [check for check in ground(answer, [report]).checks if check.kind is ClaimKind.SENTENCE]
    (check,) = found
    assert check.status is Status.SUPPORTED
    assert check.text == "The island of Vela has 312 inhabitants."
    assert check.places[0].span.page == 2
    assert "docqa's own finding" in check.note
    denied = ground("The island of Vela does not have 312 inhabitants.", [report]).checks
    assert not [check for check in denied if check.kind is ClaimKind.SENTENCE]


def test_names_in_another_language_than_the_document_are_left_open(make: MakeDocument) -> None:
    hebrew = make("יוסף כהן מונה למנהל החברה בשנת 2016. ההכנסות עלו ל-1,577 מיליון שקלים והחברה גדלה מאוד.")
    answer = (
        "The report says that Yosef Cohen was made the head of the company in 2016, with 1,577 million shekels."
    )
    found = spans(answer, hebrew)
    assert "Yosef Cohen" not in found
    assert found["2016"].status is Status.SUPPORTED
    assert found["1,577 million shekels"].status is Status.SUPPORTED
    assert spans("הכנסות החברה היו 1,677 מיליון שקלים.", hebrew)["1,677 מיליון שקלים"].status is Status.MISSING


def test_few_words_are_held_against_the_same_words_alone(make: MakeDocument) -> None:
    document = make(
        "Statement of the pier\nBalance on 1 May 2019 $230\nBalance on 1 May 2020 $349\n",
        "The pier was closed on 1 May 2017. Of 1,043 berths 977 were free.",
    )
    moved = spans("Balance on 1 May 2017 $230", document)["1 May 2017"]
    assert (moved.status, moved.note) == (Status.MISSING, "p. 1 says “1 May 2019” here")
    assert {check.status for check in spans("Balance on 1 May 2020 $349", document).values()} == {Status.SUPPORTED}


def test_what_stands_on_a_page_about_something_else_is_missing(make: MakeDocument) -> None:
    document = make(
        "The northern lighthouse was painted in white and green by the harbour office.",
        "Apples filled 48,210 baskets in the autumn market.",
    )
    check = spans("The harbour office painted the northern lighthouse for 48,210 crowns.", document)["48,210"]
    assert (check.status, check.note) == (Status.MISSING, "stands on p. 2, but not about this")
    assert (
        spans("In the autumn market 48,210 baskets were filled with apples.", document)["48,210"].status
        is Status.SUPPORTED
    )


def test_a_sentence_with_other_numbers_does_not_speak_for_one(make: MakeDocument) -> None:
    document = make(
        "Year ended 31 March 2017 as compared to the year ended 31 March 2016: the ferry carried more.",
        "Year ended 31 March 2016 as compared to the year ended 31 March 2015: the ferry carried less.",
    )
    check = spans(
        "Year ended 31 March 2017 as compared to the year ended 31 March 2015: the ferry carried less.", document
    )["31 March 2017"]
    assert (check.status, check.note) == (Status.MISSING, "p. 2 says “31 March 2016” here")


def test_a_mere_number_is_looked_for_where_the_question_points(make: MakeDocument) -> None:
    document = make(
        "The pier has 41 lamps and the tower 12.", "Of all the boats 41 were lost in the storm, 7 found."
    )
    check = spans("41", document, "How many boats were lost in the storm?")["41"]
    assert (check.status, check.places[0].span.page) == (Status.SUPPORTED, 1)
    assert spans("41", document) == {}


def test_ranges_fiscal_years_and_the_line_after_a_number_are_read_as_they_are_meant(make: MakeDocument) -> None:
    document = make(
        "Sensitivity was 76.3% (65.4-82.1%) in fiscal 2022. Interviews were held from July 18 to September 30, "
        "2013.\nWages of the pier $2,886,575\nYear ended 31 March 2015 $2,875,595"
    )
    true = (
        "In FY2022 sensitivity was 76.3% (65.4-82.1%). Interviews were held from July 18 to 30 September 2013. "
        "Wages of the pier: $2,886,575."
    )
    found = spans(true, document)
    assert {check.status for check in found.values()} == {Status.SUPPORTED}
    assert {"2022", "65.4", "82.1%", "July 18", "30 September 2013", "$2,886,575"} <= set(found)
    false = spans("In FY2023 sensitivity was 76.3% (65.4-87.1%).", document)
    assert {false["2023"].status, false["87.1%"].status} == {Status.MISSING}
