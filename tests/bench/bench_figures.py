"""Figures and tables found in the evaluation set's documents: python tests/bench/bench_figures.py [--sheet PNG]

`named` is a reference made of the text alone: the distinct labels that other pages mention with the words "Figure"
or "Table" and a number. `found` is the share of these that has a region; it is no truth, as documents cite other
documents' figures. `--sheet` writes a picture of every N-th page with the regions drawn in, to be judged by eye.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from PIL import Image, ImageDraw

from docqa.domain import Document, Figure, finish
from docqa.language.captions import mentions
from docqa.reading import Renderer, find_figures, load

REPO = Path(__file__).resolve().parents[2]
EVALSET = REPO.parent / "shared" / "evalset"
WIDE = 440  # pixels of a page on the sheet
ACROSS = 5


def named(document: Document, figures: tuple[Figure, ...]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Labels of figures and tables that are mentioned at least twice, and those of them that were found."""
    seen: dict[tuple[str, str], set[int]] = {}
    for page in document.pages:
        for kind, number in mentions(page.text):
            if kind in ("figure", "table") and number[-1].isdigit() and number[0].isdigit():
                seen.setdefault((kind, number), set()).add(page.index)
    wanted = {label for label, pages in seen.items() if len(pages) > 1}
    have = {tuple(mention) for figure in figures for mention in mentions(figure.label)}
    return wanted, wanted & have  # type: ignore[return-value]


def sheet(path: Path, document: Document, figures: tuple[Figure, ...], most: int) -> list[Image.Image]:
    """Pages with their regions: figures red, tables blue, those without a caption paler, captions green."""
    pages = sorted({figure.page for figure in figures})
    drawn = []
    with Renderer(path) as renderer:
        for number in pages[:: max(1, len(pages) // most)][:most]:
            page = document.pages[number]
            scale = WIDE / max(page.width, page.height)
            picture = renderer.render(number, scale)
            size = (picture.width, picture.height)
            image = Image.frombytes("RGB", size, picture.data, "raw", "RGB", picture.stride)
            pen = ImageDraw.Draw(image)
            for figure in figures:
                if figure.page != number:
                    continue
                colours = ("red", "orange") if figure.kind.value == "figure" else ("blue", "cyan")
                colour = colours[not figure.label]
                pen.rectangle([edge * scale for edge in figure.rect], outline=colour, width=3)
                pen.text((figure.rect.x0 * scale + 2, figure.rect.y0 * scale), figure.label, fill=colour)
                for rect in document.rects(figure.caption) if figure.caption else ():
                    pen.rectangle([edge * scale for edge in rect], outline="green")
            pen.text((2, 2), f"{path.name[:20]} {number}", fill="magenta")
            drawn.append(image)
    return drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--each", type=int, default=3, help="pages of a document on the sheet")
    parser.add_argument("names", nargs="*", help="parts of the names of the documents to look at")
    args = parser.parse_args()
    files = sorted((EVALSET / "long" / "docs").glob("*.pdf"))
    for room in ("paper", "cjk", "rtl", "book"):
        files += sorted((EVALSET / "kit" / "docs" / room).glob("*.pdf"))
    files = [file for file in files if not args.names or any(name in file.name for name in args.names)]
    images: list[Image.Image] = []
    print("| document | pages | figures | tables | without caption | named, found | ms a page | CPU ms a page |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    pages = all_wanted = all_found = 0
    for file in files:
        document = finish(load(file))
        began, worked = time.perf_counter(), time.process_time()
        figures = finish(find_figures(file, document))
        took, worked = time.perf_counter() - began, time.process_time() - worked
        count = len(document.pages)
        wanted, found = named(document, figures)
        pages, all_wanted, all_found = pages + count, all_wanted + len(wanted), all_found + len(found)
        kinds = [sum(1 for f in figures if f.label and f.kind.value == kind) for kind in ("figure", "table")]
        bare = sum(not figure.label for figure in figures)
        share = f"{len(found)} of {len(wanted)}" if wanted else "–"
        print(
            f"| {file.name[:32]} | {count} | {kinds[0]} | {kinds[1]} | {bare} | {share} "
            f"| {1000 * took / count:.1f} | {1000 * worked / count:.1f} |",
            flush=True,
        )
        if args.sheet:
            images += sheet(file, document, figures, args.each)
    print(f"{len(files)} documents, {pages} pages; {all_found} of {all_wanted} labels named on two pages found")
    if images:
        rows = [images[at : at + ACROSS] for at in range(0, len(images), ACROSS)]
        wide = max(sum(image.width + 6 for image in row) for row in rows)
        whole = Image.new("RGB", (wide, sum(max(i.height for i in row) + 6 for row in rows)), "grey")
        top = 0
        for row in rows:
            left = 0
            for image in row:
                whole.paste(image, (left, top))
                left += image.width + 6
            top += max(image.height for image in row) + 6
        whole.save(args.sheet)


if __name__ == "__main__":
    main()
