"""`docqa ask`: questions about documents, answered one after the other, and kept as a session if wanted."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from docqa.asking import AskEvent, Packed, Request, ask, ask_in_session
from docqa.cli import pictures
from docqa.cli.as_json import turn_json
from docqa.cli.deep import ask_deeply
from docqa.cli.engine import engine_arguments, engine_of
from docqa.cli.packer import options_of, packer_of, packing_arguments, understand
from docqa.cli.reading import open_file, reading_arguments
from docqa.cli.terminal import (
    DONE,
    FAILED,
    Verb,
    complain,
    coverage_words,
    json_argument,
    print_json,
    rows,
    tell,
    usage,
    with_progress,
)
from docqa.domain import Document, DocumentRef, Turn
from docqa.errors import DocqaError, StoreError
from docqa.language.whole import wants_whole
from docqa.library import Calibration, LibrarySearch, Store
from docqa.own_library import own_library


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "docqa ask [options] FILE… QUESTION | docqa ask [options] FILE… --questions FILE.jsonl"
    parser.add_argument("items", nargs="+", metavar="FILE… QUESTION", help="the documents, and the question last")
    parser.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}; all are asked')
    parser.add_argument(
        "--deep", action="store_true", help="read all of it, part by part, and answer from the notes"
    )
    parser.add_argument("--yes", action="store_true", help="with --deep: go ahead without asking")
    parser.add_argument("--keep", action="store_true", help="keep the questions and answers as a session")
    json_argument(parser)
    engine_arguments(parser)
    pictures.add_options(parser)
    reading_arguments(parser)
    packing_arguments(parser)


def _ask(args: argparse.Namespace) -> int:
    files, questions = _files_and_questions(args)
    engine, options, packer = engine_of(args), options_of(args), packer_of(args)
    files, opened = _opened(files, args)
    documents = [document for document, _ in opened]
    with contextlib.ExitStack() as stack:
        regions = pictures.regions_of(args, documents)
        store, refs = None, []
        if args.keep:  # before it is understood: what is understood of a document is kept beside its pages
            store = stack.enter_context(own_library())
            for file, (document, password) in zip(files, opened, strict=True):
                refs.append(store.remember(document, file, encrypted=password is not None))
        if not args.deep:
            understand(packer, documents, options, args)
        figures = with_progress(pictures.figures_of(args, files, opened, questions))
        looking, told = pictures.looking_with(args, files, opened, engine, figures, stack)
        if told:
            tell(told)
        session = stack.enter_context(_new_session(store, refs)) if store else None
        request = Request(
            "",
            documents,
            engine,
            packer,
            options,
            calibration=Calibration.load(),
            regions=regions,
            looking=looking,
        )
        failed = 0
        for question in questions:
            try:
                _answer(args, replace(request, question=question), session)
            except DocqaError as error:
                # The other questions of the file still get their answers.
                if len(questions) == 1:
                    raise
                failed += 1
                complain(error)
                if args.json:
                    print_json({"question": question, "error": error.message, "hint": error.hint})
        if session:
            _index(session[0])
    return FAILED if failed else DONE


def _opened(
    files: Sequence[Path], args: argparse.Namespace
) -> tuple[list[Path], list[tuple[Document, str | None]]]:
    """The files and their documents, without those that are copies of one before."""
    found: dict[str, tuple[Path, tuple[Document, str | None]]] = {}
    for file in files:
        document, password = open_file(file, args)
        first, _ = found.setdefault(document.id, (file, (document, password)))
        if first is not file:
            tell(f"{file} is the same document as {first}: it is read once")
    return [file for file, _ in found.values()], [one for _, one in found.values()]


def _answer(args: argparse.Namespace, request: Request, session: tuple[Store, str] | None) -> None:
    """Ask, and print what is said and what was found out about it."""
    deep: dict[str, Any] = {}
    if args.deep:
        show = _nothing if args.json else partial(print, end="", flush=True)
        turn, deep = ask_deeply(request, session, consent=args.yes, show=show)
    else:
        turn = _streamed(ask_in_session(*session, request) if session else ask(request), show=not args.json)
    if args.json:
        print_json({**turn_json(turn), **deep})
    else:
        _print_findings(turn, request.documents)
    if not args.deep and _left_out(turn):
        if wants_whole(request.question):
            tell("this asks about the whole document; --deep reads all of it")
        elif turn.answer.refused:
            tell("some pages did not fit the window; --deep reads all of them")


def _nothing(words: str) -> None:
    """Show no words: they come as JSON."""


def _left_out(turn: Turn) -> bool:
    return turn.report is not None and any(coverage.omitted for coverage in turn.report.coverage)


def _streamed(work: Generator[AskEvent, None, Turn], *, show: bool) -> Turn:
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            turn: Turn = end.value
            return turn
        if show and not isinstance(event, Packed):
            print(event.text, end="", flush=True)


def _print_findings(turn: Turn, documents: Sequence[Document]) -> None:
    answer = turn.answer
    print("\n")
    titles = {document.id: document.title for document in documents}
    perhaps = answer.alternatives if answer.refused else ()
    for citation in (*answer.citations, *perhaps):
        source = f", {titles[citation.place.document]}" if len(documents) > 1 else ""
        quote = "\n    ".join(filter(str.strip, citation.quote.splitlines()))
        print(f"  {'perhaps ' if citation in perhaps else ''}[p. {citation.label}{source}] {quote}")
    for check in answer.checks:
        if check.status.value != "supported":
            print(f"  {check.status.value}: {check.text} ({check.note})")
    if turn.report:
        for coverage in turn.report.coverage:
            document = next(d for d in documents if d.id == coverage.document)
            print(f"  {coverage_words(coverage, document, local=answer.builtin)}")
        for line in pictures.picture_lines(turn.report):
            print(f"  {line}")
        if turn.report.hint:
            print(f"  {turn.report.hint}")
    if answer.problem:
        print(f"  The answer is not complete: {answer.problem}")
    if answer.warning:
        print(f"  {answer.warning}")
    print()


@contextlib.contextmanager
def _new_session(store: Store, documents: Sequence[DocumentRef]) -> Iterator[tuple[Store, str]]:
    """A session to keep answers in; it goes again where none came."""
    session = store.draft_session(documents[0].title, documents)
    try:
        yield store, session.id
    finally:
        if not store.has_session(session.id):
            with contextlib.suppress(StoreError):  # why nothing came is what counts
                store.forget_unused(ref.id for ref in documents)
        elif store.session(session.id).turns:
            tell(f"kept as session {session.id}")
        else:
            store.erase_session(session.id)


def _index(store: Store) -> None:
    """Make kept documents findable; the answers stand even where that fails, and `search` will try again."""
    try:
        with LibrarySearch() as search:
            with_progress(search.rebuild(store))
    except DocqaError as error:
        complain(error)


def _files_and_questions(args: argparse.Namespace) -> tuple[list[Path], list[str]]:
    if args.questions:
        return [Path(item) for item in args.items], list(rows(args.questions, "question"))
    *files, question = args.items
    if not files:
        usage("give at least one FILE and then the QUESTION, or --questions FILE.jsonl")
    if not question.strip():
        usage("the question, which stands last, is empty")
    return [Path(file) for file in files], [question]


ASK = Verb("Ask one or several documents a question.", _arguments, _ask, several="items")
