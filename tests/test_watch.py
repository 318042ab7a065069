"""`recto watch`: a build whenever something is saved that can change a deck."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

DOCUMENT = "# Rivers\n\n## Where does the Rhine rise?\n\nIn the Alps.\n\n## Where does it end?\n\nIn the North Sea.\n"
LAKES = "# Lakes\n\n## What is a lake?\n\nWater, with land around it.\n\n## And a pond?\n\nA small one.\n"
PICTURE = Path(__file__).parent / "fixtures" / "phone" / "pictures" / "dot.svg"


def _listen() -> None:
    """Let Ctrl-C reach the process, though a shell that runs the tests in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Watching:
    """A `recto watch` that runs in a folder; what it says is read line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "recto", "watch", *arguments],
            cwd=folder, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            preexec_fn=_listen,  # noqa: PLW1509 (no other thread of the tests runs yet)
        )  # fmt: skip
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.reader = Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.put(line.rstrip("\n"))

    def says(self) -> str:
        """Return the next line; wait a minute for it."""
        return self.lines.get(timeout=60)

    def says_last(self) -> str:
        """Return the last line of the next build."""
        while not (line := self.says()).startswith("dist/"):
            pass
        return line

    def is_silent(self) -> bool:
        """Tell whether nothing is said within a second and a half."""
        try:
            self.lines.get(timeout=1.5)
        except queue.Empty:
            return True
        return False

    def interrupt(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    """Run `recto watch` for as long as the context lasts."""
    watch = Watching(folder, *arguments)
    try:
        yield watch
    finally:
        watch.process.kill()
        watch.process.wait()
        watch.reader.join()
        assert watch.process.stderr
        watch.process.stderr.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one document of two questions in source/."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "rivers.md").write_text(DOCUMENT)
    return tmp_path


def test_every_save_is_a_build_with_its_summary(folder: Path) -> None:
    """It builds at once, after a save, and after a save by renaming; its own writes are no saves."""
    document = folder / "source" / "rivers.md"
    with watching(folder) as watch:
        assert watch.says() == "dist/rivers.apkg: 2 notes (2 new)"
        assert (folder / "source" / "recto.lock").exists()
        assert watch.is_silent()
        document.write_text(DOCUMENT.replace("In the Alps.", "In Switzerland."))
        assert watch.says() == "dist/rivers.apkg: 2 notes (1 updated, 1 unchanged)"
        draft = folder / "source" / ".rivers.md.swp"
        draft.write_text(DOCUMENT.replace("North Sea", "sea"))
        draft.replace(document)
        assert watch.says() == "dist/rivers.apkg: 2 notes (2 updated)"
        assert watch.is_silent()
        assert watch.interrupt() == 0
        assert watch.lines.empty()


def test_saves_in_one_go_are_one_build(folder: Path) -> None:
    """A branch that is checked out, or a folder that is copied, is built once."""
    with watching(folder, "source") as watch:
        watch.says()
        for n in range(20):
            (folder / "source" / f"{n}.md").write_text(f"# Part {n}\n\n{LAKES}")
        assert watch.says() == "dist/source.apkg: 42 notes (40 new, 2 unchanged)"
        assert watch.is_silent()


def test_faults_are_said_and_it_goes_on(folder: Path) -> None:
    """An error in a document, or a file that cannot be read, leaves the package alone and waits for a save."""
    document = folder / "source" / "rivers.md"
    with watching(folder) as watch:
        watch.says()
        package = (folder / "dist" / "rivers.apkg").read_bytes()
        document.write_text("---\ntitle: [\n---\n" + DOCUMENT)
        assert watch.says().startswith("source/rivers.md:")
        assert watch.says().startswith("  hint: ")
        assert watch.says() == "not built: 1 error"
        document.write_bytes(b"# Rivers \xff")
        assert watch.says() == "recto: source/rivers.md:1: not UTF-8: byte 0xff at offset 9"
        assert watch.says().startswith("  hint: ")
        assert (folder / "dist" / "rivers.apkg").read_bytes() == package
        document.write_text(DOCUMENT + "\n## Where does the Danube end?\n\nIn the Black Sea.\n")
        assert watch.says() == "dist/rivers.apkg: 3 notes (1 new, 2 unchanged)"


def test_a_document_that_is_removed_retires_its_notes(folder: Path) -> None:
    """Removing a document is a change like any other."""
    lakes = folder / "source" / "lakes.md"
    lakes.write_text(LAKES)
    with watching(folder) as watch:
        assert watch.says() == "dist/source.apkg: 4 notes (4 new)"
        lakes.unlink()
        assert watch.says_last() == "dist/rivers.apkg: 2 notes (2 unchanged), 2 retired"


def test_of_a_document_by_itself_the_pictures_beside_it_count(folder: Path) -> None:
    """With one document named, its neighbours are left alone; an image beside it is part of it."""
    document = folder / "source" / "rivers.md"
    document.write_text(DOCUMENT.replace("In the Alps.", "![Here](dot.svg)"))
    with watching(folder, "source/rivers.md") as watch:
        assert watch.says().startswith("source/rivers.md:5:1: R301 dot.svg is missing")
        assert watch.says_last() == "dist/rivers.apkg: 2 notes (2 new)"
        (folder / "source" / "lakes.md").write_text(LAKES)
        assert watch.is_silent()
        shutil.copy(PICTURE, folder / "source" / "dot.svg")
        assert watch.says() == "dist/rivers.apkg: 2 notes (1 updated, 1 unchanged)"


def test_a_package_in_the_watched_folder_starts_no_circle(folder: Path) -> None:
    """What the build writes is never taken for a save, wherever it lies."""
    with watching(folder, ".", "-o", "source/out.apkg") as watch:
        assert watch.says() == "source/out.apkg: 2 notes (2 new)"
        assert watch.is_silent()


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("-", "Error: standard input cannot be watched"),
        ("nowhere.md", "recto: nowhere.md: no such file or folder"),
    ],
)
def test_what_cannot_be_watched_is_said_at_once(folder: Path, argument: str, message: str) -> None:
    """A path that was never there, and standard input, end it with exit code 2."""
    done = subprocess.run(
        [sys.executable, "-m", "recto", "watch", argument],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert message in done.stderr


def test_a_system_without_watches_left_is_said(folder: Path) -> None:
    """Where the system's limit is reached, a sentence says so, with a way round it."""
    none_left = [
        "unshare",
        "--map-root-user",
        "sh",
        "-c",
        'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"',
        "sh",
    ]
    if (
        not shutil.which("unshare")
        or subprocess.run([*none_left, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("unshare(1) cannot take the watches away here")
    command = [*none_left, sys.executable, "-m", "recto", "watch"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (
        2,
        "recto: cannot watch: OS file watch limit reached.\n"
        "  hint: set WATCHFILES_FORCE_POLLING=true to look at the files instead\n",
    )
