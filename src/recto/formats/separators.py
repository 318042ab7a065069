"""Separators of other tools: `question::answer` on a line, and `question`, `?`, `answer` on three (Obsidian)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Document, Inline, plain
from recto.formats.prompt import Prompt, clean, propose
from recto.markdown.inline import split_lines, strip
from recto.patterns import pattern
from recto.reading.labels import has_card_tag
from recto.reading.outline import Outline

_INLINE = pattern(r"(?<!['\"(<:]):::?(?![\d:])")
_TIGHT = re.compile(r"^[^:]*\w::\w")
"""Programs have such names: `Call std::move`."""
_TAGS = re.compile(r"(?:#[\w/-]+\s*)+")
_LONE_MARK = re.compile(r"\?(?<!\S\?)")
_LINE = {"?", "??"}
_ONE_WORD = re.compile(r"[\w.-]+")
_PROPERTY = pattern(
    r"(?:card-[\w-]+|id|collapsed|title|type|tags?|alias|icon|template|public|created|updated|date)::\s"
)
"""What Logseq keeps about a page or a block; no card."""


def separators(outline: Outline) -> Iterator[Prompt]:
    """Propose paragraphs at the top level and in lists with one of the two separators; `?` may be one of its own.

    Where the document is tagged as one of cards (`#flashcards`), all of them are cards.
    """
    tagged = _is_tagged(outline.document)
    for prompt in (*_top_level(outline), *_listed(outline)):
        yield replace(prompt, shape="separator", marked=True, explicit=True) if tagged else prompt


def _is_tagged(document: Document) -> bool:
    tagging = (b for b in document.blocks if b.kind == "paragraph" and b.words.startswith("#"))
    lines = (plain(split_lines(b.inline)[0]) for b in tagging)
    tags = [*(f"#{tag}" for tag in document.meta.tags), *(line for line in lines if _TAGS.fullmatch(line))]
    return any(has_card_tag(tag) for tag in tags)


def _listed(outline: Outline) -> Iterator[Prompt]:
    for item in outline.blocks:
        head = item.children[0] if item.kind == "item" and item.children else item
        if (
            head is not item
            and head.kind == "paragraph"
            and "::" in head.words
            and not has_card_tag(head.words)
        ):
            for prompt in _lines(head):
                yield replace(prompt, rank=8, end=item.last)


def _top_level(outline: Outline) -> Iterator[Prompt]:
    before: Block | None = None
    for block in outline.document.blocks:
        if block.kind == "paragraph" and block.words in _LINE:
            if before is not None:
                yield replace(_prompt(before, before.line, before.inline), body=block.at + 1)
        elif block.kind == "paragraph" and ("::" in block.words or _LONE_MARK.search(block.words)):
            yield from _paragraph(block)
        before = block if block.kind == "paragraph" else None


def _paragraph(block: Block) -> Iterator[Prompt]:
    lines = split_lines(block.inline)
    mark = next((n for n, line in enumerate(lines) if n and plain(line) in _LINE), None)
    if mark is not None:
        before = sum(len(line) + 1 for line in lines[:mark])
        rest = strip(block.inline[before + len(lines[mark]) + 1 :])
        yield replace(_prompt(block, block.line, block.inline[: before - 1]), rest=rest)
    else:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Prompt]:
    """Propose every line of a paragraph with `::` in it: a list of terms is a list of cards."""
    for n, line in enumerate(split_lines(block.inline)):
        if (words := plain(line)) and not _PROPERTY.match(words) and (divided := _divided(line)):
            name = _ONE_WORD.fullmatch(plain(divided[0])) is not None
            shape = "separator word" if name else "separator tight" if _TIGHT.search(words) else "separator"
            prompt = replace(_prompt(block, block.line + n, divided[0]), shape=shape, rest=divided[1])
            yield replace(prompt, end=block.last, marked=not name, explicit=False)


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
