"""HTML kept shallow and well nested before it is sanitised.

A parser of HTML mends misnested tags by opening them again in every element that follows (HTML, 13.2.4.3), and looks
through all open elements for each tag: without this, a few kilobytes of hostile tags would become gigabytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from recto.fields.tags import PIECE

DEEPEST = 200
"""How many elements may be open at once; Markdown itself opens fewer."""

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_ROWS = frozenset({"table", "thead", "tbody", "tfoot"})
_HOLDERS = {
    **dict.fromkeys(("td", "th"), _ROWS | {"tr"}),
    **dict.fromkeys(("caption", "colgroup", "thead", "tbody", "tfoot"), frozenset({"table"})),
    **dict.fromkeys(("dt", "dd"), frozenset({"dl"})),
    **dict.fromkeys(("rt", "rp"), frozenset({"ruby"})),
    "tr": _ROWS,
    "li": frozenset({"ul", "ol"}),
}
"""What an element stands in: when it opens, all between the two is closed."""
_ENDS_PARAGRAPH = frozenset(
    """address article aside blockquote details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main nav
    ol p pre section summary table ul""".split()  # noqa: SIM905 (a list takes a line a tag)
)


def shallow(markup: str) -> str:
    """Return markup in which every element is closed within the one that holds it, at most `DEEPEST` at once.

    Tags that open what is too deep, or close what is not open, are left out; their text stays.
    """
    written: list[str] = []
    opened: list[str] = []
    end = 0
    for found in PIECE.finditer(markup):
        written.append(markup[end : found.start()])
        end = found.end()
        name = (found["name"] or "").lower()
        kept = _left_by_closing(opened, name) if found["closing"] else _left_by_opening(opened, name)
        written.extend(f"</{inner}>" for inner in reversed(opened[kept:]))
        del opened[kept:]
        if found["closing"] or not name:
            continue
        is_slot = markup.startswith("\x02", end)  # of code, which brings no other opening tag
        if name in _VOID:
            written.append(found[0])
        elif is_slot or len(opened) < DEEPEST:
            opened.append(name)
            written.append(found[0])
    return "".join((*written, markup[end:]))


def _left_by_closing(opened: Sequence[str], name: str) -> int:
    """Return how many of the open elements a closing tag leaves open."""
    return len(opened) - 1 - opened[::-1].index(name) if name in opened else len(opened)


def _left_by_opening(opened: Sequence[str], name: str) -> int:
    """Return how many of the open elements an opening tag leaves open."""
    holders = _HOLDERS.get(name)
    for n in range(len(opened) - 1, -1, -1):
        if holders and opened[n] in holders:
            return n + 1
        if not holders and opened[n] in _HOLDERS:
            break
        if opened[n] == "p" and name in _ENDS_PARAGRAPH:
            return n
    return len(opened)
