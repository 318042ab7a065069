"""Work in a process of its own, which is killed if it takes more time or memory than anything should.

The limits are no measurement: what is confined takes a small part of them, or would take days.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ParamSpec, TypeVar

from program import Done

Given = ParamSpec("Given")
Made = TypeVar("Made")

SECONDS = 60
MEGABYTES = 2_000

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["__main__", "recto.cli", "recto.run", "recto.report", "recto.package", "recto.preview", "recto.dump"]
)


def within(
    seconds: int,
    megabytes: int,
    work: Callable[Given, Made],
    *arguments: Given.args,
    **options: Given.kwargs,
) -> Made:
    """Call a function of a module within limits of processor time and of memory, and return what it returns."""
    ours, theirs = _SERVER.Pipe(duplex=False)
    worker = _SERVER.Process(target=_work, args=(theirs, (seconds, megabytes), work, arguments, options))
    worker.start()
    theirs.close()
    try:
        made: Made = ours.recv()
    except EOFError:
        worker.join()
        code = worker.exitcode or 0
        ended = signal.Signals(-code).name if code < 0 else f"exit {code}"
        raise AssertionError(f"ended by {ended} within {seconds} s and {megabytes} MB") from None
    finally:
        ours.close()
    worker.join()
    return made


def recto(*arguments: str, folder: Path, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Done:
    """Run the program in a folder, within limits."""
    return within(seconds, megabytes, in_folder, arguments, folder)


def _work(
    answer: Connection,
    limits: tuple[int, int],
    work: Callable[..., object],
    arguments: tuple[object, ...],
    options: dict[str, object],
) -> None:
    gc.disable()  # as the program itself does
    seconds, megabytes = limits
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
    answer.send(work(*arguments, **options))


def in_folder(arguments: tuple[str, ...], folder: Path) -> Done:
    """Run the program in a folder, in this very process, whose working folder and output are its from then on."""
    from recto.cli import main

    os.chdir(folder)
    sys.argv = ["recto", *arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        out.seek(0)
        err.seek(0)
        return Done(arguments, code, out.read().decode(), err.read().decode())
