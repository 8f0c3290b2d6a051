"""docqa without a window: the same road as verbs for a shell. Never imports Qt.

Results go to standard output (JSON where asked), progress and errors to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import docqa
from docqa import asking, doctor
from docqa.domain import (
    BUILTIN,
    Answer,
    Check,
    Citation,
    Document,
    PackedContext,
    PackingOptions,
    Place,
    Progress,
    Turn,
)
from docqa.domain.wording import coverage_line
from docqa.engines import BuiltinReader, Engine, OpenAIEngine
from docqa.errors import DocqaError, PasswordNeeded, WrongPassword
from docqa.grounding import ground
from docqa.library import (
    Secrets,
    Store,
    VectorFiles,
    export_html,
    export_markdown,
    library_path,
    open_session_file,
    save_session_file,
)
from docqa.packing import Packer, encoding_for
from docqa.reading import load

T = TypeVar("T")

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
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
    engine, options, packer = _engine(args), _options(args), Packer(VectorFiles())
    documents = _load(files, args.password)
    _understand(packer, documents, options, args)
    with contextlib.ExitStack() as stack:
        session = _new_session(stack, files, documents) if args.keep else None
        code = DONE
        for question in questions:
            if session:
                store, session_id = session
                work = asking.ask_in_session(store, session_id, question, documents, engine, packer, options)
            else:
                work = asking.ask(question, documents, engine, packer, options)
            try:
                turn = _streamed(work, show=not args.json)
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
                _print_json(_turn_json(turn))
            else:
                _print_findings(turn, documents)
    return code


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
    if answer.problem:
        print(f"  The answer is not complete: {answer.problem}")
    print()


def _pack(args: argparse.Namespace) -> int:
    documents = _load([args.file], args.password)
    packer, options = Packer(VectorFiles()), _options(args)
    _understand(packer, documents, options, args)
    for question in _questions(args.questions) if args.questions else [args.question]:
        context = packer.pack(question, documents, options)
        packed = _context_json(context, documents)
        if args.messages:
            packed["messages"] = [{"role": m.role, "content": m.text} for m in context.messages]
        if args.json:
            _print_json(packed)
        else:
            tokens = context.report.tokens
            print(f"{question}\n  {context.report.mode.value}: {tokens.total} of {context.report.window} tokens")
            for coverage in context.report.coverage:
                print(f"  {coverage_line(coverage, [page.label for page in documents[0].pages])}")
            for message in context.messages if args.messages else ():
                print(f"--- {message.role} ---\n{message.text}")
    return DONE


def _text(args: argparse.Namespace) -> int:
    (document,) = _load([args.file], args.password)
    if args.json:
        pages = [{"index": p.index, "label": p.label, "text": p.text, "source": p.source} for p in document.pages]
        _print_json({"id": document.id, "title": document.title, "pages": pages})
        return DONE
    for page in document.pages:
        print(f"[p. {page.label}]\n{page.problem or page.text}\n")
    return DONE


def _check(args: argparse.Namespace) -> int:
    (document,) = _load([args.file], args.password)
    for answer in _rows(args.answers, "answer") if args.answers else [args.answer]:
        checks = ground(answer, [document]).checks
        supported = sum(check.status.value == "supported" for check in checks)
        if args.json:
            claims = [_check_json(check, document) for check in checks]
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
        turns = [_turn_json(turn) for turn in session.turns]
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


def _load(files: Sequence[Path], password: str | None) -> list[Document]:
    return [_load_one(file, password) for file in files]


def _load_one(file: Path, password: str | None) -> Document:
    while True:
        try:
            return _with_progress(load(file, password=password))
        except WrongPassword:
            raise
        except PasswordNeeded:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            password = getpass.getpass(f"Password for {file.name}: ", sys.stderr)


def _with_progress(work: Generator[Progress, None, T]) -> T:
    shown = sys.stderr.isatty()
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            if shown:
                print("\r\033[K", end="", file=sys.stderr)
            result: T = end.value
            return result
        if shown:
            far = f" {progress.done} of {progress.total}" if progress.total else ""
            print(f"\r\033[K{progress.doing}{far}", end="", file=sys.stderr, flush=True)


def _new_session(
    stack: contextlib.ExitStack, files: Sequence[Path], documents: Sequence[Document]
) -> tuple[Store, str]:
    store = stack.enter_context(Store(library_path()))
    refs = [store.remember(document, file) for document, file in zip(documents, files, strict=True)]
    session = store.create_session(documents[0].title, refs)
    print(f"kept as session {session.id}", file=sys.stderr)
    return store, session.id


def _engine(args: argparse.Namespace) -> Engine:
    if args.engine == BUILTIN:
        return BuiltinReader()
    if not (args.base_url and args.model):
        _usage("--engine openai needs --base-url and --model")
    return OpenAIEngine(args.base_url, args.model, Secrets().get(args.base_url))


def _options(args: argparse.Namespace) -> PackingOptions:
    encoding = encoding_for(args.model) if args.model else PackingOptions().encoding
    return PackingOptions(
        window=args.window, answer_reserve=args.answer_reserve, encoding=encoding, voice=args.voice
    )


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


def _turn_json(turn: Turn) -> dict[str, Any]:
    answer: Answer = turn.answer
    usage = answer.usage
    several = turn.report is not None and len(turn.report.coverage) > 1
    return {
        "question": turn.question,
        "answer": answer.text,
        "refused": answer.refused,
        "citations": [_citation_json(citation, several) for citation in answer.citations],
        "alternatives": [_citation_json(citation, several) for citation in answer.alternatives],
        "engine": answer.engine,
        "model": answer.model or None,
        "usage": {"prompt": usage.prompt, "answer": usage.answer, "cached": usage.cached} if usage else None,
        "complete": answer.complete,
        "problem": answer.problem or None,
    }


def _place_json(place: Place, label: str, several: bool) -> dict[str, Any]:
    span = place.span
    where = {"page": span.page, "label": label, "start": span.start, "end": span.end}
    return {"document": place.document, **where} if several else where


def _citation_json(citation: Citation, several: bool) -> dict[str, Any]:
    return {**_place_json(citation.place, citation.label, several), "quote": citation.quote}


def _check_json(check: Check, document: Document) -> dict[str, Any]:
    span = check.places[0].span if check.places else None
    return {
        "text": check.text,
        "kind": check.kind.value,
        "status": check.status.value,
        "page": span.page if span else None,
        "label": document.label(span.page) if span else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "rects": [list(rect) for place in check.places for rect in document.rects(place.span)],
        "note": check.note,
    }


def _context_json(context: PackedContext, documents: Sequence[Document]) -> dict[str, Any]:
    report, tokens = context.report, context.report.tokens
    labels = {document.id: document for document in documents}
    several = len(documents) > 1
    included = [
        _place_json(place, labels[place.document].label(place.span.page), several) for place in report.included
    ]
    images = [
        {
            **_place_json(image.place, labels[image.place.document].label(image.place.span.page), several),
            "width": image.width,
            "height": image.height,
            "tokens": image.tokens,
        }
        for image in context.images
    ]
    return {
        "question": context.question,
        "mode": report.mode.value,
        "window": report.window,
        "tokens": {
            "instructions": tokens.instructions,
            "document": tokens.document,
            "history": tokens.history,
            "question": tokens.question,
            "answer_reserve": tokens.answer_reserve,
            "total": tokens.total,
        },
        "included": included,
        "images": images,
        "omitted_pages": _flat(coverage.omitted for coverage in report.coverage),
        "unreadable_pages": _flat(coverage.unreadable for coverage in report.coverage),
    }


def _flat(pages: Iterable[Iterable[int]]) -> list[int]:
    return [page for some in pages for page in some]


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

    reading = argparse.ArgumentParser(add_help=False)
    reading.add_argument("--password", help="opens an encrypted file (asked for when run in a terminal)")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON, one object a line")
    packing = argparse.ArgumentParser(add_help=False)
    defaults = PackingOptions()
    packing.add_argument("--model", help="the model's name at its endpoint (also chooses how tokens are counted)")
    packing.add_argument(
        "--window", type=_tokens, default=defaults.window, help="the model's window in tokens (%(default)s)"
    )
    packing.add_argument(
        "--answer-reserve", type=_tokens, default=defaults.answer_reserve, help="tokens kept free for the answer"
    )
    packing.add_argument(
        "--no-wait",
        action="store_true",
        help="do not wait until a long document is understood: rank by words first, and only the best by meaning",
    )
    packing.add_argument("--voice", default="", help="how answers should sound, in your own words")

    def verb(name: str, function: Any, summary: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, parents=list(parents), help=summary, description=summary, epilog=_EXIT_CODES)
        sub.set_defaults(verb=function)
        return sub

    ask = verb("ask", _ask, "Ask one or several documents a question.", reading, packing, as_json)
    ask.usage = "docqa ask [options] FILE… QUESTION | docqa ask [options] FILE… --questions FILE.jsonl"
    ask.add_argument("items", nargs="+", metavar="FILE… QUESTION", help="the documents, and the question last")
    ask.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}; all are asked')
    ask.add_argument("--engine", choices=(BUILTIN, "openai"), default=BUILTIN, help="who answers (%(default)s)")
    ask.add_argument("--base-url", help="the endpoint, such as http://localhost:11434/v1")
    ask.add_argument("--keep", action="store_true", help="keep the questions and answers as a session")

    pack = verb(
        "pack", _pack, "Show what would be sent to an engine, without sending it.", reading, packing, as_json
    )
    pack.add_argument("file", type=Path, metavar="FILE")
    asked = pack.add_mutually_exclusive_group(required=True)
    asked.add_argument("--question")
    asked.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}')
    pack.add_argument("--messages", action="store_true", help="add the exact messages")

    text = verb("text", _text, "Print a document's text as docqa reads it, page by page.", reading, as_json)
    text.add_argument("file", type=Path, metavar="FILE")

    check = verb("check", _check, "Find an answer's quotes and pages in a document.", reading, as_json)
    check.add_argument("file", type=Path, metavar="FILE")
    given = check.add_mutually_exclusive_group(required=True)
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


def _tokens(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be a positive number of tokens")
    return value


VERBS = ("ask", "pack", "text", "check", "sessions", "doctor")
