"""`docqa doctor`: whether this machine has what docqa needs."""

from __future__ import annotations

import argparse

from docqa import doctor
from docqa.cli.terminal import DONE, FAILED, Verb, json_argument, print_json


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engines", action="store_true", help="also ask the configured endpoints")
    json_argument(parser)


def _doctor(args: argparse.Namespace) -> int:
    findings = list(doctor.examine(ask_engines=args.engines))
    for finding in findings:
        if args.json:
            print_json({"what": finding.what, "ok": finding.ok, "found": finding.found, "do": finding.advice})
        else:
            print(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.what}: {finding.found}")
            if finding.advice:
                print(f"      {finding.advice}")
    return DONE if all(finding.ok or finding.optional for finding in findings) else FAILED


DOCTOR = Verb("Look whether this machine has what docqa needs, and say what to do.", _arguments, _doctor)
