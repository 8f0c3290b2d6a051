"""What would have found more, said in words."""

from __future__ import annotations

from collections.abc import Iterable

from docqa.errors import EngineError
from docqa.language import detect, terms
from docqa.packing.ranking import Index

NOT_YET = (
    "The document is not understood yet: only the passages that share words with the question were compared by "
    "their meaning. Asked again when that is done, it may find more."
)
_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "ta": "Tamil",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yi": "Yiddish",
    "zh": "Chinese",
}


def by_words_alone(trouble: str) -> str:
    """A hint that the embedding model cannot be loaded."""
    return f"Passages were chosen by their words alone, since the embedding model could not be loaded ({trouble})."


def without_embedder(error: EngineError) -> str:
    """A hint that the chosen embeddings model did not answer."""
    return (
        f"Passages were ranked without the embeddings model that you chose: {error.message} {error.hint}".strip()
    )


def is_foreign(question: str, index: Index) -> bool:
    """Whether the question is in another language than the document and shares next to no words with it."""
    asked = detect(question)
    if asked not in _NAMES or index.language == asked or index.language not in _NAMES:
        return False
    wanted = set(terms(question, index.language))
    there = sum(index.words.frequency(term) > 0 for term in wanted)
    # A short question's language is a guess: one whose words stand in the document is not foreign to it.
    return 2 * there <= len(wanted)


def other_language(question: str, indices: Iterable[Index], trouble: str = "") -> str:
    """A hint that the question is foreign to a document, of which not all could be compared with it; or "".

    `trouble` says why nothing but words was compared, where that is so.
    """
    for index in indices:
        if is_foreign(question, index):
            theirs = _NAMES[index.language]
            only = "only names, numbers and shared words could be compared"
            if not trouble:
                only = "only a part of its passages could be compared by their meaning so far"
            return (
                f"The question is in {_NAMES[detect(question)]} and the document in {theirs}: {only}. Asked in "
                f"{theirs}, or with an embeddings model that reads both, it finds more."
            )
    return ""
