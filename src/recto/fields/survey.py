"""What a question refers to, found before it is written: files, footnotes, code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from recto.document import Block, Inline
from recto.fields import media, tags
from recto.fields.highlight import language
from recto.markdown.walk import walk
from recto.note import CodeBlock, Question


@dataclass(frozen=True, slots=True)
class Reference:
    """An image or a sound that the document refers to."""

    target: str
    line: int
    """1-based, as is the column; those of the block that it stands in."""
    column: int


def parts(question: Question) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of a question's front, answer, code and extra; the prompt is the front's first."""
    prompt = Block("paragraph", question.line, question.line, question.column, inline=question.prompt)
    return (prompt, *question.front), question.answer, question.code, question.extra


def content(question: Question) -> tuple[Block, ...]:
    """Return all blocks of a question in reading order, the prompt first."""
    return tuple(chain.from_iterable(parts(question)))


def references(question: Question) -> Iterator[Reference]:
    """Return the images and sounds of a question and of the footnotes that it needs, in reading order."""
    blocks = content(question)
    notes = (block for label in footnotes(question, blocks) for block in question.footnotes[label])
    for block, step in _steps((*blocks, *notes)):
        for target in _targets(step):
            yield Reference(target, block.line, block.column)


def footnotes(question: Question, blocks: Iterable[Block]) -> list[str]:
    """Return the labels of the footnotes that blocks, and in turn those footnotes, refer to."""
    found: list[str] = []
    waiting = [tuple(blocks)] if question.footnotes else []
    while waiting:
        for _, step in _steps(waiting.pop(0)):
            label = step.target
            if step.kind == "footnote" and label in question.footnotes and label not in found:
                found.append(label)
                waiting.append(question.footnotes[label])
    return found


def footnote_numbers(question: Question) -> dict[str, int]:
    """Return the numbers of a card's footnotes, from 1, in the order in which its fields refer to them."""
    labels = dict.fromkeys(label for part in parts(question) for label in footnotes(question, part))
    return {label: number for number, label in enumerate(labels, 1)}


def code(blocks: Iterable[Block]) -> Iterator[Block]:
    """Return the code among blocks, in reading order."""
    return (block for block, entering, _ in walk(blocks) if entering and block.kind == "code")


def code_blocks(blocks: Iterable[Block]) -> tuple[CodeBlock, ...]:
    """Return the code among blocks as JSON and previews have it: with Pygments' name of the language."""
    return tuple(CodeBlock(language(block.info)[0], block.text, block.line) for block in code(blocks))


def _steps(blocks: Iterable[Block]) -> Iterator[tuple[Block, Inline]]:
    for block, entering, _ in walk(blocks):
        if entering and block.kind == "html":
            yield block, Inline("html", 0, block.text)
        elif entering:
            for step in block.inline:
                yield block, step


def _targets(step: Inline) -> Iterator[str]:
    if step.kind == "image" or (
        step.kind == "link" and media.is_sound(step.target) and not media.url(step.target)
    ):
        yield step.target
    elif step.kind == "html":
        for piece in tags.cut(step.text):
            if isinstance(piece, tags.Tag) and piece.name in tags.EMBEDDING:
                yield from filter(None, [piece.attributes().get("src")])
