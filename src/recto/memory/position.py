"""Where new cards stand in the queue: in document order, with gaps for what is inserted later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

GAP = 1000
END = 1_000_000
"""Anki takes positions below this."""
SPREAD = 900_000
"""The gaps of a long deck shrink so that all of it ends here, with room behind."""


def positions(known: Sequence[int | None]) -> list[int]:
    """Return the positions of a deck's notes, given in document order those that they have (None: new).

    Who still follows its neighbours keeps its position; new and moved notes share the room between those.
    Anki takes a position at a note's first import and never again, so that a move touches no note.
    """
    kept = _longest_rise(known)
    gap = min(GAP, SPREAD // len(known)) if known else 0
    result: list[int] = []
    low = 0
    for index in [*kept, len(known)]:
        loose = index - len(result)
        high = known[index] if index < len(known) else None
        reach = min(low + gap * (loose + 1), END) if high is None else high
        result += [low + (reach - low) * step // (loose + 1) for step in range(1, loose + 1)]
        if high is not None:
            result.append(high)
            low = high
    return result


def _longest_rise(known: Sequence[int | None]) -> list[int]:
    """Return the indices of the longest run of positions that never falls, other positions left out."""
    ends: list[int] = []
    tails: list[int] = []
    before: dict[int, int] = {}
    for index, position in enumerate(known):
        if position is None:
            continue
        length = bisect_right(ends, position)
        if length:
            before[index] = tails[length - 1]
        ends[length : length + 1] = [position]
        tails[length : length + 1] = [index]
    run = tails[-1:]
    while run and run[-1] in before:
        run.append(before[run[-1]])
    return run[::-1]
