"""What tokens cost: by the person's own prices, by the makers' list prices, or nothing on one's own computer.

The list is resources/prices.json: dollars for a million tokens by host and model, as
`[sent, answered, sent and cached]`, and where a long prompt costs more `[…, tokens, sent, answered]` for those
above so many tokens. It says where it comes from and of which day it is: prices change, so they are a guide.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from docqa.engines import Engine, OpenAIEngine, host_of, is_loopback, normalise_base_url
from docqa.errors import EngineError
from docqa.library import EndpointProfile
from docqa.resources import resource

_MILLION = 1_000_000
_SNAPSHOT = re.compile(r"-(?:20\d\d-?\d\d-?\d\d|\d{4}|latest)$")  # "gpt-5-2025-08-07" costs what "gpt-5" does


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, sent, answered, and sent but read from the server's cache (None: as sent).

    `currency` is a code, "" for that of the person's own bill; `as_of` the day (ISO 8601) and `source` the address
    of a list price, both "" where the person stated it.
    """

    sent: float
    answered: float
    cached: float | None = None
    currency: str = ""
    as_of: str = ""
    source: str = ""

    def of(self, sent: int, answered: int, cached: int = 0) -> float:
        """The price of so many tokens; `cached` are among those `sent`."""
        kept = min(cached, sent) if self.cached is not None else 0
        paid = (sent - kept) * self.sent + kept * (self.cached or 0.0) + answered * self.answered
        return paid / _MILLION

    @property
    def free(self) -> bool:
        """Whether nothing is paid at all, as on one's own computer."""
        return self.sent == self.answered == 0


FREE = Prices(0.0, 0.0)


def prices_of(
    base_url: str, model: str, *, window: int = 0, stated: tuple[float | None, float | None] = (None, None)
) -> Prices | None:
    """What tokens of `model` at an endpoint cost; None where nobody knows.

    The person's `stated` prices (sent, answered) come before the list, and a server on this computer is free.
    Where long prompts cost more, prompts of up to `window` tokens are taken at the price of the longest.
    """
    if stated[0] is not None and stated[1] is not None:
        return Prices(stated[0], stated[1])
    try:
        url = normalise_base_url(base_url)
    except EngineError:
        return None
    if is_loopback(url):
        return FREE
    listed = _list()
    at = listed["hosts"].get(host_of(url))
    row = _row(at["models"], model) if at else None
    if row is None:
        return None
    sent, answered, cached, *long = row
    if long and window > long[0]:
        sent, answered, cached = long[1], long[2], min(cached * long[1] / sent, long[1])
    return Prices(sent, answered, cached, listed["currency"], listed["as_of"], at["source"])


def prices_of_profile(profile: EndpointProfile | None) -> Prices | None:
    """What tokens at an endpoint of the settings cost; the built-in reader (None) is free."""
    if profile is None:
        return FREE
    stated = (profile.price_in, profile.price_out)
    return prices_of(profile.base_url, profile.model, window=profile.window, stated=stated)


def prices_of_engine(engine: Engine, profiles: tuple[EndpointProfile, ...], window: int) -> Prices | None:
    """What tokens of an engine cost, by the prices that one of `profiles` states for it, else by the list."""
    if not isinstance(engine, OpenAIEngine):
        return FREE
    for profile in profiles:
        try:
            same = (normalise_base_url(profile.base_url), profile.model) == (engine.base_url, engine.model)
        except EngineError:
            continue
        if same and profile.price_in is not None and profile.price_out is not None:
            return Prices(profile.price_in, profile.price_out)
    return prices_of(engine.base_url, engine.model, window=window)


def price_line(price: float, prices: Prices) -> str:
    """A price in words: "0.0031 USD at list prices of 2026-11-25", "0.31 at your own prices", "nothing"."""
    if prices.free:
        return "nothing"
    amount = (
        f"{price:,.2f}" if price >= 0.1 or price == 0 else f"{price:.2g}" if price >= 1e-4 else "less than 0.0001"
    )
    if prices.as_of:
        return f"{amount} {prices.currency} at list prices of {prices.as_of}"
    return f"{amount} at the prices in your settings"


@cache
def _list() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("prices.json").read_text(encoding="utf-8"))
    return found


def _row(models: dict[str, list[float]], model: str) -> list[float] | None:
    """The prices of a model, or of the one that it is a snapshot of."""
    name = model.strip().casefold().removeprefix("models/")
    while name not in models:
        shorter = _SNAPSHOT.sub("", name)
        if shorter == name:
            return None
        name = shorter
    return models[name]
