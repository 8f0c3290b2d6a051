"""`docqa search` and `docqa sessions`: what was kept, found and moved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from docqa.cli.as_json import turn_json
from docqa.cli.terminal import DONE, EXIT_CODES, Verb, json_argument, positive, print_json, with_progress
from docqa.errors import DocqaError
from docqa.library import (
    LibrarySearch,
    export_html,
    export_markdown,
    open_session_file,
    save_session_file,
)
from docqa.own_library import own_library


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="+", metavar="WORD", help="words, '\"exact phrases\"', beginnings (expend*)"
    )
    parser.add_argument("--limit", type=positive, default=20, help="pages at most (%(default)s)")
    json_argument(parser)


def _search(args: argparse.Namespace) -> int:
    with own_library() as store, LibrarySearch() as search:
        with_progress(search.rebuild(store))
        hits = search.search(" ".join(args.words), args.limit)
    title = ""
    for hit in hits:
        if args.json:
            print_json({**asdict(hit), "hits": [list(span) for span in hit.hits], "missing": list(hit.missing)})
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


def _sessions_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    def action(name: str, summary: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary, epilog=EXIT_CODES)
        sub.set_defaults(run=run)
        return sub

    shown = action("list", "all sessions, the latest first", _sessions_list)
    shown.add_argument("--search", help="only those that hold these words")
    json_argument(shown)
    one = action("show", "one session with its questions and answers", _sessions_show)
    one.add_argument("id")
    json_argument(one)
    out = action("export", "write a session as Markdown, HTML or a portable .docqa file", _sessions_export)
    out.add_argument("id")
    out.add_argument("--format", choices=("markdown", "html", "docqa"), default="markdown")
    out.add_argument("--out", type=Path, help="the file to write (else standard output)")
    back = action("import", "take in a portable .docqa file", _sessions_import)
    back.add_argument("file", type=Path)


def _sessions_list(args: argparse.Namespace) -> int:
    with own_library() as store:
        for summary in store.sessions(args.search or ""):
            if args.json:
                row = {
                    "id": summary.id,
                    "title": summary.title,
                    "updated": summary.updated.isoformat(),
                    "turns": summary.turns,
                    "documents": list(summary.documents),
                }
                print_json(row)
            else:
                print(f"{summary.id}  {summary.updated:%Y-%m-%d %H:%M}  {summary.turns:3}  {summary.title}")
    return DONE


def _sessions_show(args: argparse.Namespace) -> int:
    with own_library() as store:
        session = store.session(args.id)
    if args.json:
        documents = [{"id": d.id, "title": d.title, "pages": d.pages} for d in session.documents]
        turns = [turn_json(turn) for turn in session.turns]
        print_json({"id": session.id, "title": session.title, "documents": documents, "turns": turns})
    else:
        print(export_markdown(session))
    return DONE


def _sessions_export(args: argparse.Namespace) -> int:
    target: Path | None = args.out
    with own_library() as store:
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
    with own_library() as store:
        session = open_session_file(args.file, store)
    print(f"{session.id}  {session.title}")
    return DONE


SEARCH = Verb("Find pages in every document that was opened or kept.", _search_arguments, _search, several="words")
SESSIONS = Verb("List, show, export and import kept sessions.", _sessions_arguments)
