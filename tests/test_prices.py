"""What tokens cost: the person's word first, then the list, nothing on one's own computer, and no guesses."""

from __future__ import annotations

import json
from datetime import date

import pytest

from docqa.engines import BuiltinReader, OpenAIEngine, normalise_base_url
from docqa.library import EndpointProfile
from docqa.prices import FREE, Prices, price_line, prices_of, prices_of_engine, prices_of_profile
from docqa.resources import resource

LIST = json.loads(resource("prices.json").read_text(encoding="utf-8"))
HOSTS = sorted(LIST["hosts"])


def test_price_of_tokens() -> None:
    prices = Prices(2.0, 10.0, 0.5)
    assert prices.of(1_000_000, 100_000) == pytest.approx(3.0)
    assert prices.of(1_000_000, 0, 400_000) == pytest.approx(1.4)
    assert prices.of(1_000, 100, 1_000) == pytest.approx(0.0015)
    assert Prices(2.0, 10.0).of(1_000_000, 0, 400_000) == pytest.approx(2.0), "cached tokens cost what others do"


def test_own_prices_come_first_and_own_computers_are_free() -> None:
    host = f"https://{HOSTS[0]}/v1"
    model = next(iter(LIST["hosts"][HOSTS[0]]["models"]))
    listed = prices_of(host, model)
    assert listed is not None
    assert listed.currency == "USD"
    assert prices_of(host, model, stated=(7.0, 9.0)) == Prices(7.0, 9.0)
    assert prices_of("http://localhost:11434/v1", model) == FREE
    assert prices_of_profile(None) == FREE
    assert prices_of_profile(EndpointProfile("e", host, model, price_in=7.0, price_out=9.0)) == Prices(7.0, 9.0)
    assert prices_of_engine(BuiltinReader(), (), 1_000) == FREE
    mine = EndpointProfile("e", f"{host}/", model, price_in=7.0, price_out=9.0)
    assert prices_of_engine(OpenAIEngine(host, model), (mine,), 1_000) == Prices(7.0, 9.0)
    assert prices_of_engine(OpenAIEngine(host, model), (), 1_000) == listed


@pytest.mark.parametrize(
    ("url", "model"),
    [
        ("https://api.openai.com/v1", "no-such-model"),
        ("https://example.com/v1", "gpt-4.1"),
        ("no address", "gpt-4.1"),
    ],
)
def test_what_nobody_knows_is_not_guessed(url: str, model: str) -> None:
    assert prices_of(url, model) is None


def test_a_snapshot_costs_what_its_model_does() -> None:
    models = LIST["hosts"]["api.openai.com"]["models"]
    name = next(iter(models))
    assert prices_of("https://api.openai.com/v1", f"{name}-2025-08-07") == prices_of(
        "https://api.openai.com/v1", name
    )


def test_long_prompts_are_taken_at_their_price() -> None:
    long = [
        (host, name, row) for host in HOSTS for name, row in LIST["hosts"][host]["models"].items() if len(row) > 3
    ]
    assert long
    for host, name, row in long:
        short, far = (
            prices_of(f"https://{host}/v1", name),
            prices_of(f"https://{host}/v1", name, window=10_000_000),
        )
        assert short
        assert far
        assert (short.sent, short.answered) == (row[0], row[1])
        assert (far.sent, far.answered) == (row[4], row[5])
        assert far.sent >= short.sent


def test_the_list_is_in_order() -> None:
    assert date.fromisoformat(LIST["as_of"])
    for host in HOSTS:
        assert normalise_base_url(f"https://{host}/v1")
        assert LIST["hosts"][host]["source"].startswith("https://")
        for name, row in LIST["hosts"][host]["models"].items():
            assert name == name.casefold()
            assert len(row) in (3, 6)
            assert all(isinstance(number, int | float) and 0 <= number < 1_000 for number in row[:3])
            assert row[2] <= row[0]


@pytest.mark.parametrize(
    ("price", "prices", "line"),
    [
        (1234.5, Prices(1, 2), "1,234.50 at the prices in your settings"),
        (0.003141, Prices(1, 2, None, "USD", "2026-11-25"), "0.0031 USD at list prices of 2026-11-25"),
        (0.00001, Prices(1, 2), "less than 0.0001 at the prices in your settings"),
        (0.0, FREE, "nothing"),
    ],
)
def test_prices_in_words(price: float, prices: Prices, line: str) -> None:
    assert price_line(price, prices) == line
