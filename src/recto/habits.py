"""What the author of a document does on most cards: labels, ticked options, hints, appendices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recto.answers import opened
from recto.choices import is_ticked
from recto.document import Block
from recto.inline import plain
from recto.labels import is_hint, opens_hint


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for most cards of a document."""

    labelled: bool
    """Answers are opened by a label."""
    ticked: bool
    """Questions have options, the right ones ticked."""
    hinted: bool
    """A hint stands between the question and its answer."""
    summaries: frozenset[str]
    """Summaries, case-folded, that stand right below the questions: they are labels in whatever language."""
    appended: frozenset[str]
    """Headings under which something is appended to the answers, case-folded."""

    def opened(self, block: Block) -> tuple[Block, ...] | None:
        """Return what is left of a block that opens the answer once its label is gone; None if it opens none."""
        left = opened(block)
        if left is None and block.kind == "details" and plain(block.inline).casefold() in self.summaries:
            return block.children
        return left


def habits_of(cards: Sequence[tuple[Block, ...]]) -> Habits:
    """Look at all cards of a document together; each is the blocks below its prompt."""
    first = Counter(plain(card[0].inline).casefold() for card in cards if card and card[0].kind == "details")
    summaries = frozenset(text for text, times in first.items() if times > 2 and 2 * times > len(cards))
    labels = Habits(False, False, False, summaries, frozenset())  # noqa: FBT003 (to ask for labels alone)

    def most(test: Sequence[bool]) -> bool:
        return 2 * sum(test) >= len(cards)

    return Habits(
        most([any(labels.opened(b) is not None for b in card) for card in cards]),
        most([any(is_ticked(b) for b in card) for card in cards]),
        most([any(is_hinting(b) for b in card) for card in cards]),
        summaries,
        _appended(cards),
    )


def is_hinting(block: Block) -> bool:
    """Tell whether a block is a hint: folded, or a paragraph that says so at its beginning."""
    text = plain(block.inline)
    if block.kind == "details":
        return is_hint(text)
    spans = [step for step in block.inline if step.kind in {"code", "em"} and step.nesting >= 0]
    return block.kind == "paragraph" and (
        opens_hint(text) or (len(spans) == 1 == len(block.inline) and is_hint(text))
    )


def _appended(cards: Sequence[tuple[Block, ...]]) -> frozenset[str]:
    names: Counter[str] = Counter()
    lists: Counter[str] = Counter()
    for card in cards:
        blocks = tuple(b for block in card for b in (opened(block) or (block,)))
        for n, block in enumerate(blocks[1:], 1):
            if block.kind == "heading":
                name = plain(block.inline).casefold()
                names[name] += 1
                lists[name] += n + 1 < len(blocks) and blocks[n + 1].kind == "list"
    return frozenset(
        name for name, times in names.items() if 2 * times > len(cards) and 5 * lists[name] >= 4 * times > 8
    )
