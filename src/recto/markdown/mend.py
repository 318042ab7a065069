"""Mends what a person overlooks and a parser trips over, without moving a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recto.diagnostics import CONTROL_CHARACTERS, UNCLOSED_FENCE, Diagnostic, diagnostic
from recto.fields.forms import normalized
from recto.patterns import pattern

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_HIDDEN_INDENT = pattern(
    "^[\u200b\u200c\u200d\u2060\u00a0 \t]*[\u200b\u200c\u200d\u2060\u00a0](?=[ \t]*(?:```|~~~|#{1,6} ))",
    re.MULTILINE,
)
_GLUED_HEADING = re.compile(r"^( {0,3}#{2,6})(?=[\w\[*`\"'(¿¡])")
_FENCE = re.compile(r"^(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?)(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_OPENS_A_PART = re.compile(
    r"^\s{0,12}(?:#{2,6}\s+\S|\d+[.)]\s+#{1,6}\s|</?(?:details|summary)\b)", re.IGNORECASE
)


def mend(path: str, text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a document's text as it was meant, with as many lines as before, and what was mended.

    Text becomes NFC and loses control characters, as Anki would do to it later (Anki 2.1.66 to 26.9.3);
    invisible characters before a fence or heading go; a fence that was never closed is closed before the next part;
    `##words` becomes a heading.
    """
    diagnostics = []
    text = normalized("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        diagnostics.append(diagnostic(CONTROL_CHARACTERS, path, line, column))
        text = _CONTROL.sub("", text)
    if not text.isascii():
        text = _HIDDEN_INDENT.sub("", text)
    lines = text.split("\n")
    for opened, closed in _unclosed(lines):
        lines[closed] = _closing(lines[opened])
        diagnostics.append(diagnostic(UNCLOSED_FENCE, path, opened + 1, 1, closed=closed + 1))
    if any(_GLUED_HEADING.match(line) for line in lines if "##" in line):
        lines = list(_spaced(lines))
    return "\n".join(lines), tuple(diagnostics)


def _spaced(lines: list[str]) -> Iterator[str]:
    """Put the blank between the signs of a heading and its words that CommonMark 4.2 asks for, but not in code."""
    marks = ""
    for line in lines:
        fence = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence and not marks:
            marks = fence["marks"]
        elif fence and fence["marks"].startswith(marks) and not fence["info"].strip():
            marks = ""
        yield _GLUED_HEADING.sub(r"\1 ", line) if "##" in line and not (marks or fence) else line


def _unclosed(lines: list[str]) -> list[tuple[int, int]]:
    """Return pairs of a fence that is never closed and the blank line, before a heading, that should close it.

    A fence counts as unclosed if another one with an info string, or the document's end, comes before its closing
    mark (CommonMark 4.5: a closing fence has no info string).  Lines are counted from 0.
    """
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    escape: int | None = None
    for number, line in enumerate(lines):
        if (
            opened is not None
            and escape is None
            and number
            and _OPENS_A_PART.match(line)
            and not lines[number - 1].strip()
        ):
            escape = number - 1
        if opened is not None and _leaves_container(lines[opened[0]], line):
            opened = None
        fence = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence is None or (fence["marks"][0] == "`" and "`" in fence["info"]):
            continue
        marks, bare = fence["marks"], not fence["info"].strip()
        if opened is None:
            opened, escape = (number, marks), None
        elif marks[0] == opened[1][0] and len(marks) >= len(opened[1]):
            if bare:
                opened = None
            elif escape is not None:
                found.append((opened[0], escape))
                opened, escape = (number, marks), None
    if opened is not None and escape is not None:
        found.append((opened[0], escape))
    return found


def _leaves_container(opening: str, line: str) -> bool:
    """Tell whether a line ends the list item or quote that a fence was opened in, and the fence with it."""
    return (opening.startswith("    ") and line[:1] not in {"", " ", "\t"}) or (
        opening.startswith(">") and not line.startswith(">")
    )


def _closing(opening: str) -> str:
    found = _FENCE.match(opening)
    assert found is not None  # noqa: S101 (only called for lines that _FENCE matched)
    return re.sub(r"[^\s>]", " ", found["indent"]) + found["marks"]
