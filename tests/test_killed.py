"""A build that is killed, at every step of its writing and at any moment: nothing is half, nothing is lost."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, import_package
from forked import Forks
from program import PROJECT, recto
from scenes import BUILD, LOCK, PACKAGE, Scene, files, known, packed, put, scene
from torture import Effort, Tally

SEED = 20_240
WRITING = 0.02
"""Seconds, about as long as the writing takes."""
KINDS = ("first", "edited", "preview")
INTERRUPTING = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
def hook(event, details):
    if event == "import" and details[0] == "{module}":
        signal.raise_signal(signal.SIGINT)
for name in ("re", "recto"):
    sys.modules.pop(name, None)
sys.addaudithook(hook)
runpy.run_module("recto", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def scenes(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    """Give the builds to disturb, by their kinds."""
    return {kind: scene(forks, tmp_path_factory.mktemp("scene") / "home", kind) for kind in KINDS}


@pytest.mark.torture
@pytest.mark.parametrize("kind", KINDS)
def test_killed_before_every_step(scenes: dict[str, Scene], forks: Forks, tally: Tally, kind: str) -> None:
    """Whichever step of the writing is the last, each file is the old or the new one, and the next build mends all."""
    disturbed = scenes[kind]
    steps = forks.run(disturbed.order()).steps
    assert sum(step.startswith("fsync ") for step in steps) == (2 if kind == "preview" else 4)
    for number in range(1, len(steps) + 1):
        assert forks.run(disturbed.order(die_at=number)).code == -signal.SIGKILL
        disturbed.assert_mended(forks)
        tally["kills survived"] += 1


@pytest.mark.torture
@pytest.mark.parametrize("kind", KINDS)
def test_killed_in_the_middle_of_a_write(
    scenes: dict[str, Scene], forks: Forks, effort: Effort, tally: Tally, kind: str
) -> None:
    """However many bytes were written when it was killed, no file is half of one."""
    disturbed = scenes[kind]
    longest = max(len(content) for name, content in disturbed.after.items() if not name.endswith(".md"))
    for length in range(0, longest, longest // effort(6, 200)):
        assert forks.run(disturbed.order(longest=length, deadly=True)).code == -signal.SIGXFSZ
        disturbed.assert_mended(forks)
        tally["kills survived"] += 1


def test_what_a_kill_leaves_in_anki(scenes: dict[str, Scene], collection: Collection, tmp_path: Path) -> None:
    """Whichever of the two packages a killed build leaves, Anki imports it, and then the next one."""
    package = tmp_path / "deck.apkg"
    counts = []
    for content in (scenes["edited"].before[PACKAGE], scenes["edited"].after[PACKAGE]):
        package.write_bytes(content)
        counts.append(import_package(collection, package))
    assert counts == [Imported(new=12), Imported(new=1, updated=2, duplicate=9)]


@pytest.mark.torture
def test_killed_at_any_moment(
    scenes: dict[str, Scene], home: Path, collection: Collection, effort: Effort, tally: Tally
) -> None:
    """Killed at random moments, by the clock of the day, it leaves a deck that Anki takes; no guid is ever another."""
    disturbed = scenes["edited"]
    old, new = known(disturbed.before[LOCK]), known(disturbed.after[LOCK])
    put(home, disturbed.before)
    import_package(collection, home / PACKAGE)
    duration = time_of_a_build(home)
    moments = random.Random(SEED)  # noqa: S311 (no secret)
    for number in range(effort(4, 200)):
        writing = bool(number % 2)
        longest = WRITING if writing else duration
        put(home, disturbed.before)
        while stopped(home, moments.uniform(0, longest), signal.SIGKILL, writing=writing) is None:
            put(home, disturbed.before)
        found = files(home)
        tally["kills survived"] += 1
        unfinished = found[LOCK] != disturbed.before[LOCK] and found[PACKAGE] == disturbed.before[PACKAGE]
        tally["kills between lock and package"] += unfinished
        assert known(found[LOCK]) in (old, new)
        assert packed(home / PACKAGE) in (set(old.values()), set(new.values()))
        assert import_package(collection, home / PACKAGE).conflicting == 0
        done = recto(*BUILD, cwd=home)
        assert done.returncode == 0, done.stderr
        assert known((home / LOCK).read_bytes()) == new
        assert packed(home / PACKAGE) == set(new.values())
        assert files(home).keys() == disturbed.after.keys()
    import_package(collection, home / PACKAGE)
    assert collection.note_count() == 13


@pytest.mark.torture
def test_interrupted_at_any_moment(
    scenes: dict[str, Scene], home: Path, effort: Effort, tally: Tally
) -> None:
    """Ctrl-C at random moments ends it without a traceback of its own, and the next build mends what it left."""
    disturbed = scenes["edited"]
    new = known(disturbed.after[LOCK])
    put(home, disturbed.before)
    duration = time_of_a_build(home)
    moments = random.Random(SEED)  # noqa: S311 (no secret)
    for _ in range(effort(2, 100)):
        put(home, disturbed.before)
        told = stopped(home, moments.uniform(0, duration), signal.SIGINT)
        assert str(PROJECT / "src") not in (told or "")  # Python itself shows one while it starts or ends
        assert recto(*BUILD, cwd=home).returncode == 0
        assert known((home / LOCK).read_bytes()) == new
        assert files(home).keys() == disturbed.after.keys()
        tally["interruptions survived"] += 1


@pytest.mark.parametrize("module", ["re", "click", "recto.cli", "recto.run", "genanki", "filelock"])
def test_interrupted_while_it_is_being_loaded(scenes: dict[str, Scene], home: Path, module: str) -> None:
    """Ctrl-C when the first module of Recto, or any other, is being imported ends it without a word."""
    put(home, scenes["edited"].before)
    interrupting = INTERRUPTING.format(module=module)
    done = subprocess.run(
        [sys.executable, "-c", interrupting, *BUILD], cwd=home, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, "")
    assert files(home) == scenes["edited"].before


def time_of_a_build(home: Path) -> float:
    """Return how many seconds a build takes that nobody disturbs."""
    begun = time.monotonic()
    assert recto(*BUILD, cwd=home).returncode == 0
    return time.monotonic() - begun


def listen() -> None:
    """Let Ctrl-C reach a process, though a shell that runs the tests in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def stopped(home: Path, moment: float, by: signal.Signals, *, writing: bool = False) -> str | None:
    """Start a build and send it a signal so many seconds after it began, or after it began to write.

    Return what it said, None if it ended before.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "recto", *BUILD],
        cwd=home, stderr=subprocess.PIPE, text=True,
        preexec_fn=listen,  # noqa: PLW1509 (no other thread of the tests runs)
    ) as process:  # fmt: skip
        while writing and process.poll() is None and not list(home.glob("source/*.recto-tmp")):
            pass
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            process.send_signal(by)
            return process.communicate()[1]
    return None


def test_the_lock_is_on_the_disk_before_the_package(scenes: dict[str, Scene], forks: Forks) -> None:
    """Each file is synced before it gets its name, its folder after; the package is begun when the lock is safe."""
    steps = forks.run(scenes["edited"].order()).steps
    short = [re.sub(r"( ).*/|(\.[0-9a-f]{8}\b)", r"\1", step) for step in steps]
    order = [step for step in short if step.split()[0] in ("open", "fsync", "rename")]
    source, dist = "fsync source", "fsync dist"
    assert order[-8:] == [
        "open .recto.lock.recto-tmp", "fsync .recto.lock.recto-tmp", "rename .recto.lock.recto-tmp", source,
        "open .knots.apkg.recto-tmp", "fsync .knots.apkg.recto-tmp", "rename .knots.apkg.recto-tmp", dist,
    ]  # fmt: skip
