"""A card's blocks -> question, answer, code: where the answer begins, where its code does, and what is appended."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from recto.document import Block
from recto.markdown.inline import drop
from recto.patterns import pattern
from recto.reading.answers import Opening
from recto.reading.choices import at_choices, is_ticked, offers_choices
from recto.reading.habits import Habits, habits_of, is_hinting
from recto.reading.labels import is_answer_summary
from recto.reading.noise import is_noise, is_placeholder, is_trailing_section, without_noise
from recto.values import frozen


@frozen
class Triple:
    """The blocks of a card, in reading order."""

    front: tuple[Block, ...]
    """What stands between the question and the answer's label."""
    answer: tuple[Block, ...]
    code: tuple[Block, ...]
    extra: tuple[Block, ...]
    """What the author appends to every answer: references, further lists."""

    @property
    def answered(self) -> bool:
        """Tell whether the back says anything."""
        return any(b.kind not in {"heading", "rule"} for b in (*self.answer, *self.code))


def triples(cards: Sequence[tuple[Block, ...]], labels: Mapping[int, Opening]) -> list[Triple]:
    """Divide the blocks below each prompt of a document; they are looked at together, for the author's habits.

    `labels` holds the document's blocks that open an answer, by their pre-order indices.
    """
    cleaned = [_without_last_heading(without_noise(card), labels) for card in _without_footer(cards)]
    habits = habits_of(cleaned, labels)
    return [
        Triple((), (), (), ()) if _is_unwritten(card) else _triple(clean, habits)
        for card, clean in zip(cards, cleaned, strict=True)
    ]


def _without_last_heading(card: tuple[Block, ...], labels: Container[int]) -> tuple[Block, ...]:
    """Drop headings with nothing below them from a card's end: of the next section, whatever its level."""
    end = len(card)
    while end > 1 and card[end - 1].kind == "heading" and card[end - 1].at not in labels:
        end -= 1
    return card[:end]


def _triple(blocks: tuple[Block, ...], habits: Habits) -> Triple:
    labelled = _at_label(blocks, habits)
    divided = labelled or _at_ticked(blocks, habits) or _at_hints(blocks, habits)
    front, back = divided or _at_options(blocks, habits) or ((), blocks)
    if habits.ticked:
        front, back = at_choices(front, back)
    back, extra = _at_appendix(back, habits)
    answer, code = _at_code(back)
    return Triple(front, answer, code, extra)


def _at_label(
    blocks: tuple[Block, ...], habits: Habits
) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """Divide at the answer's label.

    Where answers have no labels by habit, a label behind prose is part of the answer.
    """
    for n, block in enumerate(blocks):
        if not habits.labelled and n and blocks[n - 1].kind == "paragraph":
            break
        if not n and habits.lettered and block.words.startswith("A. "):
            return (), without_noise((replace(block, inline=drop(block.inline, 3)), *blocks[1:]))
        if (parts := habits.divided(block)) is not None:
            options, left = parts
            if block.kind == "details":
                left = without_noise(left)
                again = habits.opened(left[0]) if left else None
                left = left if again is None else (*again, *left[1:])
            later = tuple(b for block in blocks[n + 1 :] for b in _dissolved(block))
            return (*blocks[:n], *options), without_noise((*left, *later))
    return None


def _at_ticked(
    blocks: tuple[Block, ...], habits: Habits
) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """Divide behind ticked options, where most cards have some: elsewhere such a list is a list of tasks."""
    ticked = next((n for n, block in enumerate(blocks) if is_ticked(block)), None)
    return None if ticked is None or not habits.ticked else (blocks[: ticked + 1], blocks[ticked + 1 :])


def _at_options(
    blocks: tuple[Block, ...], habits: Habits
) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """Divide behind the lettered options, where most cards begin with some: they answer nothing."""
    return (blocks[:1], blocks[1:]) if habits.optioned and blocks and offers_choices(blocks[0]) else None


def _at_hints(
    blocks: tuple[Block, ...], habits: Habits
) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """Divide behind the hints: those that open the card, or, where most cards have some, the last one."""
    hints = [n for n, block in enumerate(blocks[:-1]) if is_hinting(block)]
    while hints and not habits.hinted and hints[-1] >= len(hints):
        hints.pop()
    return (blocks[: hints[-1] + 1], blocks[hints[-1] + 1 :]) if hints else None


def _dissolved(block: Block) -> tuple[Block, ...]:
    if block.kind == "details" and is_answer_summary(block.words):
        return block.children
    return (block,)


def _at_appendix(blocks: tuple[Block, ...], habits: Habits) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide before the references, before what the author appends to most answers, or before a quoted footer."""
    for n, block in enumerate(blocks):
        name = block.words if n and block.kind == "heading" else ""
        footer = block.kind == "quote" and bool(block.children) and is_noise(block.children[0])
        if footer or (name and (name.casefold() in habits.appended or is_trailing_section(name))):
            return without_noise(blocks[:n]), without_noise(blocks[n:])
    return blocks, ()


def _at_code(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide between top-level blocks, before the first that is or holds a code block."""
    for n, block in enumerate(blocks):
        if _holds_code(block):
            return blocks[:n], blocks[n:]
    return blocks, ()


def _holds_code(block: Block) -> bool:
    return block.kind == "code" or any(map(_holds_code, block.children))


def _is_unwritten(blocks: tuple[Block, ...]) -> bool:
    """Tell whether the answer begins with something like `To be completed`."""
    first = next((b for b in blocks if b.kind not in {"html", "rule"}), None)
    return first is not None and first.kind == "paragraph" and is_placeholder(first.words)


def _without_footer(cards: Sequence[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """Cut the last card at its first rule or `<br>`, if others have one at most at their end: a footer follows."""
    if len(cards) <= _FEW:
        return list(cards)
    *others, last = cards
    for divides in (_is_rule, _is_break):
        if not any(divides(block) for card in others for block in card[:-1]):
            last = last[: next((n for n, block in enumerate(last) if n and divides(block)), len(last))]
    return [*others, last]


def _is_rule(block: Block) -> bool:
    return block.kind == "rule"


def _is_break(block: Block) -> bool:
    return block.kind == "html" and _BREAKS.fullmatch(block.text) is not None


_BREAKS = pattern(r"(?:\s*</?br\s*/?>)+\s*", re.IGNORECASE)
_FEW = 2
"""So few cards show no habit."""
