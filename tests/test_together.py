"""Builds that run at the same time: each does its work, and none undoes another's."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from forked import Forks, Order
from scenes import BUILD, LOCK, TIME, Scene, assert_fine, document, files, known, packed, put, scene
from torture import Effort, Tally

from recto import writing
from recto.diagnostics import UserError

SEED = 20_241
LABELS = ("bowline", "carrick", "cleat", "clove", "eight", "fisherman", "granny", "reef", "sheet", "zeppelin")


@pytest.fixture
def edited(forks: Forks, tmp_path: Path) -> Scene:
    """Give a build after an edit."""
    return scene(forks, tmp_path / "home", "edited")


def started(folder: Path, runs: Sequence[Sequence[str]]) -> list[subprocess.Popen[str]]:
    """Start all runs at once."""
    return [
        subprocess.Popen(
            [sys.executable, "-m", "recto", *arguments],
            cwd=folder, env={**os.environ, **TIME}, stderr=subprocess.PIPE, text=True,
        )
        for arguments in runs
    ]  # fmt: skip


def ended(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    """Wait until all have ended; return the exit code and the words of each."""
    told = [process.communicate()[1] for process in processes]
    return [(process.returncode, words) for process, words in zip(processes, told, strict=True)]


@pytest.mark.torture
def test_ten_builds_of_one_folder(edited: Scene, effort: Effort, tally: Tally) -> None:
    """They wait for each other: the first makes what one alone would make, the others find nothing to do."""
    for _ in range(effort(1, 20)):
        put(edited.folder, edited.before)
        done = ended(started(edited.folder, [BUILD] * 10))
        assert [code for code, _ in done] == [0] * 10, done
        assert sorted(words.splitlines()[-1] for _, words in done) == [
            "dist/knots.apkg: 12 notes (1 new, 1 reworded, 1 updated, 9 unchanged), 1 retired",
            *["dist/knots.apkg: 12 notes (12 unchanged)"] * 9,
        ]
        assert files(edited.folder) == edited.after
        tally["builds at once"] += 10


@pytest.mark.torture
def test_ten_documents_with_one_lock(forks: Forks, home: Path, effort: Effort, tally: Tally) -> None:
    """Built each by itself at the same time, all are in the lock, as if they had been built one after the other."""
    question = "## What is a {0}?\n\nA {0}.\n\n## What is a {0} for?\n\nFor {1} uses.\n"
    begun = {
        f"{n}.md": f"# {label}\n\n{question.format(label, n)}".encode() for n, label in enumerate(LABELS)
    }
    put(home, begun)
    runs = [("build", name, "-o", f"{name}.apkg") for name in begun]
    for arguments in runs:
        assert_fine(forks.run(Order(arguments, str(home), TIME)))
    one_by_one = files(home)
    assert len(known(one_by_one["recto.lock"])) == 20
    for _ in range(effort(1, 20)):
        put(home, begun)
        done = ended(started(home, runs))
        assert [code for code, _ in done] == [0] * 10, done
        assert files(home) == one_by_one
        tally["builds at once"] += 10


@pytest.mark.torture
def test_some_of_ten_are_killed(edited: Scene, forks: Forks, effort: Effort, tally: Tally) -> None:
    """Whoever dies while the others wait makes way: they end well, and nothing is half."""
    moments = random.Random(SEED)  # noqa: S311 (no secret)
    for _ in range(effort(1, 20)):
        put(edited.folder, edited.before)
        ten = started(edited.folder, [BUILD] * 10)
        with suppress(subprocess.TimeoutExpired):
            ten[0].wait(timeout=moments.uniform(0, 2))
        for process in ten[::2]:
            process.kill()
        done = ended(ten)
        assert {code for code, _ in done[::2]} <= {0, -signal.SIGKILL}
        assert {code for code, _ in done[1::2]} == {0}, done
        edited.assert_mended(forks)
        tally["builds at once"] += 10


def test_two_folders_with_one_package(home: Path) -> None:
    """Two builds that write the same package do it one after the other: it is the one or the other, whole."""
    text = document(["## What is a bight?\n\nA slack bend.\n", "## What is a hitch?\n\nA knot.\n"])
    put(
        home,
        {
            "a/.git/x": b"",
            "a/a.md": text.encode(),
            "b/.git/x": b"",
            "b/b.md": text.replace("Knots", "B").encode(),
        },
    )
    runs = [("build", folder, "-o", "deck.apkg") for folder in "abab"]
    done = ended(started(home, runs))
    assert [code for code, _ in done] == [0] * 4, done
    guids = [set(known((home / folder / "recto.lock").read_bytes()).values()) for folder in "ab"]
    assert packed(home / "deck.apkg") in guids
    assert not list(home.rglob("*.recto-tmp"))


def test_two_that_do_not_know_of_each_other(
    edited: Scene, forks: Forks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With different temporary directories nobody waits: even then a half-written file never gets a name."""
    lock = edited.folder / LOCK
    put(edited.folder, edited.before)
    elsewhere = Order(
        edited.arguments, str(edited.folder), {**TIME, "TMPDIR": str(tmp_path)}, longest=500, deadly=True
    )
    fsync = os.fsync

    def while_it_is_synced(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        assert forks.run(elsewhere).code < 0
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", while_it_is_synced)
    with pytest.raises(UserError, match="cannot write: no such file or directory"):
        writing.write(lock, edited.after[LOCK], "try again")
    assert lock.read_bytes() == edited.before[LOCK]
    edited.assert_mended(forks)
