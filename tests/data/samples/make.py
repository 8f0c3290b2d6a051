"""Makes the PDFs in resources/samples from the texts beside this script and in resources/samples.

    python tests/data/samples/make.py FONTS

FONTS is the folder that holds Noto's NotoSerif-*.ttf, NotoSans-*.ttf and NotoSerifHebrew-*.ttf (Debian:
fonts-noto-core; the licence of these fonts, SIL OFL 1.1, allows embedding). The same fonts and the same PyMuPDF
give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pymupdf
from PIL import Image

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[2] / "resources" / "samples"

PAGE = pymupdf.Rect(0, 0, 468, 624)  # 165 x 220 mm, in points
BODY = pymupdf.Rect(56, 58, 412, 570)
FOOT = 596.0
INK, ACCENT, PALE, GREY = (0.13, 0.14, 0.16), (0.07, 0.37, 0.40), (0.91, 0.95, 0.95), (0.45, 0.47, 0.49)
WRITTEN = "D:20261101000000Z"

STYLE = """
@font-face {font-family: Body; src: url(NotoSerif-Regular.ttf)}
@font-face {font-family: Body; font-weight: bold; src: url(NotoSerif-Bold.ttf)}
@font-face {font-family: Head; src: url(NotoSans-Bold.ttf)}
@font-face {font-family: Plain; src: url(NotoSans-Regular.ttf)}
@font-face {font-family: Plain; font-weight: bold; src: url(NotoSans-Bold.ttf)}
@font-face {font-family: Hebrew; src: url(NotoSerifHebrew-Regular.ttf)}
@font-face {font-family: Hebrew; font-weight: bold; src: url(NotoSerifHebrew-Bold.ttf)}
body {font-family: Body; font-size: 11.2pt; line-height: 1.52; color: #212428; margin: 0}
p {margin: 0 0 9pt 0}
h1, h2, h3 {font-family: Head; font-weight: normal; line-height: 1.25}
h1 {font-size: 21pt; margin: 0 0 14pt 0; color: #125e66}
h2 {font-size: 12.5pt; margin: 15pt 0 6pt 0}
h3 {font-size: 9.5pt; margin: 9pt 0 2pt 0; color: #125e66}
.small {font-size: 9.5pt}
.caption {font-family: Plain; font-size: 9.2pt; margin: 8pt 0 8pt 0}
.code {font-family: Plain; font-size: 10pt}
table {margin: 0 0 12pt 0; font-size: 9.8pt; line-height: 1.36; width: 100%}
th {font-family: Head; font-weight: normal; font-size: 9.2pt; text-align: left; padding: 3.5pt 8pt 3.5pt 4pt;
    border-bottom: 1pt solid #125e66}
td {padding: 3.5pt 8pt 3.5pt 4pt; border-bottom: 0.5pt solid #b9c4c6}
.numbers td, .numbers th {text-align: right}
.hebrew {font-family: Hebrew; font-size: 13.5pt; line-height: 1.6}
.hebrew h1, .hebrew h2 {font-family: Hebrew; font-weight: bold}
.hebrew h2 {font-size: 15.5pt}
"""
COLUMN_STYLE = STYLE + "body {font-size: 9.8pt; line-height: 1.42} p {margin: 0 0 5pt 0}"


class Press:
    """Sets pages of HTML with the fonts of one folder and gathers them into one PDF."""

    def __init__(self, fonts: Path) -> None:
        self.fonts = fonts
        self.archive = pymupdf.Archive(str(fonts))
        self.buffer = io.BytesIO()
        self.writer = pymupdf.DocumentWriter(self.buffer)
        self.labels: list[str] = []

    def blank(self) -> None:
        self.writer.begin_page(PAGE)
        self.writer.end_page()

    def page(self, parts: Sequence[tuple[str, Sequence[pymupdf.Rect], str]]) -> list[pymupdf.Rect]:
        """Set (HTML, rectangles to flow through, style) parts on one page; returns what each part filled last.

        Raises ValueError when a part does not fit: a sample never loses its end.
        """
        device = self.writer.begin_page(PAGE)
        filled = []
        for html, rects, style in parts:
            story = pymupdf.Story(html, user_css=style, archive=self.archive)
            more = 1
            for rect in rects:
                more, used = story.place(rect)
                story.draw(device)
                if not more:
                    filled.append(pymupdf.Rect(used))
                    break
            if more:
                raise ValueError(f"does not fit its page: {html[:60]}…")
        self.writer.end_page()
        return filled

    def finish(self) -> pymupdf.Document:
        self.writer.close()
        return pymupdf.open("pdf", self.buffer.getvalue())


def save(doc: pymupdf.Document, path: Path, title: str, language: str) -> None:
    """Write `doc` so that the same content gives the same bytes: the dates and the id are fixed."""
    doc.set_metadata(
        {
            "title": title,
            "author": "docqa",
            "creationDate": WRITTEN,
            "modDate": WRITTEN,
            "producer": "",
            "creator": "",
        }
    )
    doc.set_language(language)
    doc.subset_fonts()
    doc.xref_set_key(-1, "ID", "[<646f637161><646f637161>]")
    doc.save(path, garbage=4, deflate=True, use_objstms=1, no_new_id=True)
    print(f"{path.name}: {len(doc)} pages, {path.stat().st_size:,} bytes")


# --- the guide ---------------------------------------------------------------------------------------------


def guide(fonts: Path) -> pymupdf.Document:
    """docqa's guide: a cover (i), contents (ii), and eight pages (1 to 8), the last in two columns."""
    source = (HERE / "guide.html").read_text(encoding="utf-8")
    pieces = re.split(r"<!-- page: .*? -->\n", source)[1:]
    headings = [match[1] for piece in pieces[1:] if (match := re.search("<h1>(.*?)</h1>", piece))]
    rows = (f'<tr><td>{heading}</td><td class="page">{n}</td></tr>' for n, heading in enumerate(headings, 1))
    pieces[0] = pieces[0].replace("{contents}", f'<table class="contents">{"".join(rows)}</table>')

    press = Press(fonts)
    press.blank()
    figure_top = 0.0
    for piece in pieces:
        if "<!-- figure -->" in piece:
            above, below = piece.split("<!-- figure -->")
            (head,) = measure(press, above)
            figure_top = head.y1 + 6
            rest = pymupdf.Rect(BODY.x0, figure_top + FIGURE_HEIGHT, BODY.x1, BODY.y1)
            press.page([(above, [BODY], STYLE), (below, [rest], STYLE)])
        elif "<!-- columns -->" in piece:
            head, text = piece.split("<!-- columns -->")
            (top,) = measure(press, head)
            middle, gutter = (BODY.x0 + BODY.x1) / 2, 11
            left = pymupdf.Rect(BODY.x0, top.y1, middle - gutter, COLUMN_BREAK)
            right = pymupdf.Rect(middle + gutter, top.y1 + 9, BODY.x1, BODY.y1)
            press.page([(head, [BODY], STYLE), (text, [left, right], COLUMN_STYLE)])
        else:
            press.page([(piece, [BODY], STYLE + CONTENTS_STYLE)])
    doc = press.finish()
    cover(doc[0], fonts)
    figure(doc[3], figure_top, fonts)
    labels = ["i", "ii", *(str(n) for n in range(1, len(headings) + 1))]
    for page, label in list(zip(doc, labels, strict=True))[1:]:
        folio(page, label, "docqa · The guide", fonts)
    for n, heading in enumerate(headings):
        row = doc[1].search_for(heading, flags=pymupdf.TEXTFLAGS_SEARCH & ~pymupdf.TEXT_PRESERVE_LIGATURES)[0]
        row.x1 = BODY.x1
        doc[1].insert_link({"kind": pymupdf.LINK_GOTO, "from": row, "page": n + 2, "to": pymupdf.Point(0, 0)})
    doc.set_toc([[1, "Contents", 2], *([1, heading, n + 3] for n, heading in enumerate(headings))])
    doc.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D"}])
    return doc


CONTENTS_STYLE = ".contents td {font-size: 11.2pt; padding: 5pt 0} .contents .page {text-align: right}"
FIGURE_HEIGHT = 112.0
COLUMN_BREAK = 474.0  # where the left column ends, between two questions


def measure(press: Press, html: str) -> list[pymupdf.Rect]:
    """What `html` fills of a page, without setting it."""
    story = pymupdf.Story(html, user_css=STYLE, archive=press.archive)
    return [pymupdf.Rect(story.place(BODY)[1])]


def folio(page: pymupdf.Page, label: str, running: str, fonts: Path, *, rtl: bool = False) -> None:
    """The running head and the page number."""
    name = fonts / "NotoSans-Regular.ttf"
    font = pymupdf.Font(fontfile=str(name))
    x = BODY.x1 - font.text_length(label, 8.5) if not rtl else BODY.x0
    page.insert_text((x, FOOT), label, fontname="Folio", fontfile=str(name), fontsize=8.5, color=GREY)
    if running:
        page.insert_text((BODY.x0, FOOT), running, fontname="Folio", fontfile=str(name), fontsize=8.5, color=GREY)


def cover(page: pymupdf.Page, fonts: Path) -> None:
    """The title over a page of drawn lines, one of them marked: what docqa does, in one picture."""
    bold, plain = str(fonts / "NotoSans-Bold.ttf"), str(fonts / "NotoSerif-Regular.ttf")
    page.draw_rect(PAGE, color=None, fill=ACCENT)
    sheet = pymupdf.Rect(248, 278, 412, 502)
    page.draw_rect(sheet + pymupdf.Rect(9, 9, 9, 9), color=None, fill=(0.05, 0.29, 0.32))
    page.draw_rect(sheet, color=None, fill=(1, 1, 1))
    widths = [0.62, 1, 0.94, 0.98, 0.71, 1, 0.96, 0.9, 1, 0.55, 0.97, 0.93, 0.8]
    for n, share in enumerate(widths):
        y = sheet.y0 + 24 + n * 14.6
        line = pymupdf.Rect(sheet.x0 + 18, y, sheet.x0 + 18 + share * (sheet.width - 36), y + 4)
        if n == 6:
            page.draw_rect(line + pymupdf.Rect(-4, -5, 4, 5), color=None, fill=(1, 0.86, 0.42))
        page.draw_rect(line, color=None, fill=INK if n in (0, 6) else (0.78, 0.81, 0.83))
    white = (1, 1, 1)
    page.insert_text((58, 150), "docqa", fontname="Bold", fontfile=bold, fontsize=54, color=white)
    page.insert_text((60, 184), "The guide", fontname="Text", fontfile=plain, fontsize=20, color=white)
    lines = ("Ask long documents questions,", "and check every answer on its page.")
    for n, line in enumerate(lines):
        page.insert_text((60, 226 + 17 * n), line, fontname="Text", fontfile=plain, fontsize=11.5, color=PALE)
    page.insert_text((60, 570), "For docqa 0.1", fontname="Text", fontfile=plain, fontsize=10, color=PALE)


def figure(page: pymupdf.Page, top: float, fonts: Path) -> None:
    """Figure 1: five boxes and the arrows between them, and the long way back from the checks to the pages."""
    bold, plain = str(fonts / "NotoSans-Bold.ttf"), str(fonts / "NotoSans-Regular.ttf")
    steps = ("File", "Pages", "Window", "Answer", "Checks")
    notes = ("read once", "plain text", "what is sent", "streamed", "looked up")
    fonts_by_name = {"Bold": pymupdf.Font(fontfile=bold), "Note": pymupdf.Font(fontfile=plain)}
    gap = 20.0
    width = (BODY.width - 4 * gap) / 5
    for n, (step, note) in enumerate(zip(steps, notes, strict=True)):
        x = BODY.x0 + n * (width + gap)
        box = pymupdf.Rect(x, top + 8, x + width, top + 58)
        strong = step in ("Pages", "Checks")
        page.draw_rect(box, color=ACCENT, fill=ACCENT if strong else PALE, width=1, radius=0.1)
        for text, name, file, size, y, colour in (
            (step, "Bold", bold, 10.5, 30, (1, 1, 1) if strong else INK),
            (note, "Note", plain, 7.5, 45, PALE if strong else GREY),
        ):
            left = x + (width - fonts_by_name[name].text_length(text, size)) / 2
            page.insert_text((left, top + y), text, fontname=name, fontfile=file, fontsize=size, color=colour)
        if n:
            arrow(page, pymupdf.Point(x - gap + 3, top + 33), pymupdf.Point(x - 3, top + 33))
    pages, checks = BODY.x0 + 1.5 * width + gap, BODY.x0 + 4.5 * width + 4 * gap
    page.draw_polyline(
        [(checks, top + 59), (checks, top + 86), (pages, top + 86), (pages, top + 66)], color=ACCENT, width=1
    )
    arrow(page, pymupdf.Point(pages, top + 66), pymupdf.Point(pages, top + 60))
    text = "every quotation is compared with the pages"
    left = (pages + checks - fonts_by_name["Note"].text_length(text, 7.5)) / 2
    page.insert_text((left, top + 98), text, fontname="Note", fontfile=plain, fontsize=7.5, color=GREY)


def arrow(page: pymupdf.Page, start: pymupdf.Point, end: pymupdf.Point) -> None:
    """A straight arrow with a filled head."""
    unit = (end - start) / abs(end - start)
    side = pymupdf.Point(-unit.y, unit.x)
    page.draw_line(start, end - unit * 3, color=ACCENT, width=1)
    page.draw_polyline([end, end - unit * 5 + side * 3, end - unit * 5 - side * 3, end], color=None, fill=ACCENT)


# --- the scan ----------------------------------------------------------------------------------------------


def scan(source: pymupdf.Document, pages: Sequence[int]) -> pymupdf.Document:
    """`pages` of `source` as a scanner at 200 dpi gives them: grey pictures, slightly skewed and noisy."""
    doc = pymupdf.open()
    noise = random.Random(7)
    for number, angle in zip(pages, (0.6, -0.45), strict=True):
        pixmap = source[number].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
        picture = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250)
        grain = Image.frombytes(
            "L",
            (picture.width // 2, picture.height // 2),
            noise.randbytes((picture.width // 2) * (picture.height // 2)),
        ).resize(picture.size)
        picture = Image.blend(picture, grain, 0.02)
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=42, dpi=(200, 200))
        page = doc.new_page(width=PAGE.width, height=PAGE.height)
        page.insert_image(page.rect, stream=jpeg.getvalue())
    return doc


# --- the Hebrew text ---------------------------------------------------------------------------------------


def hebrew(fonts: Path) -> pymupdf.Document:
    """hebrew.txt set from right to left, a chapter a page."""
    title, note, *rest = (SAMPLES / "hebrew.txt").read_text(encoding="utf-8").strip().split("\n\n")
    pages: list[str] = [f"<h1>{title}</h1><p><i>{note}</i></p>"]
    headings = [text for text in rest if re.match(r"\d\. ", text)]
    for text in rest:
        if text in headings:
            if text != headings[0]:
                pages.append("")
            pages[-1] += f"<h2>{text}</h2>"
        else:
            pages[-1] += f"<p>{text}</p>"
    press = Press(fonts)
    for text in pages:
        press.page(
            [(f'<html lang="he" dir="rtl"><body dir="rtl" class="hebrew">{text}</body></html>', [BODY], STYLE)]
        )
    doc = press.finish()
    for number, page in enumerate(doc, 1):
        folio(page, str(number), "", fonts, rtl=True)
    doc.set_toc([[1, heading, n] for n, heading in enumerate(headings, 1)])
    return doc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", type=Path)
    fonts = parser.parse_args().fonts
    SAMPLES.mkdir(parents=True, exist_ok=True)
    made = guide(fonts)
    save(scan(made, (3, 5)), SAMPLES / "guide-scan.pdf", "Two pages of docqa's guide, scanned", "en")
    save(made, SAMPLES / "guide.pdf", "docqa: the guide", "en")
    save(hebrew(fonts), SAMPLES / "hebrew.pdf", "מגדל המים של תל אגוז", "he")


if __name__ == "__main__":
    main()
