"""Blocks and inline content -> plain text, as a person reads it: no Markdown, no tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from recto.document import Block, Inline
from recto.fields import escape, tags
from recto.fields.forms import normalized
from recto.markdown.walk import walk
from recto.patterns import pattern

_BREAKING = pattern(
    r"address|article|aside|blockquote|br|caption|d[dlt]|div|fig.*|footer|h[1-6r]|header|li|[ou]l|p|table|tr"
)
"""The tags before and behind which a new line begins."""
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def blocks(content: Iterable[Block]) -> str:
    """Return the words of blocks: a line a paragraph, item and row; tabs between cells; code as it is."""
    lines: list[str] = []
    for block, entering, path in walk(content):
        parent = path[-1] if path else None
        if not entering or (parent and parent.kind == "row"):
            continue
        if words := _WORDS[block.kind](block) if block.kind in _WORDS else inline(block.inline):
            lines.append(_box(block, parent) + words)
    return "\n".join(lines)


def inline(content: Sequence[Inline]) -> str:
    """Return the words of a paragraph: images by their alternative text, formulas as TeX."""
    pairs = tags.pairs([step.text for step in content if step.kind == "html"])
    words = [
        "".join(_raw(tags.cut(step.text, pairs)))
        if step.kind == "html"
        else _BREAKS.get(step.kind, step.text)
        for step in content
    ]
    return "".join(words).strip()


def normal(words: str) -> str:
    """Return words for comparison: NFKC, case-folded, white space collapsed."""
    return " ".join(normalized("NFKC", words).casefold().split())


_WORDS: dict[str, Callable[[Block], str]] = {
    "code": lambda block: block.text.removesuffix("\n"),
    "math": lambda block: block.text.strip(),
    "row": lambda block: "\t".join(inline(cell.inline) for cell in block.children),
    "html": lambda block: "".join(_raw(tags.cut(block.text))).strip(),
}


def _box(block: Block, parent: Block | None) -> str:
    """Return the box of a task list's item before the first of its words."""
    if parent is None or parent.checked is None or parent.children[0] is not block:
        return ""
    return "☑ " if parent.checked else "☐ "


def _raw(pieces: Iterable[tags.Tag | str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield escape.unescaped(piece)
        elif piece.name == "img":
            attributes = piece.attributes()
            yield attributes.get("alt", "")
        elif _BREAKING.fullmatch(piece.name):
            yield "\n"
        elif piece.name in {"td", "th"} and not piece.closing:
            yield "\t"
