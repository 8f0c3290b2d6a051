r"""Formulas in TeX as text to read: $x_i^2 \le \frac{1}{n}$ becomes x_i² with real sub- and superscripts.

No typesetting: what is not known stays as it was written, so nothing of a formula is ever lost.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&~]|[^\\{}^_&~]", re.DOTALL)
_MOST = 4_000  # characters of a formula
_DEEPEST = 12

_SIGNS = {
    name: sign
    for line in (
        "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ",
        "lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ",
        "chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω",
        "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ dagger †",
        "le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅",
        "equiv ≡ propto ∝ prec ≺ succ ≻ perp ⊥ parallel ∥ mid ∣ models ⊨ vdash ⊢ asymp ≍ doteq ≐",
        "in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅",
        "varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨ therefore ∴ because ∵",
        "to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ iff ⇔",
        "Leftrightarrow ⇔ mapsto ↦ uparrow ↑ downarrow ↓ longrightarrow ⟶ hookrightarrow ↪ rightharpoonup ⇀",
        "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ partial ∂ nabla ∇",
        "infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ angle ∠ triangle △ square □ degree ° prime ′ top ⊤ bot ⊥",
        "ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋",
        "lVert ‖ rVert ‖ lvert | rvert | Vert ‖ vert | lbrace { rbrace } backslash \\ surd √ checkmark ✓",
    )
    for name, sign in zip(line.split()[::2], line.split()[1::2], strict=True)
}
_SIGNS |= {name: f" {name} " for name in ("mod", "bmod")}
_NAMES = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "log",
        "ln",
        "lg",
        "exp",
        "lim",
        "limsup",
        "liminf",
        "max",
        "min",
        "sup",
        "inf",
        "arg",
        "argmax",
        "argmin",
        "det",
        "dim",
        "ker",
        "deg",
        "gcd",
        "Pr",
        "hom",
    ]
)
_SPACES = {"quad": "  ", "qquad": "    ", ",": " ", ";": " ", ":": " ", ">": " ", "!": "", " ": " ", "\\": "\n"}
_NOTHING = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "displaystyle",
        "textstyle",
        "limits",
        "nolimits",
        "nonumber",
        "scriptstyle",
        "middle",
        "hfill",
    ]
)
# What only says how its argument looks.
_UPRIGHT = frozenset(
    [
        "text",
        "mathrm",
        "textrm",
        "operatorname",
        "operatorname*",
        "mbox",
        "textnormal",
        "mathsf",
        "texttt",
        "mathtt",
    ]
)
_STYLED = {
    "mathbf": "strong",
    "textbf": "strong",
    "boldsymbol": "strong",
    "bm": "strong",
    "textit": "em",
    "mathit": "em",
}
_PLAIN_ARGUMENT = frozenset(["mathcal", "mathfrak", "mathscr", "boxed", "phantom"])
_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "underline": "\u0332",
}
_DOUBLE = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ", strict=True))
_RELATIONS = re.compile(r"\s*([=<>≤≥≠≈∼≃≅≡∝∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦⟶+−×·÷±∓∪∩∧∨])\s*")


class _Unreadable(Exception):
    """A formula whose braces do not pair, or that goes too deep."""


class _Piece(NamedTuple):
    """A part of a formula as HTML; `wide` where it needs brackets beside a fraction's stroke."""

    html: str
    wide: bool = False


def formula_html(tex: str) -> str:
    """A formula's TeX, without its delimiters, as safe HTML of em, strong, sub and sup; as it is if unreadable."""
    if len(tex) > _MOST:
        return escape(tex)
    try:
        reader = _Reader(_TOKEN.findall(tex))
        html = reader.row(0)
        if reader.at < len(reader.tokens):
            raise _Unreadable
    except _Unreadable:
        return escape(tex)
    html = re.sub(r"[ \t]+", " ", html).strip()
    return html.replace("\n", "<br>")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def row(self, depth: int) -> str:
        """Everything up to a closing brace or the end."""
        if depth > _DEEPEST:
            raise _Unreadable
        parts: list[str] = []
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            sign = self.tokens[self.at]
            if sign in "^_":
                self.at += 1
                tag = "sup" if sign == "^" else "sub"
                parts.append(f"<{tag}>{self.argument(depth).html}</{tag}>")
            else:
                parts.append(self.piece(depth).html)
        return "".join(parts)

    def argument(self, depth: int) -> _Piece:
        """The next piece, spaces before it left out."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at] == "}":
            raise _Unreadable
        return self.piece(depth)

    def piece(self, depth: int) -> _Piece:
        """One sign, or a group in braces, or a command with its arguments."""
        sign = self.tokens[self.at]
        self.at += 1
        if sign == "{":
            html = self.row(depth + 1)
            if self.at >= len(self.tokens):
                raise _Unreadable
            self.at += 1
            bare = re.sub(r"<[^>]*>|\s", "", html)
            return _Piece(html, len(bare) > 1 and not re.fullmatch(r"[\w.,′]+", bare))
        if sign.startswith("\\"):
            return self.command(sign[1:], depth)
        if sign in "&~":
            return _Piece(" ")
        if sign.isspace():
            return _Piece(" ")
        if sign.isalpha() and sign.isascii():
            return _Piece(f"<em>{sign}</em>")
        if sign == "-":
            return _Piece("−")
        if sign == "'":
            return _Piece("′")
        return _Piece(escape(_spaced(sign)))

    def command(self, name: str, depth: int) -> _Piece:
        if name in _SIGNS:
            return _Piece(escape(_spaced(_SIGNS[name])))
        if name in _NAMES:
            return _Piece(f" {name} ")
        if name in _SPACES:
            return _Piece(_SPACES[name])
        if name in _NOTHING:
            if name in ("left", "right") and self.at < len(self.tokens) and self.tokens[self.at] == ".":
                self.at += 1
            return _Piece("")
        if name in ("frac", "dfrac", "tfrac", "cfrac", "binom"):
            over, under = self.argument(depth + 1), self.argument(depth + 1)
            if name == "binom":
                return _Piece(f"({over.html} over {under.html})")
            return _Piece(f"{_bracketed(over)}/{_bracketed(under)}", True)
        if name == "sqrt":
            root = ""
            if self.at < len(self.tokens) and self.tokens[self.at] == "[":
                end = self.tokens.index("]", self.at) if "]" in self.tokens[self.at :] else -1
                if end < 0:
                    raise _Unreadable
                root = f"<sup>{escape(''.join(self.tokens[self.at + 1 : end]))}</sup>"
                self.at = end + 1
            return _Piece(f"{root}√{_bracketed(self.argument(depth + 1))}")
        if name in _UPRIGHT:
            return _Piece(re.sub("</?em>", "", self.argument(depth + 1).html))
        if name in _STYLED:
            tag = _STYLED[name]
            return _Piece(f"<{tag}>{re.sub('</?em>', '', self.argument(depth + 1).html)}</{tag}>")
        if name == "mathbb":
            plain = re.sub(r"<[^>]*>", "", self.argument(depth + 1).html)
            return _Piece("".join(_DOUBLE.get(letter, letter) for letter in plain))
        if name in _ACCENTS:
            inner = self.argument(depth + 1).html
            return _Piece(re.sub(r"(\w)(?![^<]*>)", rf"\1{_ACCENTS[name]}", inner))
        if name in _PLAIN_ARGUMENT:
            return self.argument(depth + 1)
        if name in ("begin", "end"):
            self.argument(depth + 1)
            return _Piece(" ")
        if len(name) == 1 and not name.isalnum():
            return _Piece(escape(name))
        return _Piece(escape(f"\\{name}"))


def _bracketed(piece: _Piece) -> str:
    return f"({piece.html})" if piece.wide else piece.html


def _spaced(sign: str) -> str:
    """Relations and operations with some room around."""
    return f" {sign} " if _RELATIONS.fullmatch(sign) else sign
