"""A new user's way, with nothing to go by but the README: from `git clone` to cards in Anki on a phone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, assert_clean, import_package
from phone.browsers import need
from phone.chromium import download
from selenium.webdriver import Chrome

ROOT = Path(__file__).parent.parent
HERE = "127.0.0.1"
CARRIED = re.compile(r"PATH|LANG|LC_.*|TMPDIR|PYTHON|PIP_.*|\w+_proxy|SSL_CERT_\w+", re.IGNORECASE)
"""What a new user's machine has too: programs, a language, and the way to the network."""
UNREACHABLE = "connection broken by"
"""What pip says, before anything else, when no package index answers."""

Environment = dict[str, str]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a fresh clone of what is committed, in a folder of its own."""
    need("" if (ROOT / ".git").exists() else "no repository", "what was unpacked cannot be cloned")
    for program in ("git", "make"):
        need("" if shutil.which(program) else f"no {program}", "the README asks for it")
    clone = tmp_path / "recto"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True, timeout=60)
    return clone


@pytest.fixture
def newcomer(tmp_path: Path) -> Environment:
    """Give the environment of a user with an empty home and the machine's pip, without this environment's Python."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if CARRIED.fullmatch(name)}
    folders = environment["PATH"].split(os.pathsep)
    environment["PATH"] = os.pathsep.join(f for f in folders if not Path(f).is_relative_to(sys.prefix))
    configuration = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config"), "pip", "pip.conf")
    if configuration.exists():
        environment.setdefault("PIP_CONFIG_FILE", str(configuration))
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "pip")
    environment.setdefault("PIP_CACHE_DIR", str(cache))
    return {**environment, "HOME": str(home)}


def make_deck(clone: Path, newcomer: Environment) -> str:
    """Run the README's first command; return its last line.  Skips where pip reaches no package index."""
    done = subprocess.run(
        ["make", "deck"], cwd=clone, env=newcomer, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode and UNREACHABLE in done.stderr:
        need("pip reaches no package index", "make deck fetches the libraries from there")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr.splitlines()[-1]


@contextmanager
def sending(clone: Path, newcomer: Environment) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `recto send` in the clone, on the loopback interface; give the process and the address that it prints."""
    command = [str(clone / ".venv" / "bin" / "recto"), "send", "--bind", HERE]
    with subprocess.Popen(
        command, cwd=clone, env=newcomer, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_from_clone_to_cards(
    clone: Path, newcomer: Environment, chromium: Chrome, collection: Collection, tmp_path: Path
) -> None:
    """What the README tells to do ends in 25 new cards, downloaded by a phone's browser, and a tidy clone."""
    readme = (clone / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^ *make deck\b", readme, re.MULTILINE)
    assert "`recto send`" in readme

    said = make_deck(clone, newcomer)
    (package,) = (clone / "dist").glob("*.apkg")
    assert said == f"dist/{package.name}: 25 notes (25 unchanged)"

    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with sending(clone, newcomer) as (process, address):
        file = download(chromium, address, downloads)
        assert process.wait(timeout=30) == 0
    assert (file.name, file.read_bytes()) == (package.name, package.read_bytes())

    assert import_package(collection, file) == Imported(new=25)
    assert_clean(collection)
    left = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, env=newcomer, capture_output=True, text=True, check=True
    )
    assert left.stdout == ""
