"""Where a run's time goes, and the bar that says how far it has come."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import PROJECT, Run

from recto.meter import Meter

HURRIED = "import time\nticks = iter(range(0, 10**9, 10))\ntime.monotonic = lambda: next(ticks)\n"
"""A clock that goes ten seconds forward whenever it is read."""


@pytest.fixture
def document(home: Path) -> Path:
    """Write a document of one question."""
    path = home / "knots.md"
    path.write_text("# Knots\n\n## What is a bight?\n\nA slack bend in a rope.\n", encoding="utf-8")
    return path


def on_a_terminal(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    """Run the program with a terminal for its words; return what it wrote there."""
    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(
        [sys.executable, "-m", "recto", *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**settings, "PYTHONPATH": str(PROJECT / "src"), **environment},
    ) as program:
        os.close(theirs)
        written = b""
        try:
            while chunk := os.read(ours, 4096):
                written += chunk
        except OSError:  # how Linux says that the other end of a terminal is closed
            pass
    os.close(ours)
    assert program.returncode == 0
    return written.decode()


def hurried(folder: Path) -> str:
    """Write what makes a Python's clock run fast; return the path to find it by."""
    (folder / "sitecustomize.py").write_text(HURRIED, encoding="utf-8")
    return os.pathsep.join((str(folder), str(PROJECT / "src")))


def test_a_build_says_where_its_time_went(document: Path, run: Run) -> None:
    """`--profile` prints seconds and share of every stage, their sum, and the peak of memory."""
    *_, last = lines = run("build", document, "--profile").stderr.splitlines()[1:]
    stages = [re.fullmatch(r"([a-z-]+) +(\d+\.\d{3}) s +(\d+)%", line) for line in lines[:-1]]
    assert [found[1] for found in stages if found] == [
        "start-up", "read", "parse", "extract", "render", "lock", "identify", "package", "write",
    ]  # fmt: skip
    together = re.fullmatch(r"together +(\d+\.\d{3}) s of processor time, \d+ MiB at most", last)
    assert together
    assert sum(float(found[2]) for found in stages if found) == pytest.approx(float(together[1]), abs=0.01)


@pytest.mark.parametrize("option", ["--dry-run", "--strict"])
def test_a_run_without_a_package_says_it_too(document: Path, run: Run, option: str) -> None:
    """A dry run, and a build that is refused, tell where their time went behind all else that they say."""
    with document.open("a", encoding="utf-8") as file:
        file.write("\n## What is a hitch?\n")
    said = run("build", document, "--profile", option, code=int(option == "--strict")).stderr.splitlines()
    assert said[-1].startswith("together ")
    assert not any(line.startswith(("package ", "write ")) for line in said)


def test_a_build_that_takes_long_shows_a_bar(document: Path, home: Path, tmp_path: Path) -> None:
    """On a terminal, past one second, a bar grows to the end before the last line is said."""
    written = on_a_terminal("build", document, cwd=home, PYTHONPATH=hurried(tmp_path))
    assert "building" in written
    assert written.index("100%") < written.index("1 note (1 new)")


def test_a_quick_build_shows_none(document: Path, home: Path) -> None:
    """Within a second nobody waits for anything."""
    assert "building" not in on_a_terminal("build", document, cwd=home)


def test_no_bar_in_continuous_integration(document: Path, home: Path, tmp_path: Path) -> None:
    """Where CI is set, a terminal is only pretended."""
    assert "building" not in on_a_terminal("build", document, cwd=home, PYTHONPATH=hurried(tmp_path), CI="1")


def test_no_bar_in_a_pipe(document: Path, run: Run, tmp_path: Path) -> None:
    """Where nobody watches, no bar is written."""
    assert "building" not in run("build", document, PYTHONPATH=hurried(tmp_path)).stderr


def test_what_is_shown_grows_from_piece_to_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown before a second has passed; then each piece adds its share, and nothing exceeds the whole."""
    clock = iter([0.0, 0.9, 1.1, 2.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    meter, seen = Meter(), list[float]()
    with meter.shown(seen.append):
        for share in (0.25, 0.25, 0.75):
            with meter("render", share):
                pass
    assert seen == [0.5, 1.0]
