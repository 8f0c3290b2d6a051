from __future__ import annotations

import numpy as np
import pytest

from docqa.packing import vectors
from docqa.packing.vectors import DIMENSIONS, codes, cosines, encoder, from_bytes, to_bytes


def test_meaning_counts_more_than_words() -> None:
    texts = ["Where can I buy a used car?", "Second-hand vehicles for sale", "Where can I buy a used coat?"]
    asked, same, other = (encoder().encode([text])[0] for text in texts)
    assert asked @ same > 0.4
    assert encoder().encode(["The cat sleeps on the sofa."])[0] @ asked < 0.2
    assert asked @ same > other @ same + 0.1


def test_a_text_has_one_vector_whatever_it_stands_beside() -> None:
    text = "The lighthouse keeper counts the ships."
    alone = encoder().encode([text])[0]
    crowd = [f"{'a much longer line about other things ' * i} {i}" for i in range(20)]
    among = encoder().encode([*crowd, text, ""])[-2]
    assert np.isclose(np.linalg.norm(alone), 1, atol=1e-5)
    # Activations are quantised over the whole batch, so a little of the neighbours remains.
    assert alone @ among > 0.98


def test_known_sentences_keep_the_original_models_cosines() -> None:
    # all-MiniLM-L6-v2 in full precision gives .725 for the first two, as its model card's example is computed.
    found = encoder().encode(
        ["A man is eating food.", "A man is eating a piece of bread.", "A man is riding a horse."]
    )
    near, far = found[0] @ found[1], found[0] @ found[2]
    assert near > far + 0.3


def test_long_texts_are_cut_not_refused() -> None:
    assert encoder().encode(["word " * 5_000]).shape == (1, DIMENSIONS)


def test_no_texts_give_no_vectors() -> None:
    assert encoder().encode([]).shape == (0, DIMENSIONS)


def test_codes_keep_the_directions() -> None:
    found = np.random.default_rng(1).normal(size=(50, DIMENSIONS)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    for vector in found[:5]:
        assert np.abs(cosines(codes(found), vector) - found @ vector).max() < 0.004
    assert codes(found).nbytes <= 1024 * len(found)
    assert not cosines(codes(np.zeros((1, DIMENSIONS), np.float32)), found[0]).any()


def test_bytes_check_themselves() -> None:
    found = codes(np.random.default_rng(2).normal(size=(7, DIMENSIONS)).astype(np.float32))
    data = to_bytes(found)
    again = from_bytes(data, 7)
    assert again is not None
    assert np.array_equal(again, found)
    damaged = bytearray(data)
    damaged[100] ^= 1
    assert from_bytes(bytes(damaged), 7) is None
    assert from_bytes(data, 8) is None
    assert from_bytes(data[:-1], 7) is None
    assert from_bytes(b"", 0) is None


def test_a_damaged_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vectors._SHA256, "tokenizer.json", "0" * 64)
    with pytest.raises(ValueError, match="damaged: reinstall"):
        vectors.Encoder()
