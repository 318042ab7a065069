"""Plain paragraphs as questions: a line of its own that ends in a question mark, or opens a part between rules."""

from __future__ import annotations

from collections.abc import Iterator

from recto.document import Block
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import split_lines
from recto.reading.outline import Outline
from recto.reading.wording import asks

_LONGEST = 200
"""A question on a line of its own has fewer characters."""


def paragraphs(outline: Outline) -> Iterator[Prompt]:
    """Propose paragraphs of one line at the top level that ask; without a question mark only right behind a rule."""
    before: Block | None = None
    for block in outline.document.blocks:
        if block.kind == "paragraph" and len(block.words) < _LONGEST:
            behind_rule = before is not None and before.kind == "rule" and asks(block.words)
            if (block.words.endswith(("?", "？")) or behind_rule) and len(split_lines(block.inline)) == 1:
                cleaned = clean(block.inline)
                if cleaned.words and not cleaned.explicit:
                    yield propose("paragraph", "line", block, cleaned)
        before = block
