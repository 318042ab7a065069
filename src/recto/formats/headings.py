"""Headings as questions: ATX, setext and HTML headings, at the top level, in list items and in details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block
from recto.formats.prompt import Prompt, heading_prompt
from recto.inline import plain, unwrap
from recto.labels import is_answer_heading, is_hint
from recto.noise import is_contents_heading
from recto.outline import Outline, walk


def headings(outline: Outline) -> Iterator[Prompt]:
    """Propose every heading; a bare label (`Question`, `12.`) takes its words from the paragraph below it.

    The shape tells the level, and whether the heading opens a list item.
    """
    numbers = {item.children[0].at: item for item in _items(outline)}
    for block in outline.headings:
        text = plain(block.inline)
        if not text or is_answer_heading(text) or is_hint(text) or is_contents_heading(text):
            continue
        item = numbers.get(block.at)
        prompt = heading_prompt(block, f"item h{block.level}" if item else f"h{block.level}")
        if item is not None and item.start is not None:
            prompt = replace(prompt, number=prompt.number or str(item.start), marked=True)
        if prompt.text or prompt.words:
            yield prompt
        elif below := _paragraph_after(outline, block):
            yield replace(
                prompt, words=unwrap(below.inline), body=below.last + 1, shape=f"label {prompt.shape}"
            )


def _items(outline: Outline) -> Iterator[Block]:
    for block in walk(outline.document.blocks):
        if block.kind == "item" and block.children and block.children[0].kind == "heading":
            yield block


def _paragraph_after(outline: Outline, heading: Block) -> Block | None:
    """Return the paragraph right below a heading, if that is what stands there."""
    for block in walk(outline.document.blocks):
        if block.at > heading.at and block.kind not in {"list", "item", "quote"}:
            return block if block.kind == "paragraph" else None
    return None
