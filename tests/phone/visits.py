"""What is asked of a browser, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to load, in a window of a size, and an expression to evaluate there."""

    url: str
    width: int
    """CSS pixels."""
    height: int
    """CSS pixels."""
    expression: str
    """JavaScript; a promise is awaited, and the value comes back as JSON would carry it."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A browser engine, ready to visit pages."""

    name: Literal["chromium", "webkit"]
    visit: Callable[[Sequence[Visit]], list[Any]]
    """Make visits one after another and return the values of their expressions.

    RuntimeError says what an expression threw, or why a page could not be loaded."""
