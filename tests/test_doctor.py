"""The doctor finds what is wrong with the library and says what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from docqa import doctor
from docqa.library import Store, library_path


def library() -> doctor.Finding:
    (finding,) = [finding for finding in doctor.examine(ask_engines=False) if finding.what == "library"]
    return finding


def test_a_whole_library_is_well() -> None:
    with Store() as store:
        store.create_session("S", [])
    finding = library()
    assert finding.ok
    assert finding.found.startswith("1 session in ")


def test_a_damaged_library_is_told_with_what_to_do() -> None:
    Store().close()
    with closing(sqlite3.connect(library_path())) as raw:
        raw.execute("INSERT INTO session_documents VALUES ('nowhere', 0, 'nothing')")
        raw.commit()
    finding = library()
    assert not finding.ok
    assert "damaged" in finding.found
    assert "Save your sessions" in finding.advice
