"""Numbers that an answer reckoned: sums, differences, products, ratios and changes of numbers that were found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, permutations

from docqa.grounding.spans_numbers import Quantity

_FEW, _COARSE, _FINE = 3, 0.2, 0.06
_MOST = 8  # operands looked at: more of them make any number the result of some two
_CUES = re.compile(
    r"[=≈×÷+/*]|\s[-–−]\s|\b(?:total\w*|sum\w*|difference|differ\w*|increas\w*|decreas\w*|rose|fell|grew|growth|drop\w*"
    r"|declin\w*|chang\w*|averag\w*|mean|ratio|times|percent\w*|margin|share|proportion|per|combined|together|altogether"
    r"|more|less|fewer|higher|lower|remain\w*|net|calculat\w*|comput\w*|divid\w*|multipl\w*|doubl\w*|half|equals?"
    r"|summe|insgesamt|differenz|zunahme|wachstum|durchschnitt|anteil|somme|différence|croissance|moyenne|suma|diferencia"
    r"|crecimiento|promedio)\b|סך|סכום|הפרש|עלייה|עליה|ירידה|גידול|ממוצע|יחס|שיעור|总|合计|差|增|减|平均|比|計",
    re.IGNORECASE,
)
_YEARLY = re.compile(
    r"\b(?:cagr|compound\w*|annual\w*|yearly|(?:a|per|each|every) year|jährlich\w*|pro jahr|par an|al año)\b"
    r"|שנתי|בשנה|سنوي|年均|每年",
    re.IGNORECASE,
)


def reckons(sentence: str) -> bool:
    """Whether a sentence of an answer says that it reckons: signs or words of arithmetic."""
    return _CUES.search(sentence) is not None


def grows_yearly(sentence: str) -> bool:
    """Whether a sentence speaks of growth a year."""
    return _YEARLY.search(sentence) is not None


def derivation(claim: Quantity, operands: Sequence[tuple[str, Quantity]], periods: Sequence[int] = ()) -> str:
    """How `claim` follows from two or more of `operands` (as written, and read), as "1,577 − 1,433"; "" if not.

    The result must round to the claim as it is written; a claim of one digit is believed only where few operands
    could give it. `periods` are numbers of years over which something may have grown each year.
    """
    used = [(text, found) for text, found in operands if found.value.digits and not found.literal][-_MOST:]
    growth = _yearly(used, periods) if claim.percent else iter(())
    for result, shown in chain(growth, _results(used, percent=claim.percent)):
        if _is(claim, result, _COARSE if len(used) <= _FEW else _FINE):
            return shown
    return ""


def _results(operands: Sequence[tuple[str, Quantity]], *, percent: bool) -> Iterator[tuple[float, str]]:
    """Values that the operands give, with how."""
    values = [(text, found.value.number * (-1 if found.negative else 1), found) for text, found in operands]
    for (one, a, left), (two, b, right) in permutations(values, 2):
        alike = left.percent == right.percent
        if percent and alike and b:
            yield abs((a - b) / b) * 100, f"({one} − {two}) / {two}"
            yield abs(a / b) * 100, f"{one} / {two}"
        if percent and right.percent and not left.percent:
            continue
        if alike:
            yield abs(a - b), f"{one} − {two}"
        if not percent:
            if b:
                yield abs(a / b), f"{one} / {two}"
            if right.percent and not left.percent:
                yield abs(a * b / 100), f"{two} × {one}"
    for (one, a, left), (two, b, right) in combinations(values, 2):
        if left.percent == right.percent:
            yield abs(a + b), f"{one} + {two}"
            yield abs(a + b) / 2, f"({one} + {two}) / 2"
        if not percent and not (left.percent or right.percent):
            yield abs(a * b), f"{one} × {two}"
    for size in range(3, len(values) + 1):
        for chosen in combinations(values, size):
            if len({found.percent for _, _, found in chosen}) == 1 and size <= 6:
                total = sum(value for _, value, _ in chosen)
                sum_of = " + ".join(text for text, _, _ in chosen)
                yield abs(total), sum_of
                yield abs(total) / size, f"({sum_of}) / {size}"


def _yearly(operands: Sequence[tuple[str, Quantity]], periods: Sequence[int]) -> Iterator[tuple[float, str]]:
    """Yearly growth, in percent, from one operand to another over a number of years."""
    values = [(text, found.value.number) for text, found in operands if not found.percent and not found.negative]
    for (one, a), (two, b) in permutations(values, 2):
        for years in periods:
            if a > 0 and b > 0 and years > 1:
                yield abs((b / a) ** (1 / years) - 1) * 100, f"({two} / {one})^(1/{years}) − 1"


def _is(claim: Quantity, result: float, coarsest: float) -> bool:
    """Whether `result` rounds to the claim as it is written, which may round away a share of `coarsest`."""
    value = claim.value.number
    if math.isinf(result) or math.isnan(result) or not value:
        return False
    half = 0.5 * 10.0**claim.place
    if abs(result - value) > half * 1.000001:
        return False
    return half / abs(value) <= coarsest or abs(result - value) < 1e-9 * abs(value)
