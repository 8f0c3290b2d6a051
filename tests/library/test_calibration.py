"""What is learnt about a model's tokenizer, and what is made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docqa.library.calibration import Calibration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "calibration.json"


def test_the_median_of_the_last_few_answers_counts(path: Path) -> None:
    calibration = Calibration(path)
    for read in (3000, 1100, 1120, 9000, 1110, 1100, 1130, 1120, 1110):
        calibration.learn("m", "en", 1000, read)
    assert calibration.factor("m", "en") == 1.12
    assert calibration.margin("m", "en") == pytest.approx(0.12)
    assert Calibration(path).factor("m", "en") == 1.12
    assert len(json.loads(path.read_text())["models"]["m en"]) == 7


def test_a_denser_tokenizer_needs_no_margin(path: Path) -> None:
    calibration = Calibration(path)
    calibration.learn("m", "en", 1000, 900)
    assert calibration.margin("m", "en") == 0


@pytest.mark.parametrize(
    ("model", "counted", "read"), [("", 1000, 1100), ("m", 400, 500), ("m", 1000, 0), ("m", 1000, 90_000)]
)
def test_what_tells_nothing_is_not_learnt(path: Path, model: str, counted: int, read: int) -> None:
    calibration = Calibration(path)
    calibration.learn(model, "en", counted, read)
    assert not path.exists()


def test_a_cut_is_told_from_a_dense_tokenizer_once_the_model_is_known(path: Path) -> None:
    calibration = Calibration(path)
    assert calibration.was_cut("m", "he", 10_000, 4_096)
    assert not calibration.was_cut("m", "he", 10_000, 6_500)
    calibration.learn("m", "he", 10_000, 18_000)
    assert calibration.was_cut("m", "he", 10_000, 12_000)
    assert not calibration.was_cut("m", "he", 10_000, 15_000)
    assert not calibration.was_cut("m", "he", 10_000, 0), "a server that counts nothing"


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        '{"models": 3}',
        '{"models": {"m en": "1.1"}}',
        '{"models": {"m en": [true]}}',
        "[" * 9_000,
        "\x00",
    ],
)
def test_a_damaged_file_is_learnt_anew(path: Path, damaged: str) -> None:
    path.parent.mkdir()
    path.write_text(damaged)
    calibration = Calibration(path)
    assert calibration.factor("m", "en") is None
    calibration.learn("m", "en", 1000, 1100)
    assert Calibration(path).factor("m", "en") == 1.1
