"""Builds to disturb: what lies in the folder before, what an undisturbed build makes of it, and what may be between."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forked import Ended, Forks, Order

from recto.memory import lock

EPOCH = "1700000000"
TIME = {"SOURCE_DATE_EPOCH": EPOCH}
BUILD = ("build", "source", "-o", "dist/knots.apkg")
LOCK = "source/recto.lock"
PACKAGE = "dist/knots.apkg"
_SWEPT = ".recto-tmp"
_LABELS = (
    "bight", "hitch", "splice", "bend", "whipping", "lashing",
    "loop", "toggle", "shank", "sling", "coil", "seizing",
)  # fmt: skip
QUESTIONS = tuple(
    f"## What is a {label}?\n\nOf {number} things done with a rope, the {label} is the one with {number * 7} turns.\n"
    for number, label in enumerate(_LABELS, 2)
)

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Scene:
    """A run that a test disturbs, in a folder that only it uses."""

    folder: Path
    arguments: tuple[str, ...]
    before: Files
    """What lies in the folder when it begins."""
    after: Files
    """What lies there when nothing disturbs it."""

    def order(self, *, die_at: int = 0, longest: int = -1, deadly: bool = False, **environment: str) -> Order:
        """Put the folder as it was before, and return the run to be ordered."""
        put(self.folder, self.before)
        return Order(self.arguments, str(self.folder), {**TIME, **environment}, die_at, longest, deadly)

    def assert_mended(self, forks: Forks) -> None:
        """Assert that every file is the old or the new one, the lock no older than the package; a build mends it."""
        assert_whole(files(self.folder), self.before, self.after)
        ended = forks.run(Order(self.arguments, str(self.folder), TIME))
        assert ended.code == 0, ended.told
        assert files(self.folder) == self.after


def document(questions: Sequence[str]) -> str:
    """Put a document together."""
    return "\n".join(["# Knots\n", *questions])


def edited() -> list[str]:
    """Return the questions after an edit: one reworded, one corrected, one gone, one new."""
    questions = list(QUESTIONS)
    questions[1] = questions[1].replace("What is a hitch?", "How would you explain a hitch?")
    questions[3] = questions[3].replace("things done", "tricks done")
    questions[6] = "## What is a marlinspike?\n\nA tool of iron that opens the strands.\n"
    return questions


def files(folder: Path) -> Files:
    """Return all files below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def put(folder: Path, content: Files) -> None:
    """Empty a folder, and put files into it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in content.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def assert_whole(found: Files, before: Files, after: Files) -> None:
    """Assert that each file is the old or the new one, the lock no older than the package, and nothing else there."""
    for name in before.keys() | after.keys():
        assert found.get(name) in (before.get(name), after.get(name)), name
    others = found.keys() - before.keys() - after.keys()
    assert all(name.endswith(_SWEPT) for name in others), others
    if before.get(PACKAGE) != found.get(PACKAGE):
        assert found[LOCK] == after[LOCK]


def scene(forks: Forks, folder: Path, kind: str) -> Scene:
    """Return the first build of a document, the build after an edit, or a preview."""
    put(folder, {"source/knots.md": document(QUESTIONS).encode()})
    arguments = ("preview", "source", "-o", "dist/knots.html") if kind == "preview" else BUILD
    if kind != "first":
        assert_fine(forks.run(Order(arguments, str(folder), TIME)))
        (folder / "source" / "knots.md").write_text(document(edited()), encoding="utf-8")
    before = files(folder)
    assert_fine(forks.run(Order(arguments, str(folder), TIME)))
    return Scene(folder, arguments, before, files(folder))


def assert_fine(ended: Ended) -> None:
    """Assert that a run came to its end."""
    assert ended.code == 0, ended.told


def known(text: bytes) -> dict[str, str]:
    """Return the guids that a lock knows, by the document and the words of their questions."""
    entries = lock.parse(text.decode(), LOCK).entries
    return {f"{entry.document}: {entry.words}": entry.guid for entry in entries if not entry.retired}


def packed(package: Path) -> set[str]:
    """Return the guids in a package; it must be whole."""
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    guids = {guid for (guid,) in connection.execute("select guid from notes")}
    connection.close()
    return guids
