"""Definition lists: a term, and its definition behind a colon."""

from __future__ import annotations

from collections.abc import Iterator

from recto.formats.prompt import Prompt, clean, propose
from recto.reading.outline import Outline


def definitions(outline: Outline) -> Iterator[Prompt]:
    """Propose every term of every definition list; its answer ends with its last definition."""
    for block in outline.blocks:
        if block.kind != "definitions":
            continue
        terms = [(n, child) for n, child in enumerate(block.children) if child.kind == "term"]
        for (n, term), following in zip(
            terms, [*(m for m, _ in terms[1:]), len(block.children)], strict=True
        ):
            cleaned = clean(term.inline)
            if cleaned.words and following > n + 1:
                end = block.children[following - 1].last
                yield propose("definition", "term", term, cleaned, rank=8, end=end, marked=True)
