"""The program as its users run it: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
SOURCE = PROJECT / "source"

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def recto(*arguments: str | Path, cwd: Path, stdin: str | None = None, **environment: str) -> Done:
    """Run the program in a folder; environment variables by keyword."""
    return subprocess.run(
        [sys.executable, "-m", "recto", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src"), **environment},
    )


def git(folder: Path, *arguments: str) -> int:
    """Run Git in a folder, as somebody; return its exit code."""
    somebody = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    return subprocess.run(
        ["git", *somebody, *arguments], cwd=folder, capture_output=True, check=False
    ).returncode


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an empty folder to work in."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    """Run the program in `home`; it must succeed unless `code` names another exit code."""

    def run_in_home(
        *arguments: str | Path, code: int = 0, stdin: str | None = None, **environment: str
    ) -> Done:
        done = recto(*arguments, cwd=home, stdin=stdin, **environment)
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return run_in_home
