"""What the author of a document does on most cards: labels, ticked options, hints, appendices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from recto.document import Block
from recto.reading.answers import Opening, opened
from recto.reading.choices import is_ticked, offers_choices
from recto.reading.labels import is_hint, opens_hint
from recto.values import frozen

_HOLDERS = {"list", "item", "quote"}
NOWHERE = (-1, -1)
"""The place of a block that is none of the document's: what stands behind a prompt on its own line."""


@frozen
class Habits:
    """What holds for most cards of a document."""

    labels: Mapping[int, Opening]
    """The document's blocks that open an answer, by their pre-order indices."""
    labelled: bool = False
    """Answers are opened by a label."""
    ticked: bool = False
    """Questions have options, the right ones ticked."""
    lettered: bool = False
    """Answers begin with `A.`, as a label: no options `B.` follow."""
    optioned: bool = False
    """Questions have lettered options."""
    hinted: bool = False
    """A hint stands between the question and its answer."""
    summaries: frozenset[str] = frozenset()
    """Summaries, case-folded, that stand right below the questions: they are labels in whatever language."""
    appended: frozenset[str] = frozenset()
    """Headings under which something is appended to the answers, case-folded."""

    def opened(self, block: Block) -> tuple[Block, ...] | None:
        """Return what is left of a block that opens the answer once its label is gone; None if it opens none."""
        if block.kind == "details" and block.words.casefold() in self.summaries:
            return block.children
        label = self.labels.get(block.at)
        if label is not None and label.block is block:
            return label.left
        return opened(block) if self.opens(block) else None

    def opens(self, block: Block) -> bool:
        """Tell whether a block opens the answer: it, or the first thing in it, is a label."""
        if block.kind == "details" and block.words.casefold() in self.summaries:
            return True
        while (
            block.kind in _HOLDERS
            and block.at not in self.labels
            and block.children
            and (block.kind != "list" or len(block.children) == 1)
        ):
            block = block.children[0]
        return block.at in self.labels or (block.at == NOWHERE[0] and opened(block) is not None)

    def divided(self, block: Block) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
        """Return what a block says before the answer, and what is left of the answer; None if it opens none."""
        if (left := self.opened(block)) is not None:
            return (), left
        if not (n := self.answering(block)):
            return None
        left = self.opened(block.children[n]) or ()
        return _some(block, block.children[:n]), (*left, *_some(block, block.children[n + 1 :]))

    def answering(self, block: Block) -> int:
        """Return which item of a list opens the answer, below the options `A)`, `B)`...; 0 if none does."""
        items = block.children if block.kind == "list" and offers_choices(block) else ()
        return next((n for n, item in enumerate(items) if n and self.opens(item)), 0)


def _some(block: Block, items: tuple[Block, ...]) -> tuple[Block, ...]:
    if not items:
        return ()
    return (replace(block, children=items, at=items[0].at, last=items[-1].last, line=items[0].line),)


def habits_of(cards: Sequence[tuple[Block, ...]], labels: Mapping[int, Opening]) -> Habits:
    """Look at all cards of a document together; each is the blocks below its prompt.

    `labels` holds the document's blocks that open an answer, by their pre-order indices.
    """
    habits = Habits(labels, summaries=_summaries(cards))

    def most(has: Callable[[Block], bool]) -> bool:
        cards_with = sum(any(map(has, card)) for card in cards)
        return 2 * cards_with >= len(cards)

    return replace(
        habits,
        labelled=most(lambda block: habits.opens(block) or habits.answering(block) > 0),
        lettered=len(cards) > 1 and _are_lettered(cards),
        ticked=len(cards) > 1 and most(is_ticked),
        optioned=2 * sum(bool(card) and offers_choices(card[0]) for card in cards) > max(2, len(cards)),
        hinted=most(is_hinting),
        appended=_appended(cards, habits),
    )


def is_hinting(block: Block) -> bool:
    """Tell whether a block is a hint: folded, or a paragraph that says so at its beginning."""
    text = block.words
    if block.kind == "details":
        return is_hint(text)
    return block.kind == "paragraph" and (
        opens_hint(text) or (len(block.inline) == 1 and block.inline[0].kind == "code" and is_hint(text))
    )


def _are_lettered(cards: Sequence[tuple[Block, ...]]) -> bool:
    begun = sum(card[0].words.startswith("A. ") for card in cards if card and card[0].kind == "paragraph")
    return 2 * begun > len(cards) and not any("B. " in b.words for card in cards for b in card)


def _summaries(cards: Sequence[tuple[Block, ...]]) -> frozenset[str]:
    first = Counter(card[0].words.casefold() for card in cards if card and card[0].kind == "details")
    return frozenset(text for text, times in first.items() if times > 2 and 2 * times > len(cards))


def _appended(cards: Sequence[tuple[Block, ...]], habits: Habits) -> frozenset[str]:
    names: Counter[str] = Counter()
    lists: Counter[str] = Counter()
    for card in cards:
        if {block.kind for block in card} <= {"paragraph"}:
            continue
        blocks = tuple(b for block in card for b in (habits.opened(block) or (block,)))
        for n, block in enumerate(blocks[1:], 1):
            if block.kind == "heading":
                name = block.words.casefold()
                names[name] += 1
                lists[name] += n + 1 < len(blocks) and blocks[n + 1].kind == "list"
    return frozenset(
        name for name, times in names.items() if 2 * times > len(cards) and 5 * lists[name] >= 4 * times > 8
    )
