"""Labels: `**Q:** question` and `**A:** answer`, `Question 3: ...`, in one paragraph or in several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline, plain
from recto.formats.prompt import Cleaned, Prompt, clean, propose
from recto.markdown.inline import split_lines, strip
from recto.reading.answers import without_label
from recto.reading.labels import answer_label, has_card_tag, may_be_labelled
from recto.reading.outline import Outline

_MOST_STEPS = 200
"""How far into a question an answer's label is looked for: far beyond the end of any line."""
_QUESTION_END = re.compile(r"[?？]\s+")


def labelled(outline: Outline) -> Iterator[Prompt]:
    """Propose every paragraph that begins with a question label; a bare one takes its words from the one below."""
    found = list(_found(outline))
    untils = [*(block.at - 1 for block, _ in found[1:]), outline.end]
    for (block, cleaned), until in zip(found, untils, strict=False):
        prompt = propose("label", "label", block, cleaned)
        if plain(cleaned.words):
            words, rest = _divided(cleaned.words)
            if not rest and not outline.answer_labels_between(block.last + 1, until):
                words, rest = _lines(words, alone=not outline.says_something(block.last + 1, until))
            yield replace(prompt, words=words, rest=rest)
        elif not cleaned.words and (below := outline.paragraph_after(block)):
            words = clean(below.inline).words
            yield replace(prompt, shape="label alone", words=words, body=below.last + 1)


def _found(outline: Outline) -> Iterator[tuple[Block, Cleaned]]:
    for block in outline.blocks:
        if block.kind == "paragraph" and may_be_labelled(block.words) and not has_card_tag(block.words):
            cleaned = clean(block.inline)
            if cleaned.explicit:
                yield block, cleaned


def _lines(inline: tuple[Inline, ...], *, alone: bool) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Take further lines for the answer if the first one asks, or if no answer follows the paragraph."""
    first, *others = split_lines(inline)
    if others and (alone or plain(first).endswith(("?", "？"))):
        return first, strip(inline[len(first) + 1 :])
    return inline, ()


def _divided(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Divide a question from the answer whose label stands on the same line, if one does."""
    for n, step in enumerate(inline[:_MOST_STEPS]):
        if n and step.kind == "strong" and step.nesting == 1:
            rest = without_label(inline[n:], plain(inline[n:]))
            if rest:
                return strip(inline[:n]), rest
        if step.kind == "text" and (found := _QUESTION_END.search(step.text)):
            behind = (Inline("text", 0, step.text[found.end() :]), *inline[n + 1 :])
            text = plain(behind)
            label = answer_label(text)
            rest = without_label(behind, text) if label and label.colon[:1] in {":", "："} else None
            if rest:
                return (*inline[:n], Inline("text", 0, step.text[: found.end()].rstrip())), rest
    return inline, ()
