"""Blocks of pages taken from both ends of a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docqa.reading.sharing import _Left


@given(st.integers(0, 700), st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=30))
def test_every_page_is_taken_once(pages: int, turns: list[tuple[bool, int]]) -> None:
    left, taken = _Left(pages), []
    for backwards, kept in turns:
        block = left.take(backwards=backwards)
        if block is None:
            break
        # One that fails in the middle of a block gives back the rest of it.
        taken += block[:kept]
        left.put_back(block[kept:])
    while (block := left.take(backwards=False)) is not None:
        taken += block
    assert sorted(taken) == list(range(pages))
    assert not left


def test_blocks_grow_small_towards_the_end() -> None:
    left, sizes = _Left(549), []
    while (block := left.take(backwards=len(sizes) % 2 == 1)) is not None:
        sizes.append(len(block))
    assert sizes[0] == 32
    assert max(sizes[-4:]) <= 4
