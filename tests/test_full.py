"""Disks that are full, folders that are read-only, locks that are gone: what cannot be written changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, import_package
from forked import Forks
from program import Done, Run
from scenes import BUILD, LOCK, PACKAGE, QUESTIONS, TIME, Scene, assert_whole, document, files, put, scene
from torture import Effort, Tally

ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=$1 none "$2"
cp -r before/. "$2"
cd "$2"
shift 2
code=0
"$@" || code=$?
cp -r . "$OLDPWD/after"
exit $code
"""
OWNER = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)
"""Makes root as powerless against permissions as every other owner of a file."""


@pytest.fixture(scope="module", params=["first", "edited"])
def disturbed(
    request: pytest.FixtureRequest, forks: Forks, tmp_path_factory: pytest.TempPathFactory
) -> Scene:
    """Give the first build of a document, and the one after an edit."""
    return scene(forks, tmp_path_factory.mktemp("scene") / "home", str(request.param))


@pytest.fixture
def edited(forks: Forks, tmp_path: Path) -> Iterator[Scene]:
    """Give a build after an edit, in a folder that is writable again in the end."""
    made = scene(forks, tmp_path / "home", "edited")
    put(made.folder, made.before)
    yield made
    for path in (made.folder / "source", made.folder / "dist"):
        path.chmod(0o755)


def sizes(disturbed: Scene, count: int) -> range:
    """Return so many sizes of a file, from nothing to the longest that a build writes, that one left out."""
    longest = max(len(content) for name, content in disturbed.after.items() if not name.endswith(".md"))
    return range(0, longest, longest // count)


@pytest.mark.torture
def test_a_quota_is_reached(disturbed: Scene, forks: Forks, effort: Effort, tally: Tally) -> None:
    """Whatever does not fit is said in a sentence; each file is the old or the new one, and no rest is left."""
    for longest in sizes(disturbed, effort(6, 200)):
        ended = forks.run(disturbed.order(longest=longest))
        fits = longest >= len(disturbed.after[LOCK])
        file, hint = (
            ("dist/knots.apkg", "name another place with -o")
            if fits
            else ("source/recto.lock", "the lock comes before the package: let it be written")
        )
        assert ended.told.endswith(f"recto: {file}: cannot write: file too large\n  hint: {hint}\n")
        assert ended.code == 2
        assert files(disturbed.folder).keys() <= disturbed.after.keys()
        disturbed.assert_mended(forks)
        tally["full disks survived"] += 1


def on_a_small_disk(folder: Path, disturbed: Scene, size: int) -> tuple[int, str]:
    """Run the build on a disk of so many bytes; the folder gets what lay there before and after."""
    shutil.rmtree(folder, ignore_errors=True)
    put(folder / "before", disturbed.before)
    (folder / "after").mkdir()
    (folder / "disk").mkdir()
    inside = ["sh", "-c", ON_A_SMALL_DISK, "sh", str(size), str(folder / "disk")]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", *inside, sys.executable, "-m", "recto", *disturbed.arguments],
        cwd=folder, env={**os.environ, **TIME}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.torture
def test_a_disk_is_full(disturbed: Scene, forks: Forks, tmp_path: Path, effort: Effort, tally: Tally) -> None:
    """On a disk with any number of free blocks, a build is done or refused as a whole; with room it is done."""
    folder = tmp_path / "small"
    if not shutil.which("unshare") or on_a_small_disk(folder, disturbed, 1 << 20)[0]:
        pytest.skip("unshare(1) cannot mount a disk here")
    block = os.sysconf("SC_PAGE_SIZE")
    least = sum(-(-len(content) // block) for content in disturbed.before.values())
    most = least + sum(-(-len(content) // block) for content in disturbed.after.values()) + 1
    refused = 0
    for blocks in range(least, most, max(1, (most - least) // effort(2, 100))):
        code, told = on_a_small_disk(folder, disturbed, blocks * block)
        found = files(folder / "after")
        if code:
            refused += 1
            assert code == 2
            assert "cannot write: no space left on device\n  hint: " in told
            assert "Traceback" not in told
        else:
            assert found == disturbed.after
        assert_whole(found, disturbed.before, disturbed.after)
        assert found.keys() <= disturbed.after.keys()
        put(disturbed.folder, found)
        disturbed.assert_mended(forks)
        tally["full disks survived"] += 1
    assert refused


def as_owner(home: Path, *arguments: str, **environment: str) -> Done:
    """Run the program so that permissions count, even if the tests run as root."""
    if os.geteuid():
        prefix: tuple[str, ...] = ()
    elif shutil.which("setpriv"):
        prefix = OWNER
    else:
        pytest.skip("root may write everything, and setpriv(1) is not here")
    return subprocess.run(
        [*prefix, sys.executable, "-m", "recto", *arguments],
        cwd=home, env={**os.environ, **TIME, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_read_only_output_folder(edited: Scene, forks: Forks) -> None:
    """If the package cannot be written, the lock is not written either."""
    (edited.folder / "dist").chmod(0o555)
    done = as_owner(edited.folder, *BUILD)
    assert (done.returncode, done.stderr) == (
        2,
        "recto: dist/knots.apkg: cannot write: the folder is not writable\n  hint: name another place with -o\n",
    )
    assert files(edited.folder) == edited.before
    (edited.folder / "dist").chmod(0o755)
    edited.assert_mended(forks)


@pytest.mark.parametrize(
    ("name", "mode", "why"),
    [(LOCK, 0o444, "the file is not writable"), ("source", 0o555, "the folder is not writable")],
)
def test_a_read_only_lock(edited: Scene, forks: Forks, name: str, mode: int, why: str) -> None:
    """If the lock cannot be written, the package is not written either."""
    (edited.folder / name).chmod(mode)
    done = as_owner(edited.folder, *BUILD)
    assert (done.returncode, done.stderr) == (
        2,
        f"recto: source/recto.lock: cannot write: {why}\n"
        "  hint: the lock comes before the package: let it be written\n",
    )
    assert files(edited.folder) == edited.before
    (edited.folder / name).chmod(0o755)
    edited.assert_mended(forks)


def test_a_read_only_lock_that_need_not_change(edited: Scene) -> None:
    """A lock that stays as it is need not be writable."""
    put(edited.folder, edited.after)
    (edited.folder / PACKAGE).unlink()
    (edited.folder / LOCK).chmod(0o444)
    (edited.folder / "source").chmod(0o555)
    done = as_owner(edited.folder, *BUILD)
    assert done.returncode == 0, done.stderr
    assert files(edited.folder) == edited.after


@pytest.mark.parametrize(("mode", "why"), [(None, "file exists"), (0o500, "permission denied")])
def test_a_temporary_directory_that_takes_nothing(
    edited: Scene, tmp_path: Path, mode: int | None, why: str
) -> None:
    """Without the place where builds wait for each other nothing is written, and the sentence names the way out."""
    place = tmp_path / f"recto-{os.geteuid()}"
    if mode is None:
        place.write_text("in the way", encoding="utf-8")
    else:
        place.mkdir(mode)
    done = as_owner(edited.folder, *BUILD, TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (
        2,
        f"recto: cannot write to the temporary directory: {why}\n"
        "  hint: make room in it, or name another one with TMPDIR\n",
    )
    assert files(edited.folder) == edited.before


def test_the_lock_is_deleted_between_two_builds(collection: Collection, home: Path, run: Run) -> None:
    """Questions that were never reworded come back as the same cards, though the document was renamed in between."""
    put(home, {"source/knots.md": document(QUESTIONS).encode()})
    run(*BUILD)
    assert import_package(collection, home / PACKAGE) == Imported(new=12)
    lock = (home / LOCK).read_bytes()
    (home / LOCK).unlink()
    (home / "source" / "knots.md").rename(home / "source" / "ropes.md")
    run(*BUILD, SOURCE_DATE_EPOCH="1710000000")
    assert import_package(collection, home / PACKAGE).new == 0
    assert collection.note_count() == 12
    assert (home / LOCK).read_bytes() != lock
