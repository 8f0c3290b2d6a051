"""docqa without a window: the same road as verbs for a shell. Never imports Qt.

Results go to standard output (JSON where asked), progress and errors to standard error. A verb's options and its
work stand together in a module; here the verbs are set out, and what they raise becomes words and an exit code.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import docqa
from docqa.cli.ask import ASK
from docqa.cli.batch import BATCH
from docqa.cli.document import CHECK, PACK, TEXT
from docqa.cli.health import DOCTOR
from docqa.cli.library import SEARCH, SESSIONS
from docqa.cli.terminal import DONE, EXIT_CODES, FAILED, INTERRUPTED, USAGE, complain
from docqa.errors import DocqaError

__all__ = ["DONE", "FAILED", "INTERRUPTED", "USAGE", "VERBS", "run"]

VERBS = {
    "ask": ASK,
    "batch": BATCH,
    "search": SEARCH,
    "pack": PACK,
    "text": TEXT,
    "check": CHECK,
    "sessions": SESSIONS,
    "doctor": DOCTOR,
}


def run(argv: Sequence[str]) -> int:
    """Carry out one verb and return its exit code."""
    parser = _parser()
    args, more = parser.parse_known_args(argv)
    # What stands after an option still belongs to the verb's list: `ask FILE --password P QUESTION`.
    if more and (args.several is None or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        setattr(args, args.several, getattr(args, args.several) + more)
    try:
        code: int = args.run(args)
        return code
    except DocqaError as error:
        complain(error)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: nothing is left to say.
        sys.stdout = None
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="docqa",
        description="Ask long documents questions and get answers you can check, page by page. "
        "`docqa [FILE…]` opens the window; the verbs below work without one.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"docqa {docqa.__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for name, verb in VERBS.items():
        sub = verbs.add_parser(name, help=verb.summary, description=verb.summary, epilog=EXIT_CODES)
        sub.set_defaults(run=verb.run, several=verb.several)
        verb.arguments(sub)
    return parser
