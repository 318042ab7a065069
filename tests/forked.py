"""Runs of the program by the hundred: a process that has loaded it forks for each, and the fork may die at any step.

A step is whatever changes a disk: a file opened for writing, synced, renamed, removed, a folder made.  Run as a
script, this file is the process that forks; `Forks` is the tests' end of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_WRITES = os.O_CREAT | os.O_WRONLY | os.O_RDWR | os.O_TRUNC
_CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "os.link",
    "os.symlink",
}


@dataclass(frozen=True, slots=True)
class Order:
    """One run: what to run, and what becomes of it."""

    arguments: tuple[str, ...]
    folder: str
    environment: dict[str, str]
    die_at: int = 0
    """The step before which it is killed, counted from 1; 0 lets it live."""
    longest: int = -1
    """How many bytes a file may have; -1 is any number."""
    deadly: bool = False
    """Whether a file that grows longer kills the run in the middle of the write; else the write fails."""
    clock: float = -1
    """What the clock says, in seconds since 1970; -1 is the true time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a run."""

    code: int
    """The exit code, or minus the number of the signal that killed it."""
    told: str
    """What it said, on both streams."""
    steps: tuple[str, ...]
    """The steps in their order, such as `fsync /home/recto.lock`; the last may not have been made."""


class Forks:
    """The process that forks, as the tests speak to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, order: Order) -> Ended:
        """Run the program as ordered; raises EOFError if the process that forks is no more."""
        assert self.process.stdin
        assert self.process.stdout
        print(
            json.dumps([getattr(order, name) for name in Order.__slots__]),
            file=self.process.stdin,
            flush=True,
        )
        if not (answer := self.process.stdout.readline()):
            raise EOFError
        code, told, steps = json.loads(answer)
        return Ended(code, told, tuple(steps))

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Give the process that forks, one for all tests; skip where there is no /proc to name what is synced."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs Linux")
    started = Forks()
    yield started
    started.close()


def _serve() -> None:
    """Run what is ordered, line by line, until nothing more is."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "warm.md")
        document.write_text(
            "## Is it warm?\n\nYes.\n\n## Is it cold?\n\n```python\nprint(0)\n```\n", encoding="utf-8"
        )
        for command in ("build", "preview"):
            _main((command, str(document), "-o", f"{folder}/warm"))  # loads what each fork would have to load
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_forked(Order(*json.loads(line)))) + "\n")
        sys.stdout.flush()


def _forked(order: Order) -> tuple[int, str, list[str]]:
    """Fork, run, and return exit code, words and steps."""
    told, tell = os.pipe()
    noted, note = os.pipe()
    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = open(tell, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (no path; never closed)
        os.chdir(order.folder)
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        os.environ.update(order.environment)
        _endanger(order, note)
        os._exit(_main(order.arguments))
    os.close(tell)
    os.close(note)
    with open(told, encoding="utf-8") as said, open(noted, encoding="utf-8") as steps:  # noqa: PTH123 (no paths)
        words, lines = said.read(), steps.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words, lines


def _endanger(order: Order, note: int) -> None:
    """Write down this process's steps from now on, and let it die, or let its writes fail, as ordered."""
    count = 0

    def step(what: str) -> None:
        nonlocal count
        count += 1
        os.write(note, f"{what}\n".encode())
        if count == order.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, details: tuple[object, ...]) -> None:
        if event in _CHANGES:
            step(f"{event.removeprefix('os.')} {details[0]}")
        elif event == "open" and isinstance(details[2], int) and details[2] & _WRITES:
            step(f"open {details[0]}")

    def synced(descriptor: int) -> None:
        step(f"fsync {Path(f'/proc/self/fd/{descriptor}').readlink()}")
        fsync(descriptor)

    fsync = os.fsync
    os.fsync = synced  # type: ignore[assignment]  # the program syncs descriptors alone
    sys.addaudithook(hook)
    if order.clock >= 0:
        time.time = lambda: order.clock
    if order.longest >= 0:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (order.longest, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if order.deadly else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(arguments: tuple[str, ...]) -> int:
    """Run the program in this process; return its exit code."""
    from recto.cli import main

    sys.argv = ["recto", *arguments]
    try:
        main()
    except SystemExit as left:
        sys.stdout.flush()
        return int(left.code or 0)
    return 0


if __name__ == "__main__":
    _serve()
