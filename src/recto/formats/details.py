"""Summaries as questions: `<details><summary>question</summary> answer </details>`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block
from recto.formats.prompt import Prompt, clean, propose
from recto.reading.labels import is_answer_summary, is_hint
from recto.reading.noise import is_contents, is_noise
from recto.reading.outline import Outline


def details(outline: Outline) -> Iterator[Prompt]:
    """Propose every summary that differs from the others; one that repeats is a label under a question above it."""
    found = [b for b in outline.blocks if b.kind == "details" and b.words]
    times = Counter(b.words.casefold() for b in found)
    for block in found:
        text = block.words
        if is_answer_summary(text) or is_hint(text) or times[text.casefold()] > 2 or _is_contents(block):
            continue
        cleaned = clean(block.inline)
        if cleaned.words:
            prompt = propose("details", "summary", block, cleaned, end=block.last)
            if block.children and block.children[0].kind == "term":
                more = block.children[0]
                prompt = replace(prompt, front=more.children, body=more.last + 1)
            yield prompt


def _is_contents(block: Block) -> bool:
    said = [b for b in block.children if b.kind != "heading" and not is_noise(b)]
    return is_noise(block) or (
        any(is_contents(b) for b in block.children) and all(is_contents(b) for b in said)
    )
