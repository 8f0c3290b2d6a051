"""`docqa pack`, `docqa text` and `docqa check`: one document looked at, and nothing sent anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from docqa import seeing
from docqa.cli import pictures
from docqa.cli.as_json import check_json, context_json, summary_json
from docqa.cli.packer import options_of, packer_of, packing_arguments, understand
from docqa.cli.reading import open_file, reading_arguments
from docqa.cli.terminal import DONE, Verb, coverage_words, json_argument, print_json, rows, usage, with_progress
from docqa.domain import Check, ClaimKind, Status
from docqa.domain.wording import checks_line, message_text
from docqa.grounding import ground


def _pack_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--question")
    asked.add_argument("--questions", type=Path, metavar="FILE.jsonl", help='rows {"question": …}')
    parser.add_argument("--messages", action="store_true", help="add the exact messages")
    json_argument(parser)
    pictures.add_options(parser)
    reading_arguments(parser)
    packing_arguments(parser)


def _pack(args: argparse.Namespace) -> int:
    opened = [open_file(args.file, args)]
    documents = [document for document, _ in opened]
    packer, options = packer_of(args), options_of(args)
    questions = list(rows(args.questions, "question")) if args.questions else [args.question or ""]
    figures = with_progress(pictures.figures_of(args, [args.file], opened, questions))
    looking, regions = pictures.measuring(args, opened, figures)
    if not any(questions) and not (looking.everywhere or regions):
        usage("pack needs --question, --questions, --pictures, --pages or --region")
    if not regions:
        understand(packer, documents, options, args)
    for question in questions:
        context = seeing.pack(question, documents, packer, options, (), regions, looking, measured=True)
        if args.json:
            packed = context_json(context, documents)
            if args.messages:
                packed["messages"] = [{"role": m.role, "content": m.text} for m in context.messages]
            print_json(packed)
        else:
            tokens = context.report.tokens
            print(f"{question}\n  {context.report.mode.value}: {tokens.total} of {context.report.window} tokens")
            for coverage in context.report.coverage:
                print(f"  {coverage_words(coverage, documents[0])}")
            if context.report.hint:
                print(f"  {context.report.hint}")
            for line in pictures.picture_lines(context.report, documents[0]):
                print(f"  {line}")
            for message in context.messages if args.messages else ():
                print(f"--- {message.role} ---\n{message_text(message)}")
    return DONE


def _text_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    json_argument(parser)
    reading_arguments(parser)


def _text(args: argparse.Namespace) -> int:
    (document,) = [open_file(args.file, args)[0]]
    if args.json:
        pages = [
            {"index": p.index, "label": p.label, "text": p.text, "source": p.source, "hidden": p.hidden}
            for p in document.pages
        ]
        print_json({"id": document.id, "title": document.title, "pages": pages})
        return DONE
    for page in document.pages:
        print(f"[p. {page.label}]\n{page.problem or page.text}\n")
    return DONE


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--answer")
    given.add_argument("--answers", type=Path, metavar="FILE.jsonl", help='rows {"answer": …}')
    parser.add_argument("--question", default="", help="what was asked: what it states is no claim of the answer")
    parser.add_argument("--summary", action="store_true", help="one account of all answers, by status and kind")
    json_argument(parser)
    reading_arguments(parser)


def _check(args: argparse.Namespace) -> int:
    (document,) = [open_file(args.file, args)[0]]
    every: list[Check] = []
    answers = list(rows(args.answers, "answer")) if args.answers else [args.answer]
    for answer in answers:
        checks = ground(answer, [document], args.question).checks
        every += checks
        if args.summary:
            continue
        if args.json:
            claims = [check_json(check, document) for check in checks]
            print_json({"claims": claims, "summary": summary_json(checks)})
            continue
        for check in checks:
            page = f" p. {document.label(check.places[0].span.page)}" if check.places else ""
            note = f" ({check.note})" if check.note else ""
            print(f"{check.status.value}{page}: {check.text}{note}")
        print(checks_line(checks))
    if args.summary:
        _account(every, len(answers), as_json=args.json)
    return DONE


def _account(checks: Sequence[Check], answers: int, *, as_json: bool) -> None:
    """Print how the claims of all answers fared, by kind."""
    kinds = {kind.value: summary_json([check for check in checks if check.kind is kind]) for kind in ClaimKind}
    kinds = {kind: counts for kind, counts in kinds.items() if counts["total"]}
    if as_json:
        print_json({"answers": answers, "summary": summary_json(checks), "kinds": kinds})
        return
    for kind, counts in kinds.items():
        found = ", ".join(f"{counts[status.value]} {status.value}" for status in Status)
        print(f"{kind:10} {counts['total']:4}: {found}")
    print(checks_line(checks))


PACK = Verb("Show what would be sent to an engine, without sending it.", _pack_arguments, _pack)
TEXT = Verb("Print a document's text as docqa reads it, page by page.", _text_arguments, _text)
CHECK = Verb("Find an answer's quotes and pages in a document.", _check_arguments, _check)
