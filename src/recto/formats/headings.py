"""Headings as questions: ATX, setext and HTML headings, at the top level, in list items and in details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import strip
from recto.reading.labels import is_hint, is_question_heading
from recto.reading.noise import is_contents_heading, is_noise
from recto.reading.outline import Outline


def headings(outline: Outline) -> Iterator[Prompt]:
    """Propose every heading; a bare label (`Question`, `12.`) takes its words from the paragraph below it.

    Where code stands below the label instead, the label is all that there is to say.
    The shape tells the level, and whether the heading opens a list item.
    """
    items = {item.children[0].at: item for item in _items(outline)}
    for heading in outline.headings:
        block = heading.block
        text = block.words
        if is_noise(block) or block.at in outline.labels or is_hint(text) or is_contents_heading(text):
            continue
        item = block if block.start is not None else items.get(block.at)
        shape = "item" if item else f"h{block.level}"
        prompt = propose("heading", shape, block, clean(block.inline), rank=block.level)
        if item is not None:
            number = prompt.number or ("" if item.start is None else str(item.start))
            prompt = replace(prompt, at=item.at, number=number, marked=bool(number))
        only_label = is_question_heading(text)
        if prompt.words and not only_label:
            yield prompt
        elif below := outline.paragraph_after(block):
            words = clean(below.inline).words
            shape = f"label {shape}"
            yield replace(prompt, shape=shape, words=words, body=below.last + 1, marked=True, explicit=True)
        elif only_label:
            yield replace(prompt, words=strip(block.inline), marked=True, explicit=True)


def _items(outline: Outline) -> Iterator[Block]:
    for block in outline.blocks:
        if block.kind == "item" and block.children and block.children[0].kind == "heading":
            yield block
