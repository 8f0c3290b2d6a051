"""Scanned papers as pictures in a window, by model family: python tests/bench/bench_pictures.py

For each document of page images in the evaluation set: how many pages went in and how large, what of the window
they took, and what drawing and encoding them costs. Pages are taken as they are before any text recognition.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from docqa.domain import PackingOptions, finish
from docqa.packing import Packer
from docqa.reading import Renderer, load
from docqa.seeing import Looking, pack

EVALSET = Path(__file__).resolve().parents[3] / "shared" / "evalset"
MODELS = ("gpt-4o", "gpt-5-mini", "gpt-6", "claude-sonnet-4-5", "gemini-2.5-flash", "qwen2.5vl", "gemma3", "other")
DRAWN = 12  # pages that are drawn to time it


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--window", type=int, default=32_768)
    args = parser.parse_args()
    print("| document | model | pages in | most, least (pixels: tokens) | of the window | planning ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for path in sorted((EVALSET / "kit" / "docs" / "rendered").glob("*imageonly*.pdf")):
        document = finish(load(path))
        packer = Packer()
        with Renderer(path) as renderer:
            looking = Looking({document.id: renderer}, everywhere=True)
            for model in MODELS:
                options = PackingOptions(args.window, model=model)
                began = time.perf_counter()
                context = pack("Who?", [document], packer, options, looking=looking, measured=True)
                took = 1000 * (time.perf_counter() - began)
                sights, tokens = context.report.pictures, context.report.tokens
                sizes = Counter((sight.width, sight.height, sight.tokens) for sight in sights)
                ends = [max(sizes), min(sizes)] if sizes else []
                said = ", ".join(f"{sizes[each]} of {each[0]} × {each[1]}: {each[2]}" for each in ends)
                print(
                    f"| {path.stem[:30]} | {model} | {len(sights)} of {len(document.pages)} | {said} "
                    f"| {tokens.total / args.window:.3f} | {took:.0f} |",
                    flush=True,
                )
            began, size, kinds = time.perf_counter(), 0, Counter[str]()
            count = min(DRAWN, len(document.pages))
            for page in range(count):
                drawn = renderer.encode(page, 768, 1086)
                size, kinds = size + len(drawn.data), kinds + Counter([drawn.media])
            took = 1000 * (time.perf_counter() - began) / count
            said = f"{took:.0f} ms and {size // count // 1024} KB a page of 768 × 1086"
            print(f"{path.stem[:30]}: {said}, {dict(kinds)}")


if __name__ == "__main__":
    main()
