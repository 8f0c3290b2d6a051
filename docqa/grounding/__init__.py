"""From an answer's text and its documents to citations and checks."""

from docqa.grounding.answers import Grounding, ground, locate_passages, prepare

__all__ = ["Grounding", "ground", "locate_passages", "prepare"]
