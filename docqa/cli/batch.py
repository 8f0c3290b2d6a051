"""`docqa batch`: a set of questions over a set of documents, into a table."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from docqa.batch import batch
from docqa.cli.engine import engine_arguments, engine_of
from docqa.cli.packer import options_of, packer_of, packing_arguments
from docqa.cli.pictures import Looks
from docqa.cli.reading import ocr_of, read_file, reading_arguments
from docqa.cli.terminal import DONE, FAILED, LOG_EVERY, Verb, with_progress
from docqa.library import Calibration


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--questions",
        type=Path,
        required=True,
        metavar="Q.csv",
        help="a column question, and perhaps document: the one file that a question is for",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="R.csv", help="the answers, a row each; what it has is kept"
    )
    engine_arguments(parser)
    reading_arguments(parser)
    packing_arguments(parser)


def _batch(args: argparse.Namespace) -> int:
    engine = engine_of(args)
    with closing(Looks(engine, args.password)) as look:
        work = batch(
            [Path(file) for file in args.files],
            args.questions,
            args.out,
            partial(read_file, password=args.password, ocr=ocr_of(args)),
            engine,
            packer_of(args),
            options_of(args),
            calibration=Calibration.load(),
            wait=not args.no_wait,
            look=look,
        )
        outcome = with_progress(work, log_every=LOG_EVERY)
    print(
        f"{args.out}: {outcome.answered} answered, {outcome.before} were there, {outcome.failed} failed",
        file=sys.stderr,
    )
    if outcome.failed:
        print("The column error says why; the same command asks those again.", file=sys.stderr)
    return FAILED if outcome.failed else DONE


BATCH = Verb("Ask a set of questions about every document, into a table.", _arguments, _batch, several="files")
