"""What of a deep read is kept, so that nothing an engine has said is asked for twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from docqa.asking import Request
from docqa.domain import PackedContext


@dataclass(frozen=True, slots=True)
class Said:
    """What an engine said to one call, known by the digest of the messages that were sent."""

    call: str
    text: str
    prompt: int = 0
    answer: int = 0
    cached: int = 0
    cut: bool = False  # at the room kept for it


@dataclass(frozen=True, slots=True)
class Reading:
    """A deep read so far: all that was said, for one question to one engine about these documents.

    `margin` is the one it began with, so that what is learnt about the tokenizer meanwhile moves no cut.
    """

    key: str
    margin: float = 0.0
    said: tuple[Said, ...] = ()

    def find(self, call: str) -> Said | None:
        """What was said to a call, if it was asked before."""
        return next((said for said in self.said if said.call == call), None)


def encode(reading: Reading) -> dict[str, Any]:
    """`reading` as what `json.dumps` takes."""
    said = [[s.call, s.text, s.prompt, s.answer, s.cached, s.cut] for s in reading.said]
    return {"key": reading.key, "margin": reading.margin, "said": said}


def decode(data: object) -> Reading | None:
    """The reading that `encode` gave `data` for; None where it is none: it is then read anew."""
    if not isinstance(data, dict):
        return None
    match data:
        case {"key": str(key), "margin": int() | float() as margin, "said": list(rows)} if 0 <= margin < 100:
            said = [_said(row) for row in rows]
            return None if None in said else Reading(key, float(margin), tuple(filter(None, said)))
    return None


def _said(row: object) -> Said | None:
    match row:
        case [str(call), str(text), int(prompt), int(answer), int(cached), bool(cut_short)]:
            return Said(call, text, prompt, answer, cached, cut_short)
    return None


def reading_key(request: Request) -> str:
    """What a reading is kept under: the same question, documents, engine and window go on where they stopped."""
    digest = hashlib.sha256()
    for document in request.documents:
        digest.update(document.id.encode())
        for page in document.pages:
            digest.update(page.text.encode("utf-8", "surrogatepass"))
    engine, options = request.engine, request.options
    asked = [request.question, question_before(request), engine.name, engine.model]
    window = [options.window, options.answer_reserve, options.encoding]
    digest.update(json.dumps([asked, window]).encode())
    return digest.hexdigest()


def question_before(request: Request) -> str:
    """The question that a follow-up is understood by; "" for the first."""
    return request.history[-1].question if request.history else ""


def call_digest(context: PackedContext) -> str:
    """What a call is known by: the words that are sent."""
    digest = hashlib.sha256()
    for message in context.messages:
        digest.update(f"{message.role} {len(message.text)}\n{message.text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
