"""Fixture files in Markdown: cases of a title, an input and what is expected, each closed by a line with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a fixture file."""

    title: str
    given: str
    expected: str

    def __str__(self) -> str:
        """Name the test after the case."""
        return self.title


def cases(folder: str) -> list[Case]:
    """Read every case of every `*.md` of a fixture folder, in the order of files and cases."""
    return [case for path in sorted((FIXTURES / folder).glob("*.md")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
    texts = ["\n".join(part) for part in parts]
    return [
        Case(f"{path.stem}: {title.strip()}", given + "\n", expected)
        for title, given, expected in zip(texts[0::3], texts[1::3], texts[2::3], strict=False)
    ]
