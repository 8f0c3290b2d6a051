"""A worker that fails on purpose, and is the real worker in everything else.

`FAULT` says how (crash, hang, memory, mistake) and `FAULT_PAGE` on which page; without, it fails at opening.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from docqa.reading import mupdf, process

FAULT, PAGE = os.environ["FAULT"], os.environ.get("FAULT_PAGE")


def fail() -> None:
    if FAULT == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif FAULT == "hang":
        time.sleep(600)
    elif FAULT == "mistake":
        raise KeyError("a mistake of ours")
    elif FAULT == "memory":
        bytearray(1 << 50)


class FaultyFile(mupdf.File):
    """Fails where it is told to."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        if PAGE is None:
            fail()

    def page(self, index: int) -> mupdf.PageText:
        """The page, or the fault."""
        if PAGE is not None and index == int(PAGE):
            fail()
        return super().page(index)

    def page_to_recognise(self, index: int) -> Any:
        """The page to be read as a picture, or the fault."""
        if PAGE is not None and index == int(PAGE):
            fail()
        return super().page_to_recognise(index)

    def render(self, index: int, *arguments: Any, **options: Any) -> Any:
        """The picture, or the fault."""
        if PAGE is not None and index == int(PAGE):
            fail()
        return super().render(index, *arguments, **options)


mupdf.File = FaultyFile  # type: ignore[misc]
process.main()
