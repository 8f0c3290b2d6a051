"""What comes later: a package gives out a name without having imported all the others.

Every room lists what it gives out in its `__init__`. Importing all of it takes longer than showing a window, so
there each name is imported from its home when it is first asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(package: str, homes: dict[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of `package`: its names by the module that each is imported from when first asked for.

    `homes` has for each module of the package the names it gives out, with spaces between them; "NAME=VERSION"
    gives out the module's VERSION as NAME. None may be named like a module of the package: importing that would
    put the module in its place.
    """
    places = {}
    for home, names in homes.items():
        for name in names.split():
            given, _, own = name.partition("=")
            places[given] = (home, own or given)

    def get(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home, own = places[name]
        value = getattr(import_module(f"{package}.{home}"), own)
        setattr(sys.modules[package], name, value)  # from now on it is found without asking
        return value

    return get


def made(owner: object, part: str) -> bool:
    """Whether a part that is made when it is first needed (a `cached_property`) has been."""
    return part in owner.__dict__
