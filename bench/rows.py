"""genanki alone: write a package of notes whose fields are ready.

Usage: rows.py FIELDS.json PACKAGE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import genanki

FIELDS = ("Question", "Answer", "Code", "Source", "Extra")


def main(ready: str, package: str) -> None:
    """Make a note of each list of five fields."""
    model = genanki.Model(
        1607392319,
        "Rows",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Recall", "qfmt": "{{Question}}", "afmt": "{{Answer}}{{Code}}"}],
    )
    deck = genanki.Deck(1, "Rows")
    for fields in json.loads(Path(ready).read_text(encoding="utf-8")):
        deck.add_note(genanki.Note(model, fields))
    genanki.Package(deck).write_to_file(package)


if __name__ == "__main__":
    main(*sys.argv[1:])
