"""Blockquotes as questions: the answer unquoted below them, or, in Obsidian's callouts, in the quote itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.document import Block
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import drop, split_lines, strip
from recto.patterns import pattern
from recto.reading.outline import Outline

_CALLOUT = pattern(r"\[!(?:question|faq|help|quiz|flashcard|card)\][+-]?\s*", re.IGNORECASE)


def quotes(outline: Outline) -> Iterator[Prompt]:
    """Propose every quote at the top level that begins with a paragraph, and callouts such as `[!question]`."""
    for block in outline.document.blocks:
        if block.kind != "quote" or not block.children or block.children[0].kind != "paragraph":
            continue
        text = block.children[0].words
        if found := _CALLOUT.match(text):
            yield from _callout(block, found.end())
        elif not text.startswith("[!"):
            cleaned = clean(block.children[0].inline)
            if cleaned.words:
                yield propose("quote", "quote", block, cleaned, body=block.children[0].at + 1)


def _callout(block: Block, mark: int) -> Iterator[Prompt]:
    """Read `[!question]- words` with the answer on the lines below; a callout without words asks nothing."""
    head = block.children[0]
    title, *_ = split_lines(head.inline)
    cleaned = clean(strip(drop(title, mark)))
    rest = strip(head.inline[len(title) + 1 :])
    if cleaned.words and (rest or len(block.children) > 1):
        place, end = head.at + 1, block.last
        yield propose(
            "quote", "callout", block, cleaned, body=place, rest=rest, end=end, marked=True, explicit=True
        )
