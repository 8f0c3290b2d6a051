"""The engine that is always there: it finds the words of the document that answer and quotes them, page and all.

No model, no key, no network. It never words an answer of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from docqa.domain import BUILTIN, CancelToken, Delta, Done, Event, PackedContext, Passage, Place, Span
from docqa.engines.asked import Asked, understand
from docqa.engines.nearest import Near, by_meaning
from docqa.engines.quoting import quote_of
from docqa.engines.ranking import Ranked, Unit, Window, units_of
from docqa.engines.saying import matches, page, refusal
from docqa.language.folding import fold
from docqa.language.scripts import is_unspaced
from docqa.language.whole import subject
from docqa.language.words import detect, terms

_ALTERNATIVES = 3
_SHOWN = 3  # quotes that people look at
_REMEMBERED = 4_000  # passages whose sentences are kept between questions
_SAMPLE = 24_000  # characters that tell a window's language
# The share of a question's (weighted) words that must be met where nothing else is known. Chosen so that questions
# about other documents are refused and questions that a document answers are hardly ever; pairs of characters
# overlap and so count for less.
_LEAST, _LEAST_PAIRS = 0.22, 0.07
# The same where meaning is known too, which adds a share of how far it stands out. Chosen with questions
# whose answers had been struck out of their documents.
_BELIEF, _BELIEF_PAIRS = 0.33, 0.27
_MEANING = 0.075  # of a deviation
_STANDS_OUT = 1.4  # deviations above what all have in common that need no words, as across languages
_FEW_WORDS = 0.15  # coverage up to which a question may be in another language
_LOOKED_AT = 5  # of the best, for their coverage
_AS_GOOD = 0.7  # of the best coverage: what a list of all matches takes in
_LISTED = 100  # quotes that a list shows


class BuiltinReader:
    """Finds and quotes. Its answers are the document's own words, in quotation marks, with their page."""

    name = BUILTIN
    model = ""

    def __init__(self, near: Near | None = None) -> None:
        """`near` tells how near texts are to a question in what they mean; without it words alone decide."""
        self._near = near
        self._units_of = lru_cache(_REMEMBERED)(units_of)  # safe across threads, as the reader thereby is

    def stream(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        """Yield the best passage as one Delta and Done with others that may answer. Raises Cancelled."""
        passages = context.passages
        language = detect("\n".join(passage.text[:2_000] for passage in passages)[:_SAMPLE])
        window = Window(passages, self._units(passages, language, cancel), language)
        asked = understand(context.question, language, [question for question, _ in context.history])
        ranked = by_meaning(self._near, window.weigh(asked), window, asked, cancel)
        found = self._best(ranked, window, asked, language, cancel, _ALTERNATIVES + 1)
        found = self._with_best_page(found, ranked, window, asked, language, cancel)
        foreign = _foreign(asked.question, language, ranked[:_LOOKED_AT])
        named = bool(window.anchors(asked.scope))
        if not found or _doubtful(ranked[:_LOOKED_AT], asked, foreign=foreign, named=named):
            yield Delta(refusal(context, foreign=foreign))
            yield Done(refused=True, alternatives=tuple(found[:_ALTERNATIVES]))
            return
        yield Delta(_quoted(found[0], context))
        yield Done(alternatives=tuple(found[1:]))

    def every(self, context: PackedContext, cancel: CancelToken) -> Iterator[Event]:
        """Yield all passages that match the question about as well as the best does, in the documents' order.

        For questions that ask for all of something. Of very many, the best, and how many there are. Raises
        Cancelled.
        """
        passages = context.passages
        language = detect("\n".join(passage.text[:2_000] for passage in passages)[:_SAMPLE])
        window = Window(passages, self._units(passages, language, cancel), language)
        asked = understand(subject(context.question), language)
        ranked = window.weigh(asked)
        least = max(_threshold(asked), _AS_GOOD * max((r.coverage for r in ranked), default=0.0))
        found = self._best([r for r in ranked if r.coverage >= least], window, asked, language, cancel, math.inf)
        if not found:
            yield Delta(refusal(context, foreign=_foreign(context.question, language, ranked[:_LOOKED_AT])))
            yield Done(refused=True)
            return
        order = {coverage.document: number for number, coverage in enumerate(context.report.coverage)}
        shown = sorted(found[:_LISTED], key=lambda p: (order[p.place.document], p.place.span))
        yield Delta(matches(context.question, len(shown), len(found)))
        for passage in shown:
            cancel.check()
            yield Delta("\n\n" + _quoted(passage, context))
        yield Done()

    def _units(self, passages: Sequence[Passage], language: str, cancel: CancelToken) -> Iterator[Unit]:
        for number, passage in enumerate(passages):
            cancel.check()
            yield from (replace(unit, passage=number) for unit in self._units_of(0, passage.text, language))

    def _with_best_page(
        self,
        found: list[Passage],
        ranked: Sequence[Ranked],
        window: Window,
        asked: Asked,
        language: str,
        cancel: CancelToken,
    ) -> list[Passage]:
        """`found` with a quote from the page that the packer thinks best among the first three."""
        pages = window.pages()
        shown = {(passage.place.document, passage.place.span.page) for passage in found[:_SHOWN]}
        if not pages or len(found) < _SHOWN or (best := max(pages, key=lambda page: pages[page])) in shown:
            return found
        there = [r for r in ranked if window.page(r.unit) == best]
        quotes = self._best(there, window, asked, language, cancel, 1)
        rest = [passage for passage in found[_SHOWN - 1 :] if passage not in quotes]
        return [*found[: _SHOWN - 1], *quotes, *rest][: _ALTERNATIVES + 1]

    def _best(
        self,
        ranked: Sequence[Ranked],
        window: Window,
        asked: Asked,
        language: str,
        cancel: CancelToken,
        most: float,
    ) -> list[Passage]:
        """The best quotes, best first, at `most` so many.

        None overlaps another or says the same, and none only repeats the question's own words.
        """
        scores = {r.unit: r.score for r in ranked}
        known = set(terms(asked.text, language))
        said: set[str] = set()
        found: list[Passage] = []
        taken: dict[int, list[tuple[int, int]]] = {}  # by passage
        for candidate in ranked:
            cancel.check()
            quote = quote_of(window, candidate, asked, scores, language)
            held = taken.setdefault(quote.passage, [])
            if any(start < quote.end and quote.start < end for start, end in held):
                continue
            held.append((quote.start, quote.end))
            passage = _slice(window.passages[quote.passage], quote.start, quote.end, candidate.score)
            words = fold(passage.text).text.strip()
            if words in said or known.issuperset(terms(words, language)):
                continue
            said.add(words)
            found.append(passage)
            if len(found) >= most:
                break
        return found


def _slice(passage: Passage, start: int, end: int, score: float) -> Passage:
    span = passage.place.span
    place = Place(passage.place.document, Span(span.page, span.start + start, span.start + end))
    return Passage(place, passage.label, passage.text[start:end], score)


def _quoted(passage: Passage, context: PackedContext) -> str:
    """The words as they stand in the document, and where."""
    where = page(context.question, passage.label)
    if len(context.report.coverage) > 1:
        titles = {coverage.document: coverage.title for coverage in context.report.coverage}
        title = titles.get(passage.place.document, "").translate(str.maketrans("[]()", "    ")).strip()
        where = f"{where}, {title}" if title else where
    text = " ".join(passage.text.split())
    if set(text) & set('"“”„«»״'):
        return f"> {text}\n\n[{where}]"
    return f"“{text}” [{where}]"


def _threshold(asked: Asked) -> float:
    """The least coverage that counts as finding something."""
    return _LEAST_PAIRS if _in_pairs(asked) else _LEAST


def _in_pairs(asked: Asked) -> bool:
    """Whether the question's words are pairs of characters, of a script without spaces."""
    return all(is_unspaced(word.text[0]) for word in asked.words)


def _doubtful(best: Sequence[Ranked], asked: Asked, *, foreign: bool, named: bool) -> bool:
    """Whether even the `best` say too little of what was asked to be an answer.

    `foreign`: words don't compare; `named`: the document has the part that the question names.
    """
    if all(r.near < 0 for r in best):
        return max(r.coverage for r in best) < _threshold(asked)
    if foreign:
        return not named and max(r.near for r in best) < _STANDS_OUT
    least = _BELIEF_PAIRS if _in_pairs(asked) else _BELIEF
    return max(r.coverage + _MEANING * max(r.near, 0.0) for r in best) < least


def _foreign(question: str, language: str, best: Sequence[Ranked]) -> bool:
    """Whether the question is in another language than the document: detected, and their words hardly meet."""
    other = bool(language) and detect(question) not in ("", language)
    return other and max((r.coverage for r in best), default=0.0) < _FEW_WORDS
