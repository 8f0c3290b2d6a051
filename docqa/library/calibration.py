"""How a model's own tokenizer counts beside ours, learnt from the usage that its server reports after each answer.

Our counts are exact for the models that tiktoken knows. Others have tables of their own: the same words may cost
them a tenth more, and several times as much in a script that their table hardly knows. What is learnt is therefore
kept by model and language, in ``calibration.json`` in docqa's home. It can be learnt anew at any time, so a file
that cannot be read is no loss.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path
from statistics import median
from threading import Lock
from typing import Any

from docqa.library.paths import home, write_file

_LAST = 7  # answers that the median is taken over
_LEAST_COUNTED = 500  # tokens: in less, the server's own frame of the chat weighs too much
_STEP = 0.02  # margins are rounded up to this, so that the same question packs the same window from day to day
# Below these shares of what was to be expected, the server has dropped a part of the prompt. Where nothing is
# learnt yet: no tokenizer in use is so much denser than ours. Ollama, which cuts in silence, keeps about half.
_CUT_UNKNOWN, _CUT_KNOWN = 0.6, 0.75
_SANE = 20.0  # a server that reports more than this many times our count counts something else


class Calibration:
    """What is known about models' tokenizers; without a path, for this run only.

    Safe to use from several threads.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._ratios = _read(path) if path else {}

    @classmethod
    def load(cls) -> Calibration:
        """What is kept in docqa's home."""
        return cls(home() / "calibration.json")

    def factor(self, model: str, language: str = "") -> float | None:
        """Their count divided by ours, the median of the last few answers; None while nothing is known."""
        with self._lock:
            ratios = self._ratios.get(_name(model, language))
            return median(ratios) if ratios else None

    def margin(self, model: str, language: str = "") -> float:
        """The share to keep free beyond our own count: 0.1 where theirs is a tenth more, 0 where it is less."""
        beyond = (self.factor(model, language) or 1.0) - 1
        return max(0.0, math.ceil(round(beyond / _STEP, 6)) * _STEP)

    def was_cut(self, model: str, language: str, counted: int, read: int) -> bool:
        """Whether a server that `read` so many of the `counted` tokens sent must have dropped a part of them."""
        factor = self.factor(model, language)
        expected = counted * _CUT_UNKNOWN if factor is None else counted * factor * _CUT_KNOWN
        return 0 < read < expected

    def learn(self, model: str, language: str, counted: int, read: int) -> None:
        """Take in one answer's counts, of a prompt that was read whole. Raises StoreError if it can't be kept."""
        if not model or counted < _LEAST_COUNTED or not 0 < read <= _SANE * counted:
            return
        with self._lock:
            name = _name(model, language)
            self._ratios[name] = [*self._ratios.get(name, ()), round(read / counted, 4)][-_LAST:]
            if self._path is None:
                return
            written = json.dumps({"models": self._ratios}, indent=1, sort_keys=True)
            write_file(self._path, written.encode() + b"\n")


def _name(model: str, language: str) -> str:
    return f"{model} {language}".strip()


def _read(path: Path) -> dict[str, list[float]]:
    read: Any = None
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_bytes())
    models = read.get("models") if isinstance(read, dict) else None
    return {
        str(name): list(map(float, ratios))[-_LAST:]
        for name, ratios in (models.items() if isinstance(models, dict) else ())
        if isinstance(ratios, list)
        and ratios
        and all(type(ratio) in (int, float) and 0 < ratio <= _SANE for ratio in ratios)
    }
