"""Blockquotes as questions, with the answer unquoted below them."""

from __future__ import annotations

from collections.abc import Iterator

from recto.formats.prompt import Prompt, clean
from recto.outline import Outline


def quotes(outline: Outline) -> Iterator[Prompt]:
    """Propose every quote at the top level that is one paragraph."""
    for block in outline.document.blocks:
        if block.kind != "quote" or not block.children or block.children[0].kind != "paragraph":
            continue
        cleaned = clean(block.children[0].inline)
        if cleaned.words:
            yield Prompt(
                format="quote",
                shape="quote",
                at=block.at,
                body=block.children[0].at + 1,
                line=block.line,
                column=block.column,
                words=cleaned.words,
                rank=7,
                number=cleaned.number,
                marked=cleaned.marked,
                explicit=cleaned.explicit,
            )
