"""A session as one portable file: a zip of ``session.json`` and the documents it is about.

The documents lie in it uncompressed as ``documents/<sha256><suffix>``. That bounds what a stranger's file can
unpack to by its own size, and every document proves itself by its hash. Parsed pages are not carried: text that
nobody can verify against the file would speak for it.
"""

from __future__ import annotations

import re
import struct
import uuid
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from docqa.domain import Branch, Citation, DocumentRef, Place, Session, Turn
from docqa.errors import NewerSchema, SessionFileError
from docqa.library import branches, codec
from docqa.library.files import kept_suffix
from docqa.library.paths import file_error, replacing
from docqa.library.store import Store

FORMAT = 2  # 1 had no branches
SUFFIX = ".docqa"
MAX_SESSION = 64 * 2**20  # bytes of session.json; a thousand long answers take some 20 million
MAX_DOCUMENTS = 1_000
_MANIFEST = "session.json"
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_ENTRY = re.compile(r"documents/([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_NOT_A_ZIP = (  # what zipfile raises for files that are damaged, encrypted or made to confuse
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_HINT = "Ask for the file again, or save the session anew where it came from."


@dataclass(frozen=True, slots=True)
class _Manifest:
    format: int
    session: Session


def save_session_file(session: Session, store: Store, path: Path) -> tuple[DocumentRef, ...]:
    """Write `session` and its documents to `path`; returns the documents whose files are nowhere to be found.

    The file names of documents go in, the folders they lie in do not. Raises StoreError; `path` is then as it was.
    """
    missing = []
    with replacing(path, private=False) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_MANIFEST, codec.dumps(_Manifest(FORMAT, _portable(session))), zipfile.ZIP_DEFLATED)
        for ref in {ref.id: ref for ref in session.documents}.values():
            if found := store.find_file(ref.id, verify=True):
                archive.write(found, f"documents/{ref.id}{kept_suffix(found)}")
            else:
                missing.append(ref)
    return tuple(missing)


def open_session_file(path: Path, store: Store) -> Session:
    """Bring the session in `path` into the library, with its documents, and return it as it is kept there.

    A session that the library has already, with the same turns and documents, is returned (and restored, if it was
    deleted). One that has gone another way since is left alone: the file's becomes a session of its own, whose
    title says when it was imported. Raises SessionFileError when the file is damaged or is none, NewerSchema when
    a newer docqa wrote it, StoreError when it cannot be read or kept.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            session = _read_manifest(archive)
            entries = _entries(archive, session, path.stat().st_size)
            for ref in session.documents:
                if entry := entries.get(ref.id):
                    with archive.open(entry) as file:
                        store.adopt(ref, file, entry.file_size)
    except _NOT_A_ZIP as error:
        raise SessionFileError(f"{path} is damaged, or no session file of docqa.", _HINT) from error
    except OSError as error:
        raise file_error("read", path, error) from error
    return _settle(session, store)


def _portable(session: Session) -> Session:
    """The session without what tells about this machine."""
    documents = tuple(replace(ref, path=_file_name(ref.path)) for ref in session.documents)
    return replace(session, documents=documents)


def _file_name(path: str) -> str:
    return PureWindowsPath(PurePosixPath(path).name).name


def _read_manifest(archive: zipfile.ZipFile) -> Session:
    """The session of the file, every value checked. Raises SessionFileError and NewerSchema."""
    try:
        entry = archive.getinfo(_MANIFEST)
    except KeyError:
        raise SessionFileError("This is no session file of docqa.", "Choose a file that ends in .docqa.") from None
    with archive.open(entry) as file:
        text = file.read(MAX_SESSION + 1)
    if len(text) > MAX_SESSION:
        raise SessionFileError("The session in this file is too large to be one.", _HINT)
    try:
        data = codec.parse(text)
        if not isinstance(data, dict) or type(data.get("format")) is not int:
            raise codec.CodecError("no format")
        if data["format"] > FORMAT:
            raise NewerSchema("A newer docqa wrote this session file.", "Update docqa to open it.")
        session = _portable(codec.decode(_Manifest, data).session)
        _check(session)
    except ValueError as error:
        raise SessionFileError(f"The session in this file is damaged ({error}).", _HINT) from error
    return session


def _check(session: Session) -> None:
    """What types alone do not say. Raises CodecError."""
    turns = [*session.turns, *(turn for branch in session.others for turn in branch.turns)]
    if not _ID.fullmatch(session.id) or not all(_ID.fullmatch(turn.id) for turn in turns):
        raise codec.CodecError("an id that is none")
    if len({turn.id for turn in turns}) < len(turns):
        raise codec.CodecError("a turn twice")
    known = {"", *(turn.id for turn in session.turns)}
    for branch in session.others:
        if branch.after not in known or not branch.turns:
            raise codec.CodecError("a branch that leaves no turn")
        known.update(turn.id for turn in branch.turns)
    if (
        len({ref.id for ref in session.documents}) < len(session.documents)
        or len(session.documents) > MAX_DOCUMENTS
    ):
        raise codec.CodecError("a document twice, or too many")
    for ref in session.documents:
        if not _HASH.fullmatch(ref.id) or ref.pages < 0 or len(ref.labels) not in (0, ref.pages):
            raise codec.CodecError("a document that is none")
    pages = {ref.id: ref.pages for ref in session.documents}
    for turn in turns:
        _check_turn(turn, pages)


def _check_turn(turn: Turn, pages: Mapping[str, int]) -> None:
    answer = turn.answer
    cited: tuple[Citation, ...] = (*answer.citations, *answer.alternatives)
    places: list[Place] = [citation.place for citation in cited]
    places += [place for check in answer.checks for place in check.places]
    covered = turn.report.coverage if turn.report else ()
    places += turn.report.included if turn.report else ()
    if any(place.span.page >= pages.get(place.document, place.span.page + 1) for place in places):
        raise codec.CodecError("a page that its document does not have")
    for start, end in [at for at in (*(one.at for one in cited), *(one.at for one in answer.checks)) if at]:
        if not 0 <= start <= end <= len(answer.text):
            raise codec.CodecError("words that the answer does not have")
    for coverage in covered:
        listed = (*coverage.sent, *coverage.omitted, *coverage.unreadable)
        if not all(0 <= page < coverage.pages for page in listed):
            raise codec.CodecError("a page that its document does not have")


def _entries(archive: zipfile.ZipFile, session: Session, size: int) -> dict[str, zipfile.ZipInfo]:
    """The documents in the file by id. Raises SessionFileError for anything that docqa does not write."""
    wanted = {ref.id for ref in session.documents}
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        if entry.filename == _MANIFEST:
            continue
        name = _ENTRY.fullmatch(entry.filename)
        if (
            name is None
            or name[1] not in wanted
            or name[1] in entries
            or entry.compress_type != zipfile.ZIP_STORED
        ):
            raise SessionFileError("This session file holds what docqa did not put there.", _HINT)
        entries[name[1]] = entry
    if sum(entry.file_size for entry in entries.values()) > size:
        raise SessionFileError("This session file says that it holds more than it does.", _HINT)
    return entries


def _settle(session: Session, store: Store) -> Session:
    """Give the session its place in the library without touching any other."""
    if store.has_session(session.id):
        known = store.session(session.id)
        if _content(known) == _content(session):
            store.restore_session(known.id)
            return store.session(known.id)
        session = replace(session, title=f"{session.title} (imported {datetime.now(UTC):%Y-%m-%d})")
    turns = [*session.turns, *(turn for branch in session.others for turn in branch.turns)]
    if store.has_session(session.id) or store.has_turns(turn.id for turn in turns):
        session = _renamed(session, {turn.id: uuid.uuid4().hex for turn in turns})
    store.insert_session(session)
    return store.session(session.id)


def _renamed(session: Session, ids: Mapping[str, str]) -> Session:
    """The session under another id, its turns under those of `ids`."""

    def turns(before: tuple[Turn, ...]) -> tuple[Turn, ...]:
        return tuple(replace(turn, id=ids[turn.id]) for turn in before)

    others = tuple(Branch(ids.get(branch.after, ""), turns(branch.turns)) for branch in session.others)
    return replace(session, id=uuid.uuid4().hex, turns=turns(session.turns), others=others)


def _content(session: Session) -> object:
    """What makes two states of a session the same: whichever of its branches is shown, and the rest of it."""
    turns = [(turn, after) for turn, after in branches.in_order(session.turns, session.others)]
    return sorted(turns, key=lambda one: one[0].id), session.voice, [ref.id for ref in session.documents]
