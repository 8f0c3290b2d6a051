"""Links of a page: where they are, and where they lead. Runs in the worker process alone, as all of MuPDF does."""

from __future__ import annotations

import math
from typing import Any

from docqa.reading.binding import mupdf

MOST = 2_000  # links of one page: an index has hundreds, a hostile file millions

Raw = tuple[tuple[float, float, float, float], str, int, float, float]


def of(doc: Any, index: int) -> list[Raw]:
    """The links of page `index` as (rectangle, address, page, x, y).

    Rectangle and target are in points of the displayed pages. An external link has an address and page -1; an
    internal one has no address, and a place on a page. Links that lead nowhere, and all of a damaged page, are
    left out.
    """
    found: list[Raw] = []
    try:
        page = doc.load_page(index)
        bounds = mupdf.fz_bound_page(page.this)
        link = mupdf.fz_load_links(page.this)
        while link.m_internal and len(found) < MOST:
            raw = _raw(doc, link, bounds.x0, bounds.y0)
            if raw is not None:
                found.append(raw)
            link = link.next()
    except MemoryError:
        raise
    except Exception:
        return found
    return found


def _raw(doc: Any, link: Any, left: float, top: float) -> Raw | None:
    area, uri = link.rect(), str(link.uri() or "")
    rect = (area.x0 - left, area.y0 - top, area.x1 - left, area.y1 - top)
    if not uri or not all(map(math.isfinite, rect)) or rect[0] >= rect[2] or rect[1] >= rect[3]:
        return None
    if mupdf.fz_is_external_link(uri):
        return rect, uri, -1, 0.0, 0.0
    try:
        target = mupdf.ll_fz_resolve_link_dest(doc.this.m_internal, uri)
        number = int(doc.page_number_from_location((target.loc.chapter, target.loc.page)))
    except Exception:
        return None
    if not 0 <= number < doc.page_count:
        return None
    x, y = (float(part) if math.isfinite(part) else 0.0 for part in (target.x, target.y))
    return rect, "", number, max(0.0, x), max(0.0, y)
