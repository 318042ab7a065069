"""Labels: `**Q:** question` and `**A:** answer`, `Question 3: ...`, in one paragraph or in several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Inline, plain
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import strip
from recto.reading.answers import without_label
from recto.reading.labels import answer_label, has_card_tag, may_be_labelled
from recto.reading.outline import Outline

_QUESTION_END = re.compile(r"[?？]\s+")


def labelled(outline: Outline) -> Iterator[Prompt]:
    """Propose every paragraph that begins with a question label; a bare one takes its words from the one below."""
    for block in outline.blocks:
        text = block.words
        if block.kind != "paragraph" or not may_be_labelled(text) or has_card_tag(text):
            continue
        cleaned = clean(block.inline)
        if not cleaned.explicit:
            continue
        prompt = propose("label", "label", block, cleaned)
        if plain(cleaned.words):
            words, rest = _divided(cleaned.words)
            yield replace(prompt, words=words, rest=rest)
        elif not cleaned.words and (below := outline.paragraph_after(block)):
            words = clean(below.inline).words
            yield replace(prompt, shape="label alone", words=words, body=below.last + 1)


def _divided(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Divide a question from the answer whose label stands on the same line, if one does."""
    for n, step in enumerate(inline):
        if n and step.kind == "strong" and step.nesting == 1:
            rest = without_label(inline[n:])
            if rest:
                return strip(inline[:n]), rest
        if step.kind == "text" and (found := _QUESTION_END.search(step.text)):
            behind = (replace(step, text=step.text[found.end() :]), *inline[n + 1 :])
            label = answer_label(plain(behind))
            rest = without_label(behind) if label and label.colon[:1] in {":", "："} else None
            if rest:
                return (*inline[:n], replace(step, text=step.text[: found.end()].rstrip())), rest
    return inline, ()
