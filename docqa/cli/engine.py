"""The verbs' choice of who answers."""

from __future__ import annotations

import argparse

from docqa.cli.terminal import usage
from docqa.domain import BUILTIN
from docqa.engines import BuiltinReader, Engine, OpenAIEngine
from docqa.library import Secrets
from docqa.packing import nearness


def engine_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that asks an engine."""
    parser.add_argument("--engine", choices=(BUILTIN, "openai"), default=BUILTIN, help="who answers (%(default)s)")
    parser.add_argument("--base-url", help="the endpoint, such as http://localhost:11434/v1")


def engine_of(args: argparse.Namespace) -> Engine:
    """Who answers. Ends with USAGE where an endpoint is not named."""
    if args.engine == BUILTIN:
        return BuiltinReader(nearness())
    if not (args.base_url and args.model):
        usage("--engine openai needs --base-url and --model")
    return OpenAIEngine(args.base_url, args.model, Secrets().get(args.base_url))
