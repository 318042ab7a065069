"""The floor: parse, highlight and write a package with the libraries that a build loads, and nothing else.

Usage: floor.py DOCUMENT PACKAGE
"""

from __future__ import annotations

import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import click  # noqa: F401  # loaded by every build, as the next two are
import filelock  # noqa: F401
import genanki
import nh3  # noqa: F401
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

FIELDS = ("Question", "Answer", "Code", "Source", "Extra")
FORMATTER = HtmlFormatter(nowrap=True)


@cache
def lexer(name: str) -> Any:
    """Find a language's lexer once."""
    return get_lexer_by_name(name)


def main(document: str, package: str) -> None:
    """Make a note of every level-2 heading: its text, what stands below it, its code."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(Path(document).read_text(encoding="utf-8"))
    model = genanki.Model(
        1607392319,
        "Floor",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Recall", "qfmt": "{{Question}}", "afmt": "{{Answer}}{{Code}}"}],
    )
    deck = genanki.Deck(1, "Floor")
    notes: list[tuple[str, list[Any], list[str]]] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            notes.append((tokens[number + 1].content, [], []))
        elif notes and token.type == "fence":
            notes[-1][2].append(f"<pre>{highlight(token.content, lexer(token.info), FORMATTER)}</pre>")
        elif notes:
            notes[-1][1].append(token)
    for question, answer, code in notes:
        html = markdown.renderer.render(answer, markdown.options, {})
        deck.add_note(genanki.Note(model, [question, html, "".join(code), "", ""]))
    genanki.Package(deck).write_to_file(package)
    deflate(package)


def deflate(package: str) -> None:
    """Compress what genanki only stores."""
    with zipfile.ZipFile(package) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in entries:
            archive.writestr(name, content)


if __name__ == "__main__":
    main(*sys.argv[1:])
