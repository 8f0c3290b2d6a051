"""docqa without a window: the same road as verbs for a shell. Never imports Qt.

Results go to standard output (JSON where asked), progress and errors to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import math
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import docqa
from docqa import asking, cli_pictures, doctor, seeing
from docqa.batch import batch
from docqa.cli_deep import ask_deeply
from docqa.cli_json import check_json, context_json, turn_json
from docqa.cli_packer import options_of, packer_of, packing_arguments, positive
from docqa.cli_reading import ocr_of, read_file, reading_arguments
from docqa.domain import BUILTIN, Document, PackingOptions, Progress, Turn
from docqa.domain.wording import coverage_line, hidden_line, message_text
from docqa.engines import BuiltinReader, Engine, OpenAIEngine
from docqa.errors import DocqaError, PasswordNeeded, WrongPassword
from docqa.grounding import ground
from docqa.language.whole import wants_whole
from docqa.library import (
    Calibration,
    LibrarySearch,
    Secrets,
    Store,
    export_html,
    export_markdown,
    library_path,
    open_session_file,
    save_session_file,
)
from docqa.packing import Packer, nearness

T = TypeVar("T")

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_LOG_EVERY = 5.0  # seconds
_EXIT_CODES = f"exit codes: {DONE} done, {FAILED} could not be done (see standard error), {USAGE} wrong usage, \
{INTERRUPTED} interrupted"


def run(argv: Sequence[str]) -> int:
    """Carry out one verb and return its exit code."""
    args = _parser().parse_args(argv)
    try:
        code: int = args.verb(args)
        return code
    except DocqaError as error:
        _complain(error)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: nothing is left to say.
        sys.stdout = None
        return DONE


# --- the verbs ---------------------------------------------------------------------------------------------


def _ask(args: argparse.Namespace) -> int:
    files, questions = _files_and_questions(args)
    engine, options, packer = _engine(args), options_of(args), packer_of(args)
    opened = [_open(file, args) for file in files]
    documents = [document for document, _ in opened]
    if not args.deep:
        _understand(packer, documents, options, args)
    with contextlib.ExitStack() as stack:
        session = _new_session(stack, files, opened) if args.keep else None
        regions = cli_pictures.regions_of(args, documents)
        figures = _with_progress(cli_pictures.figures_of(args, files, opened, questions))
        looking, told = cli_pictures.looking_with(args, files, opened, engine, figures, stack)
        if told:
            print(f"docqa: {told}", file=sys.stderr)
        request = asking.Request(
            "",
            documents,
            engine,
            packer,
            options,
            calibration=Calibration.load(),
            regions=regions,
            looking=looking,
        )
        code = DONE
        for question in questions:
            request = replace(request, question=question)
            deep: dict[str, Any] = {}
            try:
                if args.deep:
                    show = _nothing if args.json else partial(print, end="", flush=True)
                    turn, deep = ask_deeply(request, session, consent=args.yes, show=show)
                elif session:
                    turn = _streamed(asking.ask_in_session(*session, request), show=not args.json)
                else:
                    turn = _streamed(asking.ask(request), show=not args.json)
            except DocqaError as error:
                # The other questions of the file still get their answers.
                if len(questions) == 1:
                    raise
                _complain(error)
                code = FAILED
                if args.json:
                    _print_json({"question": question, "error": error.message, "hint": error.hint})
                continue
            if args.json:
                _print_json({**turn_json(turn), **deep})
            else:
                _print_findings(turn, documents)
            if not args.deep and _left_out(turn) and wants_whole(question):
                print("docqa: this asks about the whole document; --deep reads all of it", file=sys.stderr)
        if session:
            _index(session[0])
    return code


def _nothing(words: str) -> None:
    """Show no words: they come as JSON."""


def _left_out(turn: Turn) -> bool:
    return turn.report is not None and any(coverage.omitted for coverage in turn.report.coverage)


def _streamed(work: Generator[asking.AskEvent, None, Turn], *, show: bool) -> Turn:
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            turn: Turn = end.value
            return turn
        if show and not isinstance(event, asking.Packed):
            print(event.text, end="", flush=True)


def _print_findings(turn: Turn, documents: Sequence[Document]) -> None:
    answer = turn.answer
    print("\n")
    titles = {document.id: document.title for document in documents}
    for citation in answer.citations:
        source = f", {titles[citation.place.document]}" if len(documents) > 1 else ""
        print(f"  [p. {citation.label}{source}] {citation.quote}")
    for check in answer.checks:
        if check.status.value != "supported":
            print(f"  {check.status.value}: {check.text} ({check.note})")
    if turn.report:
        for coverage in turn.report.coverage:
            document = next(d for d in documents if d.id == coverage.document)
            print(f"  {coverage_line(coverage, [p.label for p in document.pages], local=answer.builtin)}")
        for line in cli_pictures.picture_lines(turn.report):
            print(f"  {line}")
        if turn.report.hint:
            print(f"  {turn.report.hint}")
    if answer.problem:
        print(f"  The answer is not complete: {answer.problem}")
    if answer.warning:
        print(f"  {answer.warning}")
    print()


def _index(store: Store) -> None:
    """Make kept documents findable; the answers stand even where that fails, and `search` will try again."""
    try:
        with LibrarySearch() as search:
            _with_progress(search.rebuild(store))
    except DocqaError as error:
        _complain(error)


def _batch(args: argparse.Namespace) -> int:
    work = batch(
        args.files,
        args.questions,
        args.out,
        partial(read_file, password=args.password, ocr=ocr_of(args)),
        _engine(args),
        packer_of(args),
        options_of(args),
        calibration=Calibration.load(),
        wait=not args.no_wait,
    )
    outcome = _with_progress(work, log_every=_LOG_EVERY)
    print(
        f"{args.out}: {outcome.answered} answered, {outcome.before} were there, {outcome.failed} failed",
        file=sys.stderr,
    )
    if outcome.failed:
        print("The column error says why; the same command asks those again.", file=sys.stderr)
    return FAILED if outcome.failed else DONE


def _search(args: argparse.Namespace) -> int:
    with Store(library_path()) as store, LibrarySearch() as search:
        _with_progress(search.rebuild(store))
        hits = search.search(" ".join(args.words), args.limit)
    title = ""
    for hit in hits:
        if args.json:
            _print_json({**asdict(hit), "hits": [list(span) for span in hit.hits], "missing": list(hit.missing)})
            continue
        if hit.document != title:
            title = hit.document
            print(f"{hit.title}  {hit.document[:12]}")
        without = f"  (without {', '.join(hit.missing)})" if hit.missing else ""
        print(f"  [p. {hit.label}] {hit.snippet}{without}")
    if not hits:
        print("No page of the library holds any of this.", file=sys.stderr)
    elif len(hits) == args.limit:
        print(f"These are the best {args.limit} pages; --limit shows more.", file=sys.stderr)
    return DONE


def _pack(args: argparse.Namespace) -> int:
    opened = [_open(args.file, args)]
    documents = [document for document, _ in opened]
    packer, options = packer_of(args), options_of(args)
    questions = _questions(args.questions) if args.questions else [args.question or ""]
    figures = _with_progress(cli_pictures.figures_of(args, [args.file], opened, questions))
    looking, regions = cli_pictures.measuring(args, opened, figures)
    if not any(questions) and not (looking.everywhere or regions):
        _usage("pack needs --question, --questions, --pictures, --pages or --region")
    if not regions:
        _understand(packer, documents, options, args)
    for question in questions:
        context = seeing.pack(question, documents, packer, options, (), regions, looking, measured=True)
        packed = context_json(context, documents)
        if args.messages:
            packed["messages"] = [{"role": m.role, "content": m.text} for m in context.messages]
        if args.json:
            _print_json(packed)
        else:
            tokens = context.report.tokens
            print(f"{question}\n  {context.report.mode.value}: {tokens.total} of {context.report.window} tokens")
            for coverage in context.report.coverage:
                print(f"  {coverage_line(coverage, [page.label for page in documents[0].pages])}")
            if context.report.hint:
                print(f"  {context.report.hint}")
            for line in cli_pictures.picture_lines(context.report, documents[0]):
                print(f"  {line}")
            for message in context.messages if args.messages else ():
                print(f"--- {message.role} ---\n{message_text(message)}")
    return DONE


def _text(args: argparse.Namespace) -> int:
    (document,) = [_open(args.file, args)[0]]
    if args.json:
        pages = [
            {"index": p.index, "label": p.label, "text": p.text, "source": p.source, "hidden": p.hidden}
            for p in document.pages
        ]
        _print_json({"id": document.id, "title": document.title, "pages": pages})
        return DONE
    for page in document.pages:
        print(f"[p. {page.label}]\n{page.problem or page.text}\n")
    return DONE


def _check(args: argparse.Namespace) -> int:
    (document,) = [_open(args.file, args)[0]]
    for answer in _rows(args.answers, "answer") if args.answers else [args.answer]:
        checks = ground(answer, [document], args.question).checks
        supported = sum(check.status.value == "supported" for check in checks)
        if args.json:
            claims = [check_json(check, document) for check in checks]
            _print_json({"claims": claims, "summary": {"supported": supported, "total": len(checks)}})
            continue
        for check in checks:
            page = f" p. {document.label(check.places[0].span.page)}" if check.places else ""
            note = f" ({check.note})" if check.note else ""
            print(f"{check.status.value}{page}: {check.text}{note}")
        print(f"{supported} of {len(checks)} claims found in the document")
    return DONE


def _sessions_list(args: argparse.Namespace) -> int:
    with Store(library_path()) as store:
        for summary in store.sessions(args.search or ""):
            if args.json:
                row = {
                    "id": summary.id,
                    "title": summary.title,
                    "updated": summary.updated.isoformat(),
                    "turns": summary.turns,
                    "documents": list(summary.documents),
                }
                _print_json(row)
            else:
                print(f"{summary.id}  {summary.updated:%Y-%m-%d %H:%M}  {summary.turns:3}  {summary.title}")
    return DONE


def _sessions_show(args: argparse.Namespace) -> int:
    with Store(library_path()) as store:
        session = store.session(args.id)
    if args.json:
        documents = [{"id": d.id, "title": d.title, "pages": d.pages} for d in session.documents]
        turns = [turn_json(turn) for turn in session.turns]
        _print_json({"id": session.id, "title": session.title, "documents": documents, "turns": turns})
    else:
        print(export_markdown(session))
    return DONE


def _sessions_export(args: argparse.Namespace) -> int:
    target: Path | None = args.out
    with Store(library_path()) as store:
        session = store.session(args.id)
        if args.format == "docqa":
            target = target or Path(f"{session.id}.docqa")
            save_session_file(session, store, target)
            print(target)
            return DONE
    text = export_html(session) if args.format == "html" else export_markdown(session)
    if target is None:
        print(text)
    else:
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise DocqaError(
                f"{target} could not be written: {error.strerror}.", "Choose another place."
            ) from error
    return DONE


def _sessions_import(args: argparse.Namespace) -> int:
    with Store(library_path()) as store:
        session = open_session_file(args.file, store)
    print(f"{session.id}  {session.title}")
    return DONE


def _doctor(args: argparse.Namespace) -> int:
    findings = list(doctor.examine(ask_engines=args.engines))
    for finding in findings:
        if args.json:
            _print_json({"what": finding.what, "ok": finding.ok, "found": finding.found, "do": finding.advice})
        else:
            print(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.what}: {finding.found}")
            if finding.advice:
                print(f"      {finding.advice}")
    return DONE if all(finding.ok or finding.optional for finding in findings) else FAILED


# --- what the verbs share ----------------------------------------------------------------------------------


def _understand(
    packer: Packer, documents: Sequence[Document], options: PackingOptions, args: argparse.Namespace
) -> None:
    """Wait until the documents are ready to be ranked by meaning, unless told not to."""
    if not args.no_wait:
        _with_progress(packer.ready(documents, options))


def _open(file: Path, args: argparse.Namespace) -> tuple[Document, str | None]:
    """The document, and the password that opened it, if one did: its text is then not to be kept in plain."""
    password, ocr = args.password, ocr_of(args)
    while True:
        try:
            document = _with_progress(read_file(file, password=password, ocr=ocr), log_every=_LOG_EVERY)
            if line := hidden_line(document):
                print(f"{file}: {line}. It is kept out of what is asked and sent.", file=sys.stderr)
            return document, password
        except WrongPassword:
            raise
        except PasswordNeeded:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            password = getpass.getpass(f"Password for {file.name}: ", sys.stderr)


def _with_progress(work: Generator[Progress, None, T], *, log_every: float = math.inf) -> T:
    """Run `work`, its progress on one line of a terminal; elsewhere on a new line every `log_every` seconds."""
    shown, logged = sys.stderr.isatty(), time.monotonic()
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            if shown:
                print("\r\033[K", end="", file=sys.stderr)
            result: T = end.value
            return result
        far = f" {progress.done} of {progress.total}" if progress.total else ""
        if shown:
            print(f"\r\033[K{progress.doing}{far}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - logged >= log_every:
            logged = time.monotonic()
            print(f"{progress.doing}{far}", file=sys.stderr, flush=True)


def _new_session(
    stack: contextlib.ExitStack, files: Sequence[Path], opened: Sequence[tuple[Document, str | None]]
) -> tuple[Store, str]:
    store = stack.enter_context(Store(library_path()))
    refs = [
        store.remember(document, file, encrypted=password is not None)
        for file, (document, password) in zip(files, opened, strict=True)
    ]
    session = store.create_session(opened[0][0].title, refs)
    print(f"kept as session {session.id}", file=sys.stderr)
    return store, session.id


def _engine(args: argparse.Namespace) -> Engine:
    if args.engine == BUILTIN:
        return BuiltinReader(nearness())
    if not (args.base_url and args.model):
        _usage("--engine openai needs --base-url and --model")
    return OpenAIEngine(args.base_url, args.model, Secrets().get(args.base_url))


def _files_and_questions(args: argparse.Namespace) -> tuple[list[Path], list[str]]:
    if args.questions:
        return [Path(item) for item in args.items], _questions(args.questions)
    *files, question = args.items
    if not files:
        _usage("give at least one FILE and then the QUESTION, or --questions FILE.jsonl")
    return [Path(file) for file in files], [question]


def _questions(path: Path) -> list[str]:
    return list(_rows(path, "question"))


def _rows(path: Path, key: str) -> Iterator[str]:
    """The `key` of every row of a JSON Lines file. Raises DocqaError naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocqaError(f"{path} could not be read: {error}.", "Give a JSON Lines file in UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)[key]
        except (ValueError, KeyError, TypeError) as error:
            raise DocqaError(f'{path}, line {number}, is no {{"{key}": …}} row.', "Mend the line.") from error
        if not isinstance(value, str) or not value.strip():
            raise DocqaError(f"{path}, line {number}, holds no {key}.", "Mend the line.")
        yield value


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _complain(error: DocqaError) -> None:
    print(f"docqa: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"       {error.hint}", file=sys.stderr)


def _usage(message: str) -> None:
    print(f"docqa: {message}", file=sys.stderr)
    raise SystemExit(USAGE)


# --- the command line --------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="docqa",
        description="Ask long documents questions and get answers you can check, page by page. "
        "`docqa [FILE…]` opens the window; the verbs below work without one.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"docqa {docqa.__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    reading = reading_arguments()
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON, one object a line")
    packing = packing_arguments()

    def verb(name: str, function: Any, summary: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, parents=list(parents), help=summary, description=summary, epilog=_EXIT_CODES)
        sub.set_defaults(verb=function)
        return sub

    engine = argparse.ArgumentParser(add_help=False)
    engine.add_argument("--engine", choices=(BUILTIN, "openai"), default=BUILTIN, help="who answers (%(default)s)")
    engine.add_argument("--base-url", help="the endpoint, such as http://localhost:11434/v1")

    ask = verb("ask", _ask, "Ask one or several documents a question.", reading, packing, engine, as_json)
    ask.usage = "docqa ask [options] FILE… QUESTION | docqa ask [options] FILE… --questions FILE.jsonl"
    ask.add_argument("items", nargs="+", metavar="FILE… QUESTION", help="the documents, and the question last")
    ask.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}; all are asked')
    ask.add_argument("--deep", action="store_true", help="read all of it, part by part, and answer from the notes")
    ask.add_argument("--yes", action="store_true", help="with --deep: go ahead without asking")
    ask.add_argument("--keep", action="store_true", help="keep the questions and answers as a session")
    cli_pictures.add_options(ask)

    several = verb(
        "batch", _batch, "Ask a set of questions about every document, into a table.", reading, packing, engine
    )
    several.add_argument("files", nargs="+", type=Path, metavar="FILE")
    several.add_argument(
        "--questions",
        type=Path,
        required=True,
        metavar="Q.csv",
        help="a column question, and perhaps document: the one file that a question is for",
    )
    several.add_argument(
        "--out", type=Path, required=True, metavar="R.csv", help="the answers, a row each; what it has is kept"
    )

    found = verb("search", _search, "Find pages in every document that was opened or kept.", as_json)
    found.add_argument("words", nargs="+", metavar="WORD", help="words, '\"exact phrases\"', beginnings (expend*)")
    found.add_argument("--limit", type=positive, default=20, help="pages at most (%(default)s)")

    pack = verb(
        "pack", _pack, "Show what would be sent to an engine, without sending it.", reading, packing, as_json
    )
    pack.add_argument("file", type=Path, metavar="FILE")
    asked = pack.add_mutually_exclusive_group()
    asked.add_argument("--question")
    asked.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}')
    pack.add_argument("--messages", action="store_true", help="add the exact messages")
    cli_pictures.add_options(pack)

    text = verb("text", _text, "Print a document's text as docqa reads it, page by page.", reading, as_json)
    text.add_argument("file", type=Path, metavar="FILE")

    check = verb("check", _check, "Find an answer's quotes and pages in a document.", reading, as_json)
    check.add_argument("file", type=Path, metavar="FILE")
    given = check.add_mutually_exclusive_group(required=True)
    check.add_argument("--question", default="", help="what was asked: what it states is no claim of the answer")
    given.add_argument("--answer")
    given.add_argument("--answers", type=Path, metavar="FILE.jsonl", help='rows {"answer": …}')

    sessions = verb("sessions", None, "List, show, export and import kept sessions.")
    actions = sessions.add_subparsers(title="actions", metavar="ACTION", required=True)
    shown = actions.add_parser("list", parents=[as_json], help="all sessions, the latest first")
    shown.add_argument("--search", help="only those that hold these words")
    shown.set_defaults(verb=_sessions_list)
    one = actions.add_parser("show", parents=[as_json], help="one session with its questions and answers")
    one.add_argument("id")
    one.set_defaults(verb=_sessions_show)
    out = actions.add_parser("export", help="write a session as Markdown, HTML or a portable .docqa file")
    out.add_argument("id")
    out.add_argument("--format", choices=("markdown", "html", "docqa"), default="markdown")
    out.add_argument("--out", type=Path, help="the file to write (else standard output)")
    out.set_defaults(verb=_sessions_export)
    back = actions.add_parser("import", help="take in a portable .docqa file")
    back.add_argument("file", type=Path)
    back.set_defaults(verb=_sessions_import)

    health = verb(
        "doctor", _doctor, "Look whether this machine has what docqa needs, and say what to do.", as_json
    )
    health.add_argument("--engines", action="store_true", help="also ask the configured endpoints")
    return parser


VERBS = ("ask", "batch", "search", "pack", "text", "check", "sessions", "doctor")
