"""Labels: `**Q:** question` and `**A:** answer`, `Question 3: ...`, in one paragraph or in several."""

from __future__ import annotations

from collections.abc import Iterator

from recto.formats.prompt import Prompt, clean
from recto.inline import plain
from recto.labels import may_be_labelled
from recto.outline import Outline


def labelled(outline: Outline) -> Iterator[Prompt]:
    """Propose every paragraph that begins with a question label."""
    for block in outline.blocks:
        if block.kind != "paragraph" or not may_be_labelled(plain(block.inline)):
            continue
        cleaned = clean(block.inline)
        if not cleaned.explicit or not cleaned.words or not plain(cleaned.words):
            continue
        yield Prompt(
            format="label",
            shape="label",
            at=block.at,
            body=block.at + 1,
            line=block.line,
            column=block.column,
            words=cleaned.words,
            rank=7,
            number=cleaned.number,
            marked=True,
            explicit=True,
            ident=cleaned.ident,
        )
