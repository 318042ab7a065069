"""Modules that a library imports and a build does not use: they are loaded when something of them is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def loaded_when_used(*names: str) -> Iterator[None]:
    """Let what is imported within get stand-ins for modules that are not loaded yet.

    A stand-in loads its module for the first attribute that is asked of it (PEP 562).  Whoever imports the module
    later gets the module itself.
    """
    standins = {name: _standin(name) for name in names if name not in sys.modules}
    sys.modules.update(standins)
    try:
        yield
    finally:
        for name, module in standins.items():
            _remove(name, module)


def _standin(name: str) -> ModuleType:
    module = ModuleType(name)

    def attribute(wanted: str) -> Any:
        _remove(name, module)
        return getattr(import_module(name), wanted)

    module.__dict__["__getattr__"] = attribute
    return module


def _remove(name: str, module: ModuleType) -> None:
    if sys.modules.get(name) is module:
        del sys.modules[name]
