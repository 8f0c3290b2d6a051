"""Keys live in the keyring; where there is none, in memory with a notice. Nothing ever shows one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from docqa.errors import SecretsUnavailable
from docqa.library import Secrets

URL = "https://api.example.com/v1"
KEY = "sk-very-secret-indeed"


class Memory(KeyringBackend):
    """A keyring as a desktop has one."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


class Failing(Memory):
    """A keyring whose every answer is an error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Hanging(Memory):
    """A keyring that waits for a dialogue nobody answers."""

    gate = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(20)
        return None


@pytest.fixture(autouse=True)
def own_backend() -> Iterator[None]:
    before = keyring.core._keyring_backend
    yield
    keyring.core._keyring_backend = before


def with_backend(backend: KeyringBackend) -> Secrets:
    keyring.set_keyring(backend)
    return Secrets()


def test_a_key_is_kept_in_the_keyring_alone(docqa_home: Path) -> None:
    backend = Memory()
    secrets = with_backend(backend)
    assert secrets.get(URL) is None
    secrets.set(URL, KEY)
    assert backend.kept == {("docqa", URL): KEY}
    assert Secrets().get(URL) == KEY
    assert (secrets.available, secrets.notice) == (True, "")
    assert "Memory" in secrets.backend
    secrets.delete(URL)
    secrets.delete(URL)
    assert secrets.get(URL) is None
    assert not docqa_home.exists()


@pytest.mark.parametrize("written", [URL + "/", " " + URL, "HTTPS://API.example.com/v1", URL + "#x"])
def test_one_endpoint_has_one_key_however_it_is_written(written: str) -> None:
    secrets = with_backend(Memory())
    secrets.set(written, KEY)
    assert secrets.get(URL) == KEY
    assert secrets.get("https://api.example.com/v2") is None
    assert secrets.get("http://api.example.com/v1") is None


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_without_a_keyring_a_key_lasts_for_this_run(backend: KeyringBackend, docqa_home: Path) -> None:
    secrets = with_backend(backend)
    assert not secrets.available
    assert "forgotten when docqa closes" in secrets.notice
    secrets.set(URL, KEY)
    assert secrets.get(URL + "/") == KEY
    assert Secrets().get(URL) is None
    secrets.delete(URL)
    assert secrets.get(URL) is None
    assert not docqa_home.exists()


def test_a_chain_of_nothing_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [fail.Keyring()])
    assert not with_backend(chainer.ChainerBackend()).available
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [fail.Keyring(), Memory()])
    assert with_backend(chainer.ChainerBackend()).available


def test_a_keyring_that_does_not_load_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.core._keyring_backend = None
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")
    secrets = Secrets()
    assert not secrets.available
    assert "does not load" in secrets.notice
    secrets.set(URL, KEY)
    assert secrets.get(URL) == KEY


def test_a_keyring_in_plain_text_is_told() -> None:
    class PlaintextKeyring(Memory):
        pass

    assert "not encrypted" in with_backend(PlaintextKeyring()).notice


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyringLocked("locked " + KEY), "locked"),
        (InitError(KEY), "refused"),
        (RuntimeError("D-Bus " + KEY), "RuntimeError"),
    ],
)
def test_a_keyring_that_fails_is_an_error_with_a_way_on(error: Exception, told: str) -> None:
    secrets = with_backend(Failing(error))
    with pytest.raises(SecretsUnavailable, match=told) as getting:
        secrets.get(URL)
    with pytest.raises(SecretsUnavailable, match=told) as setting:
        secrets.set(URL, KEY)
    assert "Unlock" in getting.value.hint
    assert "for this run" in setting.value.hint
    assert KEY not in f"{getting.value}{getting.value.hint}{setting.value}{setting.value.hint}"
    assert secrets.get(URL) == KEY, "the key serves for this run"


def test_a_keyring_that_hangs_is_given_up() -> None:
    keyring.set_keyring(Hanging())
    secrets = Secrets(patience=0.1)
    with pytest.raises(SecretsUnavailable, match="no answer"):
        secrets.get(URL)
    Hanging.gate.set()


def test_nothing_shows_a_key(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    for backend in (Memory(), null.Keyring()):
        secrets = with_backend(backend)
        secrets.set(URL, KEY)
        assert KEY not in f"{secrets!r}{secrets}{secrets.notice}{secrets.backend}"
    assert KEY not in caplog.text
    assert KEY not in "".join(capsys.readouterr())
