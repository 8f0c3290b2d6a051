"""What all tests share: no network but loopback (pytest-socket), data in a temporary home, no real keyring."""

from __future__ import annotations

from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def docqa_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a home of its own, so none sees the person's library."""
    home = tmp_path / "home"
    monkeypatch.setenv("DOCQA_HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return home


@pytest.fixture(scope="session")
def evalset() -> Path:
    """The evaluation set beside the checkout; tests that need it skip where it is absent."""
    path = REPO.parent / "shared" / "evalset"
    if not path.is_dir():
        pytest.skip("the evaluation set is not beside this checkout (../shared/evalset)")
    return path
