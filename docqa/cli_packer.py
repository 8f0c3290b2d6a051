"""The verbs' choices about packing: the window, and who ranks passages by their meaning."""

from __future__ import annotations

import argparse

from docqa.domain import PackingOptions
from docqa.engines import EndpointEmbedder
from docqa.errors import DocqaError
from docqa.library import Secrets, VectorFiles
from docqa.packing import Packer, encoding_for


def packing_arguments() -> argparse.ArgumentParser:
    """The options of every verb that packs, to be given to it as a parent."""
    parser = argparse.ArgumentParser(add_help=False)
    defaults = PackingOptions()
    parser.add_argument("--model", help="the model's name at its endpoint (also chooses how tokens are counted)")
    parser.add_argument(
        "--window", type=positive, default=defaults.window, help="the model's window in tokens (%(default)s)"
    )
    parser.add_argument(
        "--answer-reserve", type=positive, default=defaults.answer_reserve, help="tokens kept free for the answer"
    )
    parser.add_argument(
        "--no-wait",
        action="store_true",
        help="do not wait until a long document is understood: rank by words first, and only the best by meaning",
    )
    parser.add_argument("--voice", default="", help="how answers should sound, in your own words")
    parser.add_argument(
        "--embeddings-model",
        metavar="MODEL",
        help="find passages by this model of an endpoint, in the languages it reads; the documents' text is sent "
        "there (without it: by a model that docqa ships, which reads English)",
    )
    parser.add_argument(
        "--embeddings-base-url", metavar="URL", help="its endpoint, where it is another than --base-url"
    )
    return parser


def packer_of(args: argparse.Namespace) -> Packer:
    """A packer that ranks as `args` say. Raises DocqaError where they do not go together."""
    model, url = args.embeddings_model, args.embeddings_base_url or getattr(args, "base_url", None)
    if args.embeddings_base_url and not model:
        raise DocqaError("--embeddings-base-url was given without a model.", "Add --embeddings-model.")
    if not model:
        return Packer(VectorFiles())
    if not url:
        raise DocqaError("--embeddings-model needs an endpoint.", "Add --embeddings-base-url.")
    return Packer(VectorFiles(), EndpointEmbedder(url, model, Secrets().get(url)))


def options_of(args: argparse.Namespace) -> PackingOptions:
    """The window that `args` ask for."""
    encoding = encoding_for(args.model) if args.model else PackingOptions().encoding
    return PackingOptions(
        window=args.window,
        answer_reserve=args.answer_reserve,
        encoding=encoding,
        voice=args.voice,
        model=args.model or "",
    )


def positive(text: str) -> int:
    """A number of the command line that is at least 1."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be a positive number")
    return value
