"""Where docqa starts: a verb runs without a window, anything else opens it."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Sequence
from pathlib import Path

VERB = re.compile(r"-.*|[a-z]+")  # what the command line may begin with where no window is meant
FAILED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run docqa with these arguments (the command line's by default) and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and VERB.fullmatch(arguments[0]):
        from docqa import cli  # all of docqa but the window: the window is there sooner without it

        if arguments[0] in cli.VERBS or arguments[0].startswith("-"):
            return cli.run(arguments)
    if arguments:
        from docqa.reading import warm_up

        warm_up()  # what reads files starts while the window does
    gc.disable()  # what is made until the window is there stays; `app.run` goes on collecting
    try:
        from docqa.desk import app
    except ImportError as error:
        print(f"docqa: the window cannot open: {error}", file=sys.stderr)
        print("       `docqa doctor` says what to install; `docqa ask` works without a window.", file=sys.stderr)
        return FAILED
    return app.run([Path(argument) for argument in arguments])


if __name__ == "__main__":
    sys.exit(main())
