"""What holds for every answer and every document."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docqa.domain import ClaimKind, Document, Status
from docqa.grounding import ground
from docqa.grounding.keys import KeyedText, key

MakeDocument = Callable[..., Document]
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Text out of what makes trouble: marks of all kinds, markers, Markdown, other scripts, and any character at all.
MARKS = "“”\"„«»‘’'「」״>`*_#|[]()…-–\n "
MARKERS = (
    "\n\n",
    "\n> ",
    "[p. 1]",
    "(p. 2, 3)",
    "pp. 1-2",
    "[not found]",
    "[p. 99]",
    "[12]",
    "```\n",
    "...",
    "[…]",
)
SCRIPTS = ('צה"ל', "שלום", "第1页", "你好", "١٢", "ﬁ", "e\u0301", "\u202e", "\u00ad", "-\n", "x²", "İ", "ǰ", "ß")
VOCABULARY = ("the revenue", "was 1,577 million", "page", "naïve", "4.2%", "-5")
PIECES = st.sampled_from((*MARKS, *MARKERS, *SCRIPTS, *VOCABULARY))
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)
WORDS = st.lists(
    st.sampled_from(
        ("alpha", "beta", "gamma", "delta", "12", "1,577", "4.2%", "naïve", "co-op", "don’t", "שלום", "مرحبا")
    ),
    min_size=5,
    max_size=12,
)


@SETTINGS
@given(answer=TEXTS, pages=st.lists(TEXTS, max_size=3))
def test_any_answer_to_any_document(make: MakeDocument, answer: str, pages: list[str]) -> None:
    document = make(*pages)
    grounding = ground(answer, [document] if pages else [])
    assert answer.endswith(grounding.text)
    for citation in grounding.citations:
        assert document.text(citation.place.span) == citation.quote
        assert document.label(citation.place.span.page) == citation.label
        assert citation.at is not None
        assert 0 <= citation.at[0] < citation.at[1] <= len(grounding.text)
    spans = [check.at for check in grounding.checks]
    assert spans == sorted(spans)
    for check in grounding.checks:
        assert grounding.text[slice(*check.at)] == check.text
        assert check.text
        assert bool(check.places) == (check.status is not Status.MISSING)
        assert all(place.span.end <= len(document.pages[place.span.page].text) for place in check.places)
        if check.kind is ClaimKind.QUOTE and check.places:
            assert all(document.text(place.span) for place in check.places)


@SETTINGS
@given(text=TEXTS)
def test_every_character_of_a_key_leads_back(text: str) -> None:
    keyed = KeyedText(text)
    assert keyed.key == key(text)
    ends = [keyed.span(i, i + 1) for i in range(len(keyed.key))]
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert ends == sorted(ends)


@SETTINGS
@given(data=st.data(), pages=st.lists(WORDS, min_size=1, max_size=4))
def test_what_is_quoted_from_a_page_is_found_there(
    make: MakeDocument, data: st.DataObject, pages: list[list[str]]
) -> None:
    page = data.draw(st.integers(0, len(pages) - 1))
    first = data.draw(st.integers(0, len(pages[page]) - 4))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0"]), min_size=4, max_size=4))
    taken = pages[page][first : first + 4]
    quoted = "".join(word + gap for word, gap in zip(taken, gaps, strict=True)).strip()
    document = make(*(" ".join(words) for words in pages))
    checks = ground(f"It says “{quoted}” [p. {page + 1}].", [document]).checks
    assert [check.status for check in checks] == [Status.SUPPORTED] * 2
    assert (
        key("".join(document.text(place.span) for place in checks[0].places)) == key("".join(quoted.split()))
        or checks[0].places[0].span.page == page
    )


@SETTINGS
@given(data=st.data(), words=WORDS)
def test_a_changed_word_is_never_found(make: MakeDocument, data: st.DataObject, words: list[str]) -> None:
    changed = list(words)
    changed[data.draw(st.integers(0, len(words) - 1))] = data.draw(
        st.sampled_from(["omega", "1,578", "שלומות", "不"])
    )
    document = make(" ".join(words))
    (check, *_) = ground(f"It says “{' '.join(changed)}” [p. 1].", [document]).checks
    assert check.status is Status.MISSING
    assert check.places == ()
