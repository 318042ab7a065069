"""List items as questions: with the answer behind the question, on the next line, or in a list below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline
from recto.formats.prompt import Prompt, clean
from recto.inline import closing, plain, split_lines, strip
from recto.outline import Outline

_CARD_TAG = re.compile(r"\s*#(?:card|flashcard|anki)\b\s*", re.IGNORECASE)
_SEPARATOR = re.compile(r"^\s*(?:[-–—:：]+|->|=>|→)\s*")
_QUESTION_END = re.compile(r"[?？؟](?=\s|$)")


def bullets(outline: Outline) -> Iterator[Prompt]:
    """Propose the items of every list at the top level, and of lists that only group other lists."""
    for block in outline.document.blocks:
        if block.kind == "list":
            yield from _items(block)


def _items(block: Block) -> Iterator[Prompt]:
    for item in block.children:
        if item.children and item.children[0].kind == "paragraph":
            yield from _prompts(item, ordered=block.start is not None, final=item is block.children[-1])


def _prompts(item: Block, *, ordered: bool, final: bool) -> Iterator[Prompt]:
    head = item.children[0]
    inline = strip(head.inline)
    kind = "number" if ordered else "bullet"
    words, rest, shape = _divide(inline)
    tagged = _CARD_TAG.search(plain(inline)) is not None
    if tagged:
        words, rest, shape = _without_tag(inline), (), "tagged"
    cleaned = clean(words)
    if not cleaned.words:
        return
    yield Prompt(
        format="bullet",
        shape=f"{kind} {shape}",
        at=item.at,
        body=head.at + 1,
        line=item.line,
        column=item.column,
        words=cleaned.words,
        rank=8,
        rest=rest,
        end=None if final else item.last,
        number=cleaned.number or ("" if item.start is None else str(item.start)),
        marked=ordered or cleaned.marked,
        explicit=tagged or cleaned.explicit,
        ident=cleaned.ident,
    )


def _divide(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...], str]:
    """Divide an item's first paragraph into question and answer."""
    if inline and inline[0].kind == "strong" and (end := closing(inline, 0)) < len(inline):
        rest = _unseparated(strip(inline[end + 1 :]))
        return _without_colon(inline[: end + 1]), rest, "bold"
    lines = split_lines(inline)
    if len(lines) > 1 and _QUESTION_END.search(plain(lines[0]).rstrip()[-1:]):
        return lines[0], strip(inline[len(lines[0]) + 1 :]), "line"
    for n, step in enumerate(inline):
        found = _QUESTION_END.search(step.text) if step.kind == "text" else None
        if found is not None:
            words = (*inline[:n], replace(step, text=step.text[: found.end()]))
            rest = strip((replace(step, text=step.text[found.end() :]), *inline[n + 1 :]))
            if _QUESTION_END.search(plain(rest)[-1:]):  # the question goes on
                return inline, (), "plain"
            return words, _unseparated(rest), "inline" if plain(rest) else "plain"
    return inline, (), "plain"


def _unseparated(rest: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if rest and rest[0].kind == "text" and (found := _SEPARATOR.match(rest[0].text)):
        return strip((replace(rest[0], text=rest[0].text[found.end() :]), *rest[1:]))
    return rest


def _without_colon(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove the colon behind the words of a bold run."""
    return tuple(
        replace(s, text=s.text.rstrip(" :：")) if n == len(run) - 2 else s for n, s in enumerate(run)
    )


def _without_tag(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return strip(
        tuple(replace(s, text=_CARD_TAG.sub(" ", s.text)) if s.kind == "text" else s for s in inline)
    )
