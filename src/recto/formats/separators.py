"""Separators of other tools: `question::answer` on a line, and `question`, `?`, `answer` on three (Obsidian)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline
from recto.formats.prompt import Prompt, clean
from recto.inline import plain, split_lines, strip
from recto.outline import Outline

_INLINE = (":::", "::")
_LINE = {"?", "??"}


def separators(outline: Outline) -> Iterator[Prompt]:
    """Propose paragraphs at the top level that hold one of the two separators."""
    for block in outline.document.blocks:
        if block.kind == "paragraph":
            yield from _paragraph(block)


def _paragraph(block: Block) -> Iterator[Prompt]:
    lines = split_lines(block.inline)
    mark = next((n for n, line in enumerate(lines) if n and plain(line) in _LINE), None)
    if mark is not None and mark + 1 < len(lines):
        before = sum(len(line) + 1 for line in lines[:mark])
        yield _prompt(
            block, block.line, block.inline[: before - 1], block.inline[before + len(lines[mark]) + 1 :]
        )
        return
    for n, line in enumerate(lines):
        if divided := _divide(line):
            yield _prompt(block, block.line + n, *divided)


def _divide(line: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]] | None:
    for n, step in enumerate(line):
        separator = next((s for s in _INLINE if s in step.text), None) if step.kind == "text" else None
        if separator:
            front, _, back = step.text.partition(separator)
            return (*line[:n], replace(step, text=front)), strip((replace(step, text=back), *line[n + 1 :]))
    return None


def _prompt(block: Block, line: int, words: tuple[Inline, ...], rest: tuple[Inline, ...]) -> Prompt:
    cleaned = clean(strip(words))
    return Prompt(
        format="separator",
        shape="separator",
        at=block.at,
        body=block.at + 1,
        line=line,
        column=block.column,
        words=cleaned.words,
        rank=7,
        rest=strip(rest),
        end=block.last,
        number=cleaned.number,
        marked=True,
        ident=cleaned.ident,
    )
