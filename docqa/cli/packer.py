"""The verbs' choices about packing: the window, and who ranks passages by their meaning."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from docqa.cli.terminal import positive, with_progress
from docqa.domain import Document, PackingOptions
from docqa.engines import EndpointEmbedder
from docqa.errors import DocqaError
from docqa.library import Secrets, VectorFiles
from docqa.packing import Packer, encoding_for


def packing_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that packs."""
    group = parser.add_argument_group("packing the window")
    defaults = PackingOptions()
    group.add_argument("--model", help="the model's name at its endpoint (also chooses how tokens are counted)")
    group.add_argument(
        "--window", type=positive, default=defaults.window, help="the model's window in tokens (%(default)s)"
    )
    group.add_argument(
        "--answer-reserve", type=positive, default=defaults.answer_reserve, help="tokens kept free for the answer"
    )
    group.add_argument(
        "--no-wait",
        action="store_true",
        help="do not wait until a long document is understood: rank by words first, and only the best by meaning",
    )
    group.add_argument("--voice", default="", help="how answers should sound, in your own words")
    group.add_argument(
        "--embeddings-model",
        metavar="MODEL",
        help="find passages by this model of an endpoint, in the languages it reads; the documents' text is sent "
        "there (without it: by the small models that docqa ships)",
    )
    group.add_argument(
        "--embeddings-base-url", metavar="URL", help="its endpoint, where it is another than --base-url"
    )


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


def understand(
    packer: Packer, documents: Sequence[Document], options: PackingOptions, args: argparse.Namespace
) -> None:
    """Wait until the documents are ready to be ranked by meaning, unless told not to."""
    if not args.no_wait:
        with_progress(packer.ready(documents, options))
