"""Small operations on the flat inline content of a paragraph: its words, its lines, its beginning."""

from __future__ import annotations

from recto.document import BLANK, BREAKS, Inline

_MAY_BE_BLANK = BREAKS | {"text"}
_LAYERS = 10
"""How many spans a question can be wrapped in; nobody needs more."""


def split_lines(inline: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """Cut at line breaks; a break within a span does not cut, so that every part is balanced."""
    lines: list[tuple[Inline, ...]] = []
    start = depth = 0
    for n, step in enumerate(inline):
        depth += step.nesting
        if step.kind in BREAKS and not depth:
            lines.append(inline[start:n])
            start = n + 1
    lines.append(inline[start:])
    return lines


def strip(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove breaks and blanks from both ends."""
    if not inline or not (
        (inline[0].kind in _MAY_BE_BLANK and inline[0].text[:1] in BLANK)
        or (inline[-1].kind in _MAY_BE_BLANK and inline[-1].text[-1:] in BLANK)
    ):
        return inline
    first, last = 0, len(inline)
    while first < last and _is_blank(inline[first]):
        first += 1
    while last > first and _is_blank(inline[last - 1]):
        last -= 1
    steps = inline[first:last]
    if steps and steps[0].kind == "text" and steps[0].text[0] in BLANK:
        steps = (Inline("text", 0, steps[0].text.lstrip(BLANK)), *steps[1:])
    if steps and steps[-1].kind == "text" and steps[-1].text[-1] in BLANK:
        steps = (*steps[:-1], Inline("text", 0, steps[-1].text.rstrip(BLANK)))
    return steps


def _is_blank(step: Inline) -> bool:
    return step.kind in _MAY_BE_BLANK and not step.text.strip(BLANK)


def drop(inline: tuple[Inline, ...], characters: int) -> tuple[Inline, ...]:
    """Remove that many characters of text from the beginning, whatever spans they stand in; a break is one."""
    steps = []
    for step in inline:
        if characters and step.kind in BREAKS:
            characters -= 1
        elif characters and step.kind == "text":
            taken = min(characters, len(step.text))
            characters -= taken
            if taken == len(step.text):
                continue
            steps.append(Inline("text", 0, step.text[taken:]))
        else:
            steps.append(step)
    return tuple(steps)


def unwrap(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove bold, italics and links that hold the whole of it, and empty spans at both ends."""
    inline = strip(inline)
    for _ in range(_LAYERS):
        if len(inline) < 2 or inline[0].nesting != 1:
            break
        end = closing(inline, 0)
        if end == 1:
            inline = strip(inline[2:])
        elif end == len(inline) - 1:
            inline = strip(inline[1:-1])
        else:
            break
    return inline


def closing(inline: tuple[Inline, ...], opening: int) -> int:
    """Return the index of the step that closes the span opened at an index; the last index if none does."""
    depth = 0
    for n in range(opening, len(inline)):
        depth += inline[n].nesting
        if depth == 0:
            return n
    return len(inline) - 1
