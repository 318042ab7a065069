"""Raw HTML elements that give a document its structure: what stands between their tags becomes one block."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from recto.document import Block, Inline
from recto.markdown.steps import without_id

FOLDS = {"details", "entry"}
"""Elements that become details: themselves, and entries of definition lists."""


@dataclass(eq=False, repr=False)
class Element:
    """A raw HTML element that is still open while its blocks are gathered."""

    tag: str
    """`details`, `entry`, `summary` or a heading's; empty for the container around all elements."""
    line: int
    """1-based, as is the column."""
    column: int
    at: int
    ident: str = ""
    blocks: list[Block] = field(default_factory=list)


def finished(element: Element, line: int, last: int) -> Block:
    """Make a block of an element that is closed on a line; `last` is the highest pre-order index in it.

    A summary is a `term` that its details take over: its words become theirs, and what else it holds (a list, code)
    stays a `term` at the beginning of their children.
    """
    block = Block("details", element.line, line, element.column, element.at, last)
    if element.tag in FOLDS:
        return _details(block, element.blocks)
    if element.tag == "summary":
        words = next((n for n, b in enumerate(element.blocks) if not b.inline), len(element.blocks))
        inline, rest = _joined(element.blocks[:words]), tuple(element.blocks[words:])
        return replace(block, kind="term", inline=inline, children=rest, last=last if rest else element.at)
    inline, ident = without_id(_joined([b for b in element.blocks if b.inline]))
    return replace(
        block,
        kind="heading",
        inline=inline,
        level=int(element.tag[1]),
        marker="<",
        ident=ident or element.ident,
    )


def _details(block: Block, children: list[Block]) -> Block:
    if not children or children[0].kind != "term":
        return replace(block, children=tuple(children))
    summary, *others = children
    rest = (replace(summary, inline=()),) if summary.children else ()
    return replace(block, inline=summary.inline, children=(*rest, *others))


def _joined(paragraphs: list[Block]) -> tuple[Inline, ...]:
    """Return the content of paragraphs as one, with a break between them."""
    return tuple(
        step
        for n, p in enumerate(paragraphs)
        for step in ((Inline("softbreak"), *p.inline) if n else p.inline)
    )
