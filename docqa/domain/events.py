"""What an engine tells while it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docqa.domain.context import Passage
from docqa.domain.conversation import Usage


@dataclass(frozen=True, slots=True)
class Delta:
    """The next words of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """The tokens the engine counted for this answer."""

    usage: Usage


class Stop(StrEnum):
    """Why an engine stopped: it finished, or the answer reached its reserve of tokens."""

    FINISHED = "finished"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an answer; always the last event of a stream that was neither cancelled nor broken.

    `refused`: the engine knows that it found nothing (an engine that can't know leaves it False and the answer's
    own words tell). `alternatives`: other passages that may answer, best first.
    """

    stop: Stop = Stop.FINISHED
    refused: bool = False
    alternatives: tuple[Passage, ...] = ()


Event = Delta | Used | Done
