"""What was made for single pages, the last few kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_KEPT_PAGES = 512  # with their way back to the text, per document; about 50 kB each

_V = TypeVar("_V")


class Recent(Generic[_V]):
    """Makes something for a page, or gives what it made. Two threads may make the same thing, no wrong one."""

    def __init__(self, make: Callable[[int], _V]) -> None:
        self._make = make
        self._kept: OrderedDict[int, _V] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, page: int) -> _V:
        with self._lock:
            if page in self._kept:
                self._kept.move_to_end(page)
                return self._kept[page]
        made = self._make(page)
        with self._lock:
            self._kept[page] = made
            if len(self._kept) > _KEPT_PAGES:
                self._kept.popitem(last=False)
        return made
