"""Texts as vectors that stand near each other when they mean the same: the only importer of onnxruntime and
tokenizers.

The models are all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), which reads English, and multilingual-e5-small
(intfloat, MIT), which reads about a hundred languages: see resources/models/README.md. Both libraries and a model
are loaded when they are first needed: half a second and 60 MB for the one, a second and 150 MB for the other.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from docqa.resources import resource

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

Floats = NDArray[np.float32]
Codes = NDArray[np.int8]

MODEL: Final = "all-MiniLM-L6-v2-int8"
LANGUAGE: Final = "en"
DIMENSIONS: Final = 384
_SHA256 = {
    "model.onnx": "696616953aa7b4e19fa3c998ce98faaf0a5b9771622f92346da7064bc8169c53",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MULTILINGUAL: Final = "multilingual-e5-small-int8"
_MULTILINGUAL_SHA256 = {
    "model.onnx": "1f01c27b06158c2e4861e7ceeef2862ae5ac79f09a5ca3cd82429da2ec8f3963",
    "tokenizer.json": "da4b68a7d15a5fb27d2fac615be469dc423479d4c62d4fcce53732a6a6db3235",
}
MOST_TOKENS: Final = 160  # of the model's own: a unit rarely has more, and time grows faster than length
_BATCH = 8  # texts of about the same length in one run: more of them fall out of the processor's cache
_ROWS = 512  # compared in one go: under a megabyte
# Two threads are what the smallest machines have; more than four would leave nothing to the person's other work.
_THREADS = max(1, min(4, os.cpu_count() or 1))


class Encoder:
    """A model and its tokenizer. Safe to use from several threads."""

    def __init__(self, model: str = MODEL, sums: Mapping[str, str] = _SHA256) -> None:
        """`model` is a folder of resources/models; `sums` are the sha256 of its two files."""
        import onnxruntime
        import tokenizers

        files = {name: _checked(model, name, known) for name, known in sums.items()}
        self._tokenizer: tokenizers.Tokenizer = tokenizers.Tokenizer.from_str(files["tokenizer.json"].decode())
        # The file pads every text to a fixed length: that would be slow, and wrong without a mask.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        options = onnxruntime.SessionOptions()
        # Batches run side by side instead: threads inside a run mostly wait for each other at this size.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The memory of the longest batch would otherwise be kept for good.
        options.enable_cpu_mem_arena = False
        self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
            files["model.onnx"], options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._pool = ThreadPoolExecutor(_THREADS, "vectors")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, 384). Quickest for texts of about the same length."""
        # One text, as a question is, is not worth the tokenizer's threads: they are waited for on a busy machine.
        if len(texts) == 1:
            ids = [self._tokenizer.encode(texts[0]).ids]
        else:
            ids = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
        vectors = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)

        def run(batch: Sequence[int]) -> None:
            vectors[batch] = self._run([ids[i] for i in batch])

        if len(batches) < 2:
            for batch in batches:
                run(batch)
        else:
            list(self._pool.map(run, batches))
        return vectors

    def _run(self, ids: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        inputs = {"input_ids": tokens, "attention_mask": mask}
        if "token_type_ids" in self._inputs:
            inputs["token_type_ids"] = np.zeros_like(tokens)
        states = np.asarray(self._session.run(["last_hidden_state"], inputs)[0], dtype=np.float32)
        return unit(np.einsum("bth,bt->bh", states, mask.astype(np.float32)))


def _checked(model: str, name: str, known: str) -> bytes:
    data = resource("models", model, name).read_bytes()
    if hashlib.sha256(data).hexdigest() != known:
        raise ValueError(f"docqa's own file {model}/{name} is damaged: reinstall docqa")
    return data


_loading = threading.Lock()
_encoder: Encoder | None = None
_multilingual: Encoder | None = None
_trouble = ""


def encoder() -> Encoder:
    """The one encoder of English, loaded at the first call.

    Raises ImportError where `trouble` says so, FileNotFoundError or ValueError where docqa's own files are missing
    or damaged.
    """
    global _encoder
    with _loading:
        if _encoder is None:
            _encoder = Encoder()
        return _encoder


def multilingual() -> Encoder:
    """The one encoder of all other languages, loaded at the first call. Raises as `encoder` does.

    It was trained to see "query: " before a question and "passage: " before a text.
    """
    global _multilingual
    with _loading:
        if _multilingual is None:
            _multilingual = Encoder(MULTILINGUAL, _MULTILINGUAL_SHA256)
        return _multilingual


def trouble() -> str:
    """Why no encoder can be loaded on this machine, as where a system library is missing; "" if they can."""
    global _trouble
    if not _trouble:
        try:
            import onnxruntime  # noqa: F401  whether it can be
            import tokenizers  # noqa: F401
        except ImportError as error:
            _trouble = str(error) or type(error).__name__
    return _trouble


def unit(vectors: Floats) -> Floats:
    """Each row at length 1."""
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, dtype=np.float32)


def codes(vectors: Floats) -> Codes:
    """Unit vectors as int8, each scaled by its own largest value: a byte a dimension, cosines within .001."""
    most = np.abs(vectors).max(axis=1, keepdims=True)
    rounded: Floats = np.rint(vectors * (127 / np.maximum(most, 1e-9)))
    return rounded.astype(np.int8)


def cosines(found: Codes, vector: Floats) -> Floats:
    """The cosine of the angle between each row of `found` and a unit vector; 0 for rows of zeros.

    A block at a time, so that it stays in the processor's cache, and without BLAS: at this size its threads wait
    for each other longer than they reckon, the more so on a busy machine.
    """
    out = np.zeros(len(found), dtype=np.float32)
    for start in range(0, len(found), _ROWS):
        rows = found[start : start + _ROWS].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        out[start : start + _ROWS] = np.einsum("ij,j->i", rows, vector) / np.maximum(lengths, 1.0)
    return out


def to_bytes(found: Codes) -> bytes:
    """Vectors as bytes that check themselves: the sha256 of their number and of the rows, then the rows."""
    body = np.ascontiguousarray(found).tobytes()
    return _digest(body, len(found)) + body


def from_bytes(data: bytes, rows: int) -> Codes | None:
    """The vectors that `to_bytes` wrote; None if they are damaged or not of this many rows."""
    check, body = data[:32], data[32:]
    if not rows or not body or _digest(body, rows) != check:
        return None
    return np.frombuffer(body, dtype=np.int8).reshape(rows, -1)


def _digest(body: bytes, rows: int) -> bytes:
    return hashlib.sha256(rows.to_bytes(8) + body).digest()
