"""Words and phrases looked up without regard to case, punctuation and signs around them."""

from __future__ import annotations

import re
from functools import lru_cache

_INSIDE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a list that is separated by bars and line ends."""
    return frozenset(
        phrase.strip().casefold() for line in text.splitlines() for phrase in line.split("|")
    ) - {""}


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """Return a text in lower case, with single blanks and nothing but letters and digits at its ends."""
    found = _INSIDE.search(text)
    return " ".join(found[0].split()).casefold() if found else ""
