"""Templates of what docqa says, and the language they are said in. No input or output.

Findings are put into words below the window, where nobody knows Qt; the window knows the person's language. So the
words are templates, and the window hands in what turns a template into its translation. Without it, as on the
command line, English is spoken.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
"""An English template in another language; the same template where there is no translation."""


def _english(template: str) -> str:
    return template


_translate: Translate = _english


def speak(translate: Translate | None) -> None:
    """Say everything through `translate` from now on; in English with None."""
    global _translate
    _translate = translate or _english


def say(template: str, /, **values: object) -> str:
    """The template with its fields filled, in the language in force."""
    return _translate(template).format(**values)


def count(one: str, many: str, /, n: int, **values: object) -> str:
    """`one` or `many` by the number `n`, which is a field of both."""
    return _translate(one if n == 1 else many).format(n=n, **values)
