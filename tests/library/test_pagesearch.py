"""Every page ever opened is found by its words and phrases, in any script, and is gone when it is erased."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from docqa.domain import Document, Page, finish
from docqa.errors import StoreError
from docqa.library import LibrarySearch, Store, pagequery
from docqa.library.pagesearch import search_path

Make = Callable[..., tuple[Document, Path]]

ENGLISH = (
    "The annual report of the company. It is written for those who hold its shares and want to know.",
    "Purchases of property, plant and equipment were $1,577 million; capital expendi-\ntures rose in 2018.",
    "It's a café in Zürich. We sold a state-of-the-art part. Net income, not net sales, fell.",
)
HEBREW = (
    "זהו ספר על הבירה של המדינה, והוא נכתב עבור מי שרוצים לדעת כל מה שיש לדעת על העיר.",
    'בירושלים נפתח אתמול מוזיאון חדש, וְהַמְּבַקְּרִים הגיעו. עלותו 1,200 ש״ח. צה"ל',
)
CHINESE = ("埃菲尔铁塔高三百二十四米，是巴黎的地标。", "这本书讲的是城市的历史，没有塔。")
KOREAN = ("서울에서 열린 국제회의는 사흘 동안 이어졌다. 물이 맑다.", "부산의 항구는 넓다.")
GERMAN = ("Die Straße und der Fluss sind nicht weit von der alten Brücke, und das ist auch gut so.",)


def document(name: str, pages: Sequence[str]) -> Document:
    made = tuple(Page(i, f"A-{i + 1}", text, 612, 792) for i, text in enumerate(pages))
    return Document(name.encode().hex().ljust(64, "0"), name, "text/plain", made)


@pytest.fixture
def search(tmp_path: Path) -> Iterator[LibrarySearch]:
    with LibrarySearch(tmp_path / "search.sqlite3") as search:
        yield search


@pytest.fixture
def full(search: LibrarySearch) -> LibrarySearch:
    books = {"en": ENGLISH, "he": HEBREW, "zh": CHINESE, "ko": KOREAN, "de": GERMAN}
    for name, pages in books.items():
        finish(search.index(document(name, pages)))
    return search


def found(search: LibrarySearch, query: str) -> set[str]:
    return {f"{hit.title}{hit.page}" for hit in search.search(query) if not hit.missing}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("expenditure", {"en1"}),  # another form of a word that the line's end parts
        ("CAPITAL purchase", {"en1"}),
        ("1,577", {"en1"}),
        ("1577", {"en1"}),
        ('"plant and equipment"', {"en1"}),
        ('"equipment and plant"', set()),
        ('"capital expenditures"', {"en1"}),
        ("what is the capital expenditure in 2018", {"en1"}),
        ('"expenditure"', set()),
        ('"expenditures"', {"en1"}),
        ('"צה"ל"', {"he1"}),
        ('"net sales"', {"en2"}),
        ('"net income fell"', set()),
        ("cafe zurich", {"en2"}),
        ("it’s", {"en2"}),
        ("state-of-the-art", {"en2"}),
        ("art", {"en2"}),
        ("par", set()),  # words, not pieces of words
        ("par*", {"en2"}),
        ('"net inc*"', set()),
        ("net inc*", {"en2"}),
        ("the", {"en0", "en2"}),
        ("ירושלים", {"he1"}),
        ("מוזיאון", {"he1"}),
        ("מבקרים", {"he1"}),
        ("בירה", {"he0"}),
        ('ש"ח', {"he1"}),
        ("צה״ל", {"he1"}),
        ('"מוזיאון חדש"', {"he1"}),
        ("塔", {"zh0", "zh1"}),
        ("铁塔", {"zh0"}),
        ("埃菲尔铁塔", {"zh0"}),
        ("塔铁", set()),
        ("서울", {"ko0"}),
        ("회의", {"ko0"}),
        ("물", {"ko0"}),
        ("STRASSE", {"de0"}),
        ("brucke", {"de0"}),
        ("?!", set()),
        ("", set()),
        ('"', set()),
        ("nothing-of-the-sort", set()),
        ("a OR b) NEAR(* {", set()),
    ],
)
def test_words_and_phrases_in_any_script(full: LibrarySearch, query: str, expected: set[str]) -> None:
    assert found(full, query) == expected


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("expenditure", ["expendi tures"]),
        ('"plant and equipment" 1577', ["plant and equipment", "1,577"]),
        ("ירושלים", ["בירושלים"]),
        ("מבקרים", ["וְהַמְּבַקְּרִים"]),
        ("埃菲尔", ["埃菲尔"]),
        ("서울", ["서울에서"]),
        ("cafe", ["café"]),
    ],
)
def test_a_hit_shows_what_was_found(full: LibrarySearch, query: str, shown: list[str]) -> None:
    (hit,) = full.search(query)
    assert [hit.snippet[start:end].replace("- ", " ") for start, end in hit.hits] == shown
    assert hit.label == f"A-{hit.page + 1}"


def test_a_snippet_is_where_most_of_the_words_stand(search: LibrarySearch) -> None:
    page = f"Sales. {'Filler words go here. ' * 80}Sales in the north fell by a third. {'More filler. ' * 80}Fell."
    finish(search.index(document("long", [page])))
    (hit,) = search.search("sales fell north")
    assert "Sales in the north fell by a third" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) <= pagequery.SNIPPET + 2
    assert [hit.snippet[a:b] for a, b in hit.hits] == ["Sales", "north", "fell"]


def test_overlapping_hits_are_one(search: LibrarySearch) -> None:
    finish(search.index(document("x", ["All net sales of it."])))
    (hit,) = search.search('"net sales" sales')
    assert [hit.snippet[a:b] for a, b in hit.hits] == ["net sales"]


def test_pages_of_a_document_stand_together_best_first(search: LibrarySearch) -> None:
    finish(search.index(document("a", ["whale " * 9, "a long page with one whale among many other words " * 3])))
    finish(search.index(document("b", ["the whale and the ship", "nothing"])))
    hits = search.search("whale")
    assert [(hit.title, hit.page) for hit in hits] == [("a", 0), ("a", 1), ("b", 0)]
    assert [(hit.title, hit.page) for hit in search.search("whale", limit=1)] == [("a", 0)]


def test_where_no_page_holds_all_those_that_hold_some_say_what_is_missing(full: LibrarySearch) -> None:
    (hit,) = full.search('museum café "three hundred"')
    assert (hit.title, hit.page, hit.missing) == ("en", 2, ("museum", "three hundred"))


def test_indexing_again_changes_nothing_and_another_text_replaces_the_old(search: LibrarySearch) -> None:
    first = document("doc", ["alpha", "beta"])
    assert [step.done for step in search.index(first)] == [2]
    assert list(search.index(first)) == []
    finish(search.index(replace(first, pages=document("doc", ["gamma", "beta"]).pages)))
    assert found(search, "alpha") == set()
    assert found(search, "gamma") == {"doc0"}
    assert found(search, "beta") == {"doc1"}


def test_stopped_halfway_it_goes_on_from_there(search: LibrarySearch) -> None:
    book = document("book", [f"word{i}x common" for i in range(100)])
    work = search.index(book)
    first = next(work)
    work.close()
    assert 0 < first.done < 100
    assert found(search, "word0x") == {"book0"}
    assert found(search, "word99x") == set()
    steps = list(search.index(book))
    assert steps[0].done > first.done
    assert len(search.search("common", limit=500)) == 100


def test_two_at_once_share_the_work(search: LibrarySearch, tmp_path: Path) -> None:
    book = document("book", [f"word{i}x common" for i in range(100)])
    with LibrarySearch(tmp_path / "search.sqlite3") as other:
        works = [search.index(book), other.index(book)]
        while works:
            works = [work for work in works if next(work, None)]
        assert len(other.search("common", limit=500)) == 100


def test_erased_while_it_is_indexed_it_stays_erased(search: LibrarySearch) -> None:
    book = document("book", ["common"] * 100)
    work = search.index(book)
    next(work)
    search.forget(book.id)
    assert list(work) == []
    assert search.search("common") == ()


def test_nothing_of_an_erased_document_stays_in_the_file(full: LibrarySearch) -> None:
    secret = document("secret", ["Xylophonistenzunft met", "quetzalcoatlus landed"])
    finish(full.index(secret))
    full.forget(secret.id)
    full.forget("never there")
    assert found(full, "quetzalcoatlus") == set()
    assert found(full, "expenditure") == {"en1"}
    for file in full.path.parent.glob("search.sqlite3*"):
        assert not any(word in file.read_bytes() for word in (b"quetzalcoatlus", b"xylophonistenzunft", b"secret"))
    with closing(sqlite3.connect(full.path)) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_lone_surrogates_are_kept(search: LibrarySearch) -> None:
    odd = document("odd", ["before \udc80 after"])
    finish(search.index(replace(odd, title="na\udc80me")))
    (hit,) = search.search("after")
    assert hit.title == "na\udc80me"
    assert "\udc80" in hit.snippet


@pytest.mark.parametrize("damage", ["no database", "cut", "other version"])
def test_a_damaged_or_older_index_is_made_anew(full: LibrarySearch, damage: str) -> None:
    path = full.path
    full.close()
    if damage == "other version":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 1")
    else:
        path.write_bytes(b"no database" * 999 if damage == "no database" else path.read_bytes()[:5000])
    with LibrarySearch(path) as again:
        assert again.search("expenditure") == ()
        finish(again.index(document("en", ENGLISH)))
        assert found(again, "expenditure") == {"en1"}


def test_damage_met_later_says_what_to_do(full: LibrarySearch) -> None:
    path = full.path
    full.close()
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data)):  # all but the page that names the tables
        data[at] = 0xA5
    path.write_bytes(data)
    with LibrarySearch(path) as again, pytest.raises(StoreError, match="damaged") as error:
        again.search("expenditure")
    assert "search.sqlite3" in error.value.hint


def test_rebuild_brings_it_in_line_with_the_library(store: Store, make: Make) -> None:
    documents: Mapping[str, tuple[Document, Path]] = {
        name: make(f"{name}.txt", f"{name} stands here\fand more") for name in ("alpha", "beta", "gamma")
    }
    for name, (one, path) in documents.items():
        store.remember(one, path, encrypted=name == "gamma")
    with LibrarySearch() as search:
        assert search.path == search_path(store.path.parent)
        finish(search.index(document("stranger", ["alpha"])))
        assert finish(search.rebuild(store)) is None
        assert found(search, "alpha") == {"alpha0"}
        assert found(search, "beta") == {"beta0"}
        assert found(search, "gamma") == set()
        assert list(search.rebuild(store)) == []


def test_pages_read_anew_are_found_in_place_of_the_old_ones(store: Store, make: Make) -> None:
    one, path = make(text="archaeopteryx")
    store.remember(one, path)
    with LibrarySearch() as search:
        finish(search.rebuild(store))
        store.remember(one, path)
        assert list(search.rebuild(store)) == [], "the same pages are not indexed again"
        (page,) = one.pages
        store.remember(replace(one, pages=(replace(page, text="quetzalcoatlus"),)), path)
        assert len(search.search("archaeopteryx")) == 1, "found until then"
        finish(search.rebuild(store))
        assert len(search.search("quetzalcoatlus")) == 1
        assert search.search("archaeopteryx") == ()


def test_erasing_a_document_erases_its_rows(store: Store, make: Make) -> None:
    one, path = make(text="quetzalcoatlus")
    store.remember(one, path)
    with LibrarySearch() as search:
        finish(search.rebuild(store))
        assert len(search.search("quetzalcoatlus")) == 1
        store.forget_document(one.id)
        assert search.search("quetzalcoatlus") == ()
