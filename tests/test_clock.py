"""Clocks that are wrong, and times that are given: no change is lost, and no impossible time gets to Anki."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, assert_clean, import_package
from forked import Ended, Forks, Order
from scenes import BUILD, EPOCH, LOCK, PACKAGE, QUESTIONS, document, edited, files, put

from recto.memory import lock

DAY = 86_400
LATER = int(EPOCH)
EARLIER = LATER - 10 * DAY

BuildAt = Callable[..., Ended]


@pytest.fixture
def knots(home: Path) -> Path:
    """Give a folder with a document."""
    put(home, {"source/knots.md": document(QUESTIONS).encode()})
    return home


@pytest.fixture
def build_at(forks: Forks, knots: Path) -> BuildAt:
    """Build while the clock says a time, in seconds since 1970; the second argument is SOURCE_DATE_EPOCH."""

    def build(clock: float, epoch: str | None = None) -> Ended:
        given = {} if epoch is None else {"SOURCE_DATE_EPOCH": epoch}
        return forks.run(Order(BUILD, str(knots), given, clock=clock))

    return build


def edit(home: Path) -> None:
    """Reword, correct, remove and add a question."""
    (home / "source" / "knots.md").write_text(document(edited()), encoding="utf-8")


def times(home: Path) -> set[int]:
    """Return the times of all notes in the lock."""
    return {entry.modified for entry in lock.parse((home / LOCK).read_text(encoding="utf-8"), LOCK).entries}


def refusal(build_at: BuildAt, home: Path, clock: float, epoch: str | None) -> str:
    """Return what a build says that is refused at a time, and has written nothing."""
    before = files(home)
    done = build_at(clock, epoch)
    assert done.code == 2
    assert files(home) == before
    return done.told


def test_a_clock_that_is_set_back(collection: Collection, knots: Path, build_at: BuildAt) -> None:
    """A change made while the clock is ten days slow arrives, and so does the next, made after it was set right."""
    for clock, counts in (
        (LATER, Imported(new=12)),
        (EARLIER, Imported(new=1, updated=2, duplicate=9)),
    ):
        assert build_at(clock).code == 0
        assert import_package(collection, knots / PACKAGE) == counts
        edit(knots)
    assert times(knots) == {LATER, LATER + 1, EARLIER}
    put_right = document(edited()).replace("opens the strands", "parts the strands")
    (knots / "source" / "knots.md").write_text(put_right, encoding="utf-8")
    assert build_at(LATER + DAY).code == 0
    assert import_package(collection, knots / PACKAGE) == Imported(updated=1, duplicate=11)
    assert len(collection.find_notes('"parts the strands"')) == 1
    assert_clean(collection)


@pytest.mark.parametrize("clock", [0, 5.5, 978_307_199.9])
@pytest.mark.parametrize("epoch", [None, "", EPOCH])
def test_a_clock_that_was_never_set(knots: Path, clock: float, epoch: str | None, build_at: BuildAt) -> None:
    """A machine that thinks it is 1970 is told so, whatever time is given besides, and nothing is written."""
    assert refusal(build_at, knots, clock, epoch) == (
        f"recto: the clock says {int(clock)}, which is before 2001\n"
        "  hint: set the clock: Anki takes no such time\n"
    )


@pytest.mark.parametrize("epoch", [None, "", " ", "\n\t"])
def test_no_time_given(knots: Path, epoch: str | None, build_at: BuildAt) -> None:
    """Without SOURCE_DATE_EPOCH, or with nothing in it, the clock's time is a note's time."""
    assert build_at(LATER + 0.9, epoch).code == 0
    assert times(knots) == {LATER}


@pytest.mark.parametrize("epoch", ["978307200", EPOCH, f" {EPOCH}\n", f"00{EPOCH}", str(LATER + 11 * DAY)])
def test_a_time_given(knots: Path, epoch: str, build_at: BuildAt) -> None:
    """SOURCE_DATE_EPOCH is a note's time, from 2001 up to a day ahead of the clock."""
    assert build_at(LATER + 10 * DAY, epoch).code == 0
    assert times(knots) == {int(epoch)}


@pytest.mark.parametrize(
    "epoch",
    ["1.7e9", "1700000000.5", f"+{EPOCH}", "0x6553f100", "1_700_000_000", "١٧٠٠٠٠٠٠٠٠", "1" * 13, "9" * 400],
)
def test_a_time_that_is_no_number_of_seconds(knots: Path, epoch: str, build_at: BuildAt) -> None:
    """Fractions, signs, other notations, milliseconds: nothing is guessed and nothing written."""
    assert refusal(build_at, knots, LATER, epoch) == (
        f"recto: SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}\n"
        "  hint: unset it, or set it to seconds since 1970\n"
    )


@pytest.mark.parametrize("epoch", ["978307199", str(LATER + DAY + 1), "9" * 12])
def test_a_time_that_anki_cannot_take(knots: Path, epoch: str, build_at: BuildAt) -> None:
    """A second before 2001, a day and a second ahead of the clock: refused."""
    assert refusal(build_at, knots, LATER, epoch) == (
        f"recto: SOURCE_DATE_EPOCH says {epoch}, which is before 2001 or in the future\n"
        "  hint: set it to a time that Anki can take\n"
    )


def test_two_builds_within_one_second_of_the_clock(
    collection: Collection, knots: Path, build_at: BuildAt
) -> None:
    """The same second by the real clock, with a change between the builds: both arrive."""
    now = int(time.time())
    assert build_at(now).code == 0
    assert import_package(collection, knots / PACKAGE) == Imported(new=12)
    edit(knots)
    assert build_at(now + 0.4).code == 0
    assert import_package(collection, knots / PACKAGE) == Imported(new=1, updated=2, duplicate=9)
    assert len(collection.find_notes('"tricks done"')) == 1


def test_a_lock_from_the_future(collection: Collection, knots: Path, build_at: BuildAt) -> None:
    """A lock that was written while the clock was years ahead is no obstacle: each change moves on from there."""
    ahead = LATER + 3650 * DAY
    assert build_at(ahead).code == 0
    import_package(collection, knots / PACKAGE)
    edit(knots)
    assert build_at(LATER).code == 0
    assert times(knots) == {ahead, ahead + 1, LATER}
    assert import_package(collection, knots / PACKAGE) == Imported(new=1, updated=2, duplicate=9)
    assert_clean(collection)
