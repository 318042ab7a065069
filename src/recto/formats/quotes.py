"""Blockquotes as questions, with the answer unquoted below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recto.formats.prompt import Prompt, clean, propose
from recto.reading.outline import Outline


def quotes(outline: Outline) -> Iterator[Prompt]:
    """Propose every quote at the top level that begins with a paragraph."""
    for block in outline.document.blocks:
        if block.kind != "quote" or not block.children or block.children[0].kind != "paragraph":
            continue
        cleaned = clean(block.children[0].inline)
        if cleaned.words:
            yield replace(propose("quote", "quote", block, cleaned), body=block.children[0].at + 1)
