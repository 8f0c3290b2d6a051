"""RapidOCR: PaddleOCR's models inside a wheel, run by ONNX Runtime. Latin letters, Chinese, Japanese."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from docqa.reading.recognition.found import FoundLine, FoundWord, Gray, RecognitionFailed

_LEAST_SURE = 0.4
_GROWN = 0.12  # heights of its boxes, which end at the ink, that a text layer's reach beyond them above and below
_EM = 0.8  # font sizes for the height of its boxes
_LONGEST = 2_400  # pixels a side that text is looked for in; more costs time and finds no more


class Rapid:
    """The models, loaded at the first page."""

    @cached_property
    def _engine(self) -> Any:
        import rapidocr

        models = Path(rapidocr.__file__).parent / "models"
        found = {part: sorted(models.glob(f"*_{part}_*.onnx")) for part in ("det", "rec", "cls")}
        if not found["det"] or not found["rec"]:
            raise RecognitionFailed("RapidOCR's models are missing")
        return rapidocr.RapidOCR(
            params={
                # Given paths are never looked up on a network.
                "Det.model_path": str(found["det"][0]),
                "Rec.model_path": str(found["rec"][0]),
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.log_level": "critical",
                "Global.text_score": _LEAST_SURE,
                "Global.max_side_len": _LONGEST,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, picture: Gray, languages: tuple[str, ...], dots: int, seconds: float) -> list[FoundLine]:
        """See `Recogniser`; the models need no language, and are faster than any limit."""
        try:
            told = self._engine(picture)
        except MemoryError:
            raise
        except Exception as error:
            raise RecognitionFailed("RapidOCR failed on it") from error
        if not len(told):
            return []
        lines: list[FoundLine] = []
        same = len(told.txts) == len(told.word_results)
        for text, words in zip(
            told.txts if same else [""] * len(told.word_results), told.word_results, strict=True
        ):
            line = _words(text, words)
            if line:
                tall = median(word.y1 - word.y0 for word in line)
                grown = [word._replace(y0=word.y0 - _GROWN * tall, y1=word.y1 + _GROWN * tall) for word in line]
                lines.append(FoundLine(grown, _EM * tall))
        return lines


def _words(line: str, pieces: Iterable[tuple[str, float, Any]]) -> list[FoundWord]:
    """RapidOCR's pieces (words, or in Chinese single characters) as words: parted where the line has a space."""
    out: list[FoundWord] = []
    at = 0
    for text, sure, corners in pieces:
        text = text.strip()
        if not text:
            continue
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        found = line.find(text, at)
        parted = found < 0 or not out or " " in line[at:found]
        at = max(at, found + len(text))
        if parted:
            out.append(FoundWord(text, x0, y0, x1, y1, float(sure)))
            continue
        last = out[-1]
        length = len(last.text) + len(text)
        mean = (last.sure * len(last.text) + float(sure) * len(text)) / length
        box = min(last.x0, x0), min(last.y0, y0), max(last.x1, x1), max(last.y1, y1)
        out[-1] = FoundWord(last.text + text, *box, mean)
    return out
