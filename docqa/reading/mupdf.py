"""A file as MuPDF has it open. In the worker process alone: MuPDF is not thread-safe and files are hostile."""

from __future__ import annotations

import re
import time
import zipfile
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from docqa.domain import PageKind, PageSource
from docqa.errors import LoadError, PasswordNeeded, WrongPassword
from docqa.reading import bidi, hidden, kinds, layout, links, nightly, normalise, opening, rows, stext
from docqa.reading.binding import extra, mupdf, pymupdf
from docqa.reading.formats import FB2, MARKDOWN, TEXT, WEBP, Format
from docqa.reading.graphics import clusters, shown_marks

# Reflowable files (books, text, web pages) get pages of this size, for good: page indices depend on it.
PAGE_WIDTH, PAGE_HEIGHT, FONT_SIZE = 450, 650, 11
MARGIN = 36  # of plain text and Markdown, whose style is ours
MAX_PAGES = 100_000
MAX_RENDERED = 40_000_000  # pixels of a rendering: 120 MB of RGB

# No ligatures, no original white space, no images; U+FFFD for the unmapped; filled shapes, which may hide words.
_STEXT = pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_COLLECT_VECTORS
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NOTICED = 40_000  # pixels of a picture that may hold words; smaller ones are logos
_DECORATION = 3  # pages that show the same picture before it counts as part of the paper

Marks = Callable[[], Sequence[tuple[Any, ...]]]
"""Makes MuPDF's bounding-box log of a page: (kind, rectangle) of all that is painted, in order."""

_Images = tuple[tuple[int, int, int, int], ...]  # number, mask's number, width and height of each

_AS_SHOWN = pymupdf.Matrix(1, 0, 0, 1, 0, 0)

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(slots=True)
class PageText:
    """One page as read: size in points, text, word columns, and why it is unread if it is."""

    width: float
    height: float
    text: str
    starts: array[int]
    ends: array[int]
    edges: array[float]
    source: PageSource = PageSource.TEXT
    problem: str = ""
    kind: PageKind = PageKind.TEXT
    failed: bool = False  # MuPDF could not even draw it
    hidden: str = ""  # words of the file that nobody sees on the page; not in the text


def unread_page(problem: str, width: float, height: float, kind: PageKind = PageKind.TEXT) -> PageText:
    """A page with something on it that is not text to us."""
    return PageText(width, height, "", array("I"), array("I"), array("f"), PageSource.NONE, problem, kind)


def failed_page(problem: str, width: float = 612, height: float = 792) -> PageText:
    """A page that MuPDF could not read; US Letter where not even its size is known."""
    page = unread_page(problem, width, height)
    page.failed = True
    return page


class File:
    """An open file. Every method may raise LoadError; MuPDF's own exceptions stay inside."""

    def __init__(self, path: Path, form: Format, shown: str, password: str | None) -> None:
        self._shown = shown
        self._dark: dict[int, bool] = {}  # pages looked at by night
        self._images_of: dict[int, _Images] = {}  # by page
        self._image_lists: dict[_Images, _Images] = {}  # each kept once: all pages may share a list of thousands
        self._margin = (MARGIN, PAGE_WIDTH - MARGIN) if form in (TEXT, MARKDOWN) else None
        try:
            self._doc = self._open(path, form, shown, password)
            self.pages = self._count()
        except (LoadError, MemoryError, OSError):
            raise
        except Exception as error:
            raise opening.damaged(shown, form) from error
        if self.pages == 0:
            raise LoadError(
                f"“{shown}” has no pages that could be found: it is damaged, cut off, or empty.",
                "Get the file anew, or open and save it in another PDF program first.",
            )
        if self.pages > MAX_PAGES:
            raise LoadError(
                f"“{shown}” claims to have {self.pages:,} pages; docqa reads up to {MAX_PAGES:,}.",
                "If it really is that long, split it; otherwise it is damaged: get it anew.",
            )

    @cached_property
    def _tagged(self) -> bool:
        """Whether the PDF says what its marks mean: its tags may give words to what is drawn without any."""
        if not self._is_pdf:
            return False
        kind, _ = self._doc.xref_get_key(self._doc.pdf_catalog(), "StructTreeRoot")
        return bool(kind != "null")

    def _open(self, path: Path, form: Format, shown: str, password: str | None) -> Any:
        stream = self._stream(path, form, shown)
        doc = opening.document(path, stream, form)
        if not doc.is_encrypted:
            return doc
        if password is None:
            raise PasswordNeeded(f"“{shown}” is locked with a password.", "Enter the password to open it.")
        for candidate in opening.spellings(password):
            # Each try on a fresh object: MuPDF keeps what it read before it had the key, and the text stays empty.
            doc = opening.document(path, stream, form)
            if doc.authenticate(candidate):
                return doc
        raise WrongPassword(
            f"This password does not open “{shown}”.", "Check capitals and the keyboard's language."
        )

    def _stream(self, path: Path, form: Format, shown: str) -> bytes | None:
        """The bytes MuPDF gets instead of the file itself, where the file needs preparing."""
        # Imported where they are needed: most files are PDFs, and opening one waits for every import.
        if form.text:
            from docqa.reading.plaintext import as_html

            return as_html(path.read_bytes(), form, MARGIN).encode()
        if form.picture:
            opening.check_picture(path, shown)
            return opening.as_png(path) if form is WEBP else None
        if form is FB2 and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return archive.read(archive.namelist()[0])
        return None

    @cached_property
    def _is_pdf(self) -> bool:
        return bool(self._doc.is_pdf)

    def _count(self) -> int:
        if self._doc.is_reflowable:
            self._doc.layout(width=PAGE_WIDTH, height=PAGE_HEIGHT, fontsize=FONT_SIZE)
        return int(self._doc.page_count)

    @property
    def title(self) -> str:
        """The title in the file's metadata, as it stands."""
        return str((self._doc.metadata or {}).get("title") or "")

    def labels(self) -> list[str]:
        """A label a page from the file's own numbering; empty where it has none or it is damaged."""
        try:
            if not self._is_pdf or not (rules := self._doc._get_page_labels()):
                return []
            rules.sort()
            return [pymupdf.utils.get_label_pno(index, rules) for index in range(self.pages)]
        except Exception:
            return []

    def outline(self) -> list[tuple[int, str, int]]:
        """The table of contents as (level, title, page index or -1); empty where it is damaged."""
        try:
            entries = self._doc.get_toc(simple=True)
        except Exception:
            return []
        return [
            (int(level), normalise.word(str(title)), page - 1 if 0 < page <= self.pages else -1)
            for level, title, page in entries
        ]

    def sizes(self, seconds: float) -> list[tuple[float, float]]:
        """Width and height in points of the first pages, as many as `seconds` allow but at least one."""
        until = time.monotonic() + seconds
        found: list[tuple[float, float]] = []
        while len(found) < self.pages and (not found or time.monotonic() < until):
            try:
                bounds = mupdf.fz_bound_page(self._doc.load_page(len(found)).this)
                found.append((bounds.x1 - bounds.x0, bounds.y1 - bounds.y0))
            except Exception:
                found.append((612.0, 792.0))
        return found

    def links(self, index: int) -> list[tuple[tuple[float, float, float, float], str, int, float, float]]:
        """The links of page `index`; see `docqa.reading.links`. A damaged page has none."""
        return links.of(self._doc, index)

    def page(self, index: int) -> PageText:
        """Page `index` read; a page that MuPDF fails on comes back with its problem."""
        width, height = 612.0, 792.0
        unseen: list[str] = []
        try:
            page = self._doc.load_page(index)
            bounds = mupdf.fz_bound_page(page.this)
            width, height = bounds.x1 - bounds.x0, bounds.y1 - bounds.y0
            found = self._extract(page, width, height, unseen)
        except Exception as error:
            if isinstance(error, MemoryError) or "malloc" in str(error):
                return failed_page("it needs more memory than is safe", width, height)
            return failed_page("it is damaged", width, height)
        finally:
            pymupdf.TOOLS.reset_mupdf_warnings()
        said = normalise.word(" ".join(unseen))
        if isinstance(found, PageText):
            found.hidden = said
            return found
        raw, layer = found
        # Outside the net above: what fails here is our mistake, not the file's.
        lines, mirrored = raw if isinstance(raw, tuple) else bidi.lines(raw)
        text = layout.compose(lines, mirrored=mirrored, margin=self._margin)
        if self._is_pdf and kinds.improbable(text.text):
            kind = PageKind.SCANNED if layer.behind_picture else PageKind.GARBLED
            return unread_page("its text is not what it shows", width, height, kind)
        return PageText(width, height, text.text, text.starts, text.ends, text.edges, kind=layer.kind, hidden=said)

    def _extract(
        self, page: Any, width: float, height: float, unseen: list[str]
    ) -> PageText | tuple[tuple[list[rows.Line], bool] | list[bidi.RawLine], kinds.Layer]:
        """What MuPDF knows of a page: lines, raw lines where text runs from right to left, or a page without.

        Words that nobody sees go to `unseen`.
        """
        # Page.get_text() would turn a rotated page back first; this keeps the displayed page's coordinates.
        found = mupdf.FzStextPage(extra.page_get_textpage(page.this, None, _STEXT, _AS_SHOWN))
        words = extra.extractWORDS(found, None)
        if self._tagged and stext.dense_length(found) > sum([len(word[4]) for word in words]):
            # Words that a tag gives to a picture have no extent and are left out; in the bounds of ink they have.
            flags = _STEXT | pymupdf.TEXT_ACCURATE_SIDE_BEARINGS
            every = mupdf.FzStextPage(extra.page_get_textpage(page.this, None, flags, _AS_SHOWN))
            words = stext.with_unseen(words, extra.extractWORDS(every, None))
        if not words:
            if _holds_picture(page, width, height):
                return unread_page("it is a picture without text", width, height, PageKind.SCANNED)
            return PageText(width, height, "", array("I"), array("I"), array("f"))
        raw = " ".join([word[4] for word in words])
        if normalise.unreadable_share(raw) > kinds.UNMAPPED:
            problem = "its text is stored without saying which letters it is made of"
            return unread_page(problem, width, height, PageKind.GARBLED)
        if signs := hidden.unseen_signs(raw):
            unseen.append(signs)
            words = [(*word[:4], hidden.without_signs(word[4]), *word[5:]) for word in words]
        marks = cache(lambda: shown_marks(page))
        if _RIGHT_TO_LEFT.search(raw):
            blocks, shapes = hidden.parted(stext.blocks_of(found, characters=True))
            layer = self._layer(page, blocks, width, height, marks)
            if spans := self._hidden(page, blocks, shapes, layer, marks, unseen):
                hidden.without(blocks, spans)
            return list(stext.characters(blocks)), layer
        blocks, shapes = hidden.parted(stext.blocks_of(found))
        layer = self._layer(page, blocks, width, height, marks)
        if spans := self._hidden(page, blocks, shapes, layer, marks, unseen):
            words = hidden.seen(words, spans)
        return (list(stext.lines(words, blocks)), False), layer

    def _hidden(
        self,
        page: Any,
        blocks: Sequence[dict[str, Any]],
        shapes: Sequence[hidden.Shape],
        layer: kinds.Layer,
        marks: Marks,
        unseen: list[str],
    ) -> list[dict[str, Any]]:
        """The spans that nobody sees; their words go to `unseen`."""
        pictures = any(image[0] not in self._decoration and not image[1] for image in self._images(page.number))
        over = marks() if pictures and not layer.behind_picture else []
        spans = hidden.find(page, blocks, shapes, layer.behind_picture, over)
        unseen += [hidden.text_of(span) for span in spans]
        return spans

    def _layer(
        self, page: Any, blocks: Sequence[dict[str, Any]], width: float, height: float, marks: Marks
    ) -> kinds.Layer:
        """The page's text layer in numbers. Pictures are looked for only where there may be large ones."""
        characters, unseen = hidden.characters(blocks)
        pictures = 0.0
        if self._is_pdf:
            large = {image[0] for image in self._images(page.number) if image[2] * image[3] >= _NOTICED}
            if unseen > 0 or (large and large - self._decoration):
                pictures = _picture_share(marks(), width, height)
        return kinds.Layer(characters, unseen, pictures)

    def _images(self, index: int) -> _Images:
        """The pictures that page `index` of a PDF may show; of other files none. Asked for up to three times."""
        found = self._images_of.get(index)
        if found is None:
            found = ()
            # Most pages have no such objects, and going through all their resources is slow.
            if self._is_pdf and opening.has_objects(self._doc, index):
                found = tuple([image[:4] for image in self._doc.get_page_images(index)])
            self._images_of[index] = found = self._image_lists.setdefault(found, found)
        return found

    @cached_property
    def _decoration(self) -> frozenset[int]:
        """Pictures that many pages have: part of the paper, or of a list of pictures that all pages share."""
        pages: Counter[int] = Counter()
        for index in range(self.pages):
            with suppress(Exception):  # a damaged page shows nothing
                pages.update({image[0] for image in self._images(index)})
        return frozenset(xref for xref, count in pages.items() if count > _DECORATION)

    def render(
        self, index: int, scale: float, clip: tuple[float, float, float, float] | None, *, night: bool = False
    ) -> tuple[int, int, int, bytes]:
        """The page or `clip` of it at `scale` pixels a point (less where it would be too large), as RGB rows."""
        try:
            page = self._doc.load_page(index)
            area = pymupdf.Rect(clip) & page.rect if clip else page.rect
            if area.is_empty:
                raise LoadError(f"Page {index + 1} of “{self._shown}” has no such part.", "")
            scale = min(scale, (MAX_RENDERED / (area.width * area.height)) ** 0.5)
            # A sliver must not become a row of millions, nor nothing at all.
            scale = max(min(scale, 30_000 / max(area.width, area.height)), 1 / min(area.width, area.height))
            pixmap = page.get_pixmap(
                matrix=pymupdf.Matrix(scale, scale), clip=area, colorspace=pymupdf.csRGB, alpha=False
            )
            if night:
                self._by_night(index, page, pixmap, scale)
            return pixmap.width, pixmap.height, pixmap.stride, bytes(pixmap.samples_mv)
        except (LoadError, MemoryError):
            raise
        except Exception as error:
            raise LoadError(f"Page {index + 1} of “{self._shown}” can't be shown: it is damaged.", "") from error

    def draw_to(
        self, index: int, width: int, height: int, clip: tuple[float, float, float, float] | None
    ) -> tuple[int, int, int, bytes]:
        """The page or `clip` of it drawn to fill `width` x `height` pixels, give or take one, as RGB rows."""
        page = self._page_to_draw(index)
        area = pymupdf.Rect(clip) & page.rect if clip else page.rect
        return self.render(index, max(width / max(area.width, 1e-3), height / max(area.height, 1e-3)), clip)

    def graphics(self, index: int) -> list[list[float]]:
        """Where the page has pictures and drawings: the rows of its clusters. Raises LoadError."""
        page = self._page_to_draw(index)
        try:
            bounds = mupdf.fz_bound_page(page.this)
            found = clusters(shown_marks(page), bounds.x1 - bounds.x0, bounds.y1 - bounds.y0)
            return [cluster.row() for cluster in found]
        except MemoryError:
            raise
        except Exception as error:
            raise LoadError(
                f"Page {index + 1} of “{self._shown}” can't be looked at: it is damaged.", ""
            ) from error

    def page_to_recognise(self, index: int) -> tuple[float, float, Any]:
        """Width and height in points of page `index`, and MuPDF's page; None where it is damaged."""
        try:
            page = self._doc.load_page(index)
            bounds = mupdf.fz_bound_page(page.this)
        except Exception:
            return 612.0, 792.0, None
        return bounds.x1 - bounds.x0, bounds.y1 - bounds.y0, page

    def _page_to_draw(self, index: int) -> Any:
        try:
            return self._doc.load_page(index)
        except Exception as error:
            raise LoadError(f"Page {index + 1} of “{self._shown}” can't be shown: it is damaged.", "") from error

    def _by_night(self, index: int, page: Any, pixmap: Any, scale: float) -> None:
        """One judgement for all parts of a page, or they would not fit together."""
        if index not in self._dark:
            self._dark[index] = nightly.is_dark(page)
        if self._dark[index]:
            nightly.dim(pixmap)
        else:
            nightly.darken(page, pixmap, scale)

    def close(self) -> None:
        """Let go of the file and what MuPDF cached of it."""
        self._doc.close()
        pymupdf.TOOLS.store_shrink(100)


def _holds_picture(page: Any, width: float, height: float) -> bool:
    """Whether a page without text has anything on it to see."""
    marks = [kind for kind, *_ in page.get_bboxlog()]
    if any("image" in kind or "shade" in kind for kind in marks):
        return True
    if not marks:
        return False
    scale = 200 / max(width, height, 1)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    return not pixmap.is_unicolor


def _picture_share(marks: Sequence[tuple[Any, ...]], width: float, height: float) -> float:
    """The share of the page that lies under pictures, those that overlap counted once for each; at most 1."""
    covered = 0.0
    for kind, (x0, y0, x1, y1) in marks:
        if "image" in kind:
            covered += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(y1, height) - max(y0, 0.0))
    return min(1.0, covered / (width * height)) if width * height else 0.0
