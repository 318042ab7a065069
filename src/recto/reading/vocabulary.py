"""Words and phrases looked up without regard to case, punctuation and signs around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_INSIDE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a list that is separated by bars and line ends."""
    return frozenset(
        phrase.strip().casefold() for line in text.splitlines() for phrase in line.split("|")
    ) - {""}


def holding(text: str) -> Callable[[str], bool]:
    """Return a test whether case-folded words hold one of the phrases of a list, be it within a word."""
    every = phrases(text)
    latin = frozenset(phrase for phrase in every if phrase.isascii())

    def holds(words: str) -> bool:
        return any(map(words.__contains__, latin if words.isascii() else every))

    return holds


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """Return a text in lower case, with single blanks and nothing but letters and digits at its ends."""
    found = _INSIDE.search(text)
    return " ".join(found[0].split()).casefold() if found else ""
