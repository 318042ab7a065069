"""Numbers in front of questions: whether they count the questions, or belong to their words (`2.0 or 3.0?`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from recto.formats.prompt import Prompt

MOST = 0.5
"""Where so many of one kind carry a number, the others are exceptions and the numbers count."""
MOST_LOOSE = 0.75
"""The same for numbers with nothing but a blank behind them, which begin many a title: `3 ways to win`."""


def settle(prompts: Iterable[Prompt]) -> list[Prompt]:
    """Give each prompt its number or the words that it seemed to be, by what the others of its kind carry.

    A number counts where most carry one, or where it follows or precedes that of its neighbour by one.
    """
    kinds: dict[tuple[str, str], list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        kinds[prompt.format, prompt.shape].append(prompt)
    return [settled for kind in kinds.values() for settled in _settled(kind)]


def _settled(kind: Sequence[Prompt]) -> list[Prompt]:
    firm = sum(bool(p.number) and not p.loose for p in kind) / len(kind)
    numbers = [_last(p.number) for p in kind]
    in_order = {n for n, (a, b) in enumerate(pairwise(numbers)) if a and b == a + 1}
    steady = len(in_order) >= MOST * (len(kind) - 1) and len(kind) > 1
    loose = steady and sum(map(bool, numbers)) >= MOST_LOOSE * len(kind)

    def counts(n: int) -> bool:
        return loose if kind[n].loose else firm >= MOST or n in in_order or n - 1 in in_order

    return [prompt if not prompt.whole or counts(n) else _unnumbered(prompt) for n, prompt in enumerate(kind)]


def _unnumbered(prompt: Prompt) -> Prompt:
    return replace(prompt, words=prompt.whole, whole=(), number="", loose=False, marked=prompt.explicit)


def _last(number: str) -> int:
    """Return the last part of a number, 0 if there is none: of `1.2` the 2."""
    digits = number.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 0
