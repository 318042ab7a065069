"""Separators of other tools: `question::answer` on a line, and `question`, `?`, `answer` on three (Obsidian)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline, plain
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import split_lines, strip
from recto.reading.outline import Outline

_INLINE = re.compile(r"(?<!['\"(<:]):::?(?![\d:])")
_MAY_SEPARATE = re.compile(r"::|(?<!\S)\?")
_LINE = {"?", "??"}
_ONE_WORD = re.compile(r"[\w.-]+")
_PROPERTY = re.compile(
    r"(?:card-[\w-]+|id|collapsed|title|type|tags?|alias|icon|template|public|created|updated|date)::\s"
)
"""What Logseq keeps about a page or a block; no card."""


def separators(outline: Outline) -> Iterator[Prompt]:
    """Propose paragraphs at the top level with one of the two separators; `?` may also be a paragraph of its own."""
    before: Block | None = None
    for block in outline.document.blocks:
        if block.kind == "paragraph" and block.words in _LINE:
            if before is not None:
                yield replace(_prompt(before, before.line, before.inline), body=block.at + 1)
        elif block.kind == "paragraph" and _MAY_SEPARATE.search(block.words):
            yield from _paragraph(block)
        before = block if block.kind == "paragraph" else None


def _paragraph(block: Block) -> Iterator[Prompt]:
    lines = split_lines(block.inline)
    mark = next((n for n, line in enumerate(lines) if n and plain(line) in _LINE), None)
    if mark is not None:
        before = sum(len(line) + 1 for line in lines[:mark])
        rest = strip(block.inline[before + len(lines[mark]) + 1 :])
        yield replace(_prompt(block, block.line, block.inline[: before - 1]), rest=rest)
        return
    for n, line in enumerate(lines):
        divided = None if _PROPERTY.match(plain(line)) else _divided(line)
        if divided:
            one_word = (
                _ONE_WORD.fullmatch(plain(divided[0])) is not None
            )  # a list of terms is a list of cards
            shape = "separator word" if one_word else "separator"
            prompt = _prompt(block, block.line + n, divided[0])
            yield replace(
                prompt, shape=shape, rest=divided[1], end=block.last, marked=not one_word, explicit=False
            )


def _divided(line: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]] | None:
    for n, step in enumerate(line):
        found = _INLINE.search(step.text) if step.kind == "text" else None
        if found:
            front, back = step.text[: found.start()], step.text[found.end() :]
            words = strip((*line[:n], replace(step, text=front)))
            rest = strip((replace(step, text=back), *line[n + 1 :]))
            return (words, rest) if words and rest else None
    return None


def _prompt(block: Block, line: int, words: tuple[Inline, ...]) -> Prompt:
    prompt = propose("separator", "separator", block, clean(strip(words)))
    return replace(prompt, line=line, marked=True, explicit=True)
