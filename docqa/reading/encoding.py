"""Pixels as the bytes of a picture file: PNG or JPEG, whichever says the same in fewer bytes. In the worker."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

_QUALITY = 85  # of a JPEG; with full colour resolution, so that coloured letters keep their edges
_COLOURS = 64  # up to so many the picture is drawn, not photographed, and a palette holds it without loss
_GREY = 12  # levels by which a scan's grey paper may differ between channels and still be grey


def encode(drawn: tuple[int, int, int, bytes], wide: int, high: int) -> tuple[str, bytes]:
    """What was drawn (width, height, stride, RGB rows) as a file of exactly `wide` x `high` pixels.

    Returns its media type and bytes.
    A picture without colour is kept in greys. PNG loses nothing; JPEG is taken where it is smaller, as for
    photographs and scans, at a quality that keeps print as legible.
    """
    width, height, stride, rows = drawn
    image = Image.frombytes("RGB", (width, height), rows, "raw", "RGB", stride)
    if image.size != (wide, high):
        image = _exact(image, wide, high)
    image = _plain(image)
    png, jpeg = io.BytesIO(), io.BytesIO()
    image.save(png, "PNG", optimize=False, compress_level=6)
    photo = image.convert("RGB") if image.mode == "P" else image
    photo.save(jpeg, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    if jpeg.tell() < png.tell():
        return "image/jpeg", jpeg.getvalue()
    return "image/png", png.getvalue()


def _exact(image: Image.Image, wide: int, high: int) -> Image.Image:
    """A pixel more is cut off, a pixel less filled with white; what is further off is scaled."""
    if abs(image.width - wide) <= 2 and abs(image.height - high) <= 2:
        exact = Image.new("RGB", (wide, high), "white")
        exact.paste(image, (0, 0))
        return exact
    return image.resize((wide, high), Image.Resampling.LANCZOS)


def _plain(image: Image.Image) -> Image.Image:
    """The picture in greys or with a palette where that holds all of it."""
    red, green, blue = image.split()
    apart = [ImageChops.difference(red, green), ImageChops.difference(green, blue)]
    if not any(sum(levels.histogram()[_GREY + 1 :]) for levels in apart):
        return image.convert("L")
    if image.getcolors(_COLOURS) is not None:
        return image.convert("P", palette=Image.Palette.ADAPTIVE, colors=_COLOURS)
    return image
