"""What a question refers to, found before it is written: files, footnotes, code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recto import media, tags
from recto.document import Block, Inline
from recto.highlight import language
from recto.note import CodeBlock, Question
from recto.walk import walk


@dataclass(frozen=True, slots=True)
class Reference:
    """An image or a sound that the document refers to."""

    target: str
    line: int
    """1-based, as is the column; those of the block that it stands in."""
    column: int


def prompt(question: Question) -> Block:
    """Return the prompt as a paragraph, so that it can be gone through like the rest."""
    return Block("paragraph", question.line, question.line, question.column, inline=question.prompt)


def references(question: Question) -> Iterator[Reference]:
    """Return the images and sounds of a question and of the footnotes that it needs, in reading order."""
    content = _content(question)
    notes = (block for label in footnotes(question, content) for block in question.footnotes[label])
    for block, step in _steps((*content, *notes)):
        for target in _targets(step):
            yield Reference(target, block.line, block.column)


def footnotes(question: Question, content: Iterable[Block]) -> list[str]:
    """Return the labels of the footnotes that blocks, and in turn those footnotes, refer to."""
    found: list[str] = []
    waiting = [tuple(content)]
    while waiting:
        for _, step in _steps(waiting.pop(0)):
            label = step.target
            if step.kind == "footnote" and label in question.footnotes and label not in found:
                found.append(label)
                waiting.append(question.footnotes[label])
    return found


def footnote_numbers(question: Question) -> dict[str, int]:
    """Return the numbers of a card's footnotes, from 1, in the order in which its fields refer to them."""
    fields = ((prompt(question), *question.front), question.answer, question.code)
    labels = dict.fromkeys(label for field in fields for label in footnotes(question, field))
    return {label: number for number, label in enumerate(labels, 1)}


def code(content: Iterable[Block]) -> Iterator[Block]:
    """Return the code among blocks, in reading order."""
    return (block for block, entering, _ in walk(content) if entering and block.kind == "code")


def code_blocks(content: Iterable[Block]) -> tuple[CodeBlock, ...]:
    """Return the code among blocks as JSON and previews have it: with Pygments' name of the language."""
    return tuple(CodeBlock(language(block.info)[0], block.text, block.line) for block in code(content))


def _content(question: Question) -> tuple[Block, ...]:
    return (prompt(question), *question.front, *question.answer, *question.code)


def _steps(content: Iterable[Block]) -> Iterator[tuple[Block, Inline]]:
    for block, entering, _ in walk(content):
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
            if isinstance(piece, tags.Tag) and (target := tags.source(piece)):
                yield target
