"""Files on the command line: opened, and their pictures of pages read as text unless told not to."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from docqa.cli.terminal import LOG_EVERY, with_progress
from docqa.domain import Document, Progress, passed_on
from docqa.domain.wording import hidden_line
from docqa.errors import DocqaError, PasswordNeeded, WrongPassword
from docqa.library import Settings
from docqa.pictures_read import languages_of, read_as_pictures
from docqa.reading import load, ocr_languages

_GUESS = "guess"


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that opens files."""
    group = parser.add_argument_group("reading files")
    group.add_argument("--password", help="opens an encrypted file (asked for when run in a terminal)")
    group.add_argument(
        "--no-ocr", action="store_true", help="leave scanned pages unread, and those whose fonts say other letters"
    )
    group.add_argument(
        "--ocr-languages",
        metavar="heb,eng",
        default="",
        help="what scanned pages are written in, remembered for the file; `guess` forgets it (`docqa doctor` says "
        "which there are)",
    )


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pictures of pages are to be read: at all, and in which languages (none: guessed; None: as before)."""

    wanted: bool = True
    languages: tuple[str, ...] | None = None


def ocr_of(args: argparse.Namespace) -> Ocr:
    """What `args` say. Raises DocqaError for a language that nothing here reads."""
    languages = tuple(dict.fromkeys(part for part in re.split(r"[,+\s]+", args.ocr_languages.lower()) if part))
    if languages in ((), (_GUESS,)):
        return Ocr(not args.no_ocr, () if languages else None)
    there = ocr_languages()
    for language in languages:
        if language not in there:
            hint = f"There are: {', '.join(there)}." if there else "`docqa doctor` says how to add one."
            raise DocqaError(f"Nothing on this computer reads “{language}” from pictures.", hint)
    return Ocr(not args.no_ocr, languages)


def read_file(path: Path, *, password: str | None, ocr: Ocr) -> Generator[Progress, None, Document]:
    """Load a file and read its pictures of pages. Raises LoadError and kin."""
    document = yield from load(path, password=password)
    if not ocr.wanted:
        return document
    languages = languages_of(document.id, ocr.languages, Settings.load().ocr_languages)
    work = read_as_pictures(path, document, languages, password)
    return (yield from passed_on(work, lambda event: event if isinstance(event, Progress) else None))


def open_file(file: Path, args: argparse.Namespace) -> tuple[Document, str | None]:
    """The document, and the password that opened it, if one did: its text is then not to be kept in plain."""
    password, ocr = args.password, ocr_of(args)
    while True:
        try:
            document = with_progress(read_file(file, password=password, ocr=ocr), log_every=LOG_EVERY)
            if line := hidden_line(document):
                print(f"{file}: {line}. It is kept out of what is asked and sent.", file=sys.stderr)
            return document, password
        except WrongPassword:
            raise
        except PasswordNeeded as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise PasswordNeeded(error.message, "Give the password with --password.") from error
            password = getpass.getpass(f"Password for {file.name}: ", sys.stderr)
