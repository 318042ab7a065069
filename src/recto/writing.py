"""Writes files whole or not at all, and keeps others from writing the same ones meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recto.diagnostics import UserError, reason

_TEMPORARY = ".recto-tmp"


def write(path: Path, content: bytes, hint: str) -> None:
    """Write a file whole or not at all: to a temporary name of its own beside it, synced, then renamed over it.

    Raises UserError with the hint, and with nothing changed, if that cannot be done.
    """
    check_writable(path, hint)
    temporary = _temporary(path)
    sweep(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise _refusal(path, reason(error), hint) from error
    _sync_folder(path.parent)


def sweep(*paths: Path) -> None:
    """Remove what a killed build left beside these files."""
    for path in paths:
        left = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}{_TEMPORARY}")
        # where nothing can be removed, nothing can be written: that will be said then
        with suppress(OSError):
            for file in path.parent.iterdir():
                if left.fullmatch(file.name):
                    file.unlink()


def check_writable(path: Path, hint: str) -> None:
    """Raise UserError with the hint if a file could not be written at a path; for use before any work is done.

    A link is refused, wherever it leads; so is a file that is not writable, although its folder would let it be
    replaced.
    """
    try:
        folder = path.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if path.is_symlink():
            raise _refusal(path, "this is a link", hint)
        if path.exists() and not path.is_file():
            raise _refusal(path, "this is a folder or a device", hint)
        if path.exists() and not os.access(path, os.W_OK):
            raise _refusal(path, "the file is not writable", hint)
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise _refusal(path, "the folder is not writable", hint)
    except OSError as error:
        raise _refusal(path, reason(error), hint) from error


@contextmanager
def exclusively(path: Path) -> Iterator[None]:
    """Keep this user's other processes that want to write the same file waiting.

    They wait for a file in the temporary directory: nothing is left in the user's folders.  Raises UserError if that
    directory cannot be used.
    """
    from filelock import FileLock

    digest = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:24]
    try:
        guard = FileLock(_own_folder() / f"{digest}.lock")
        guard.acquire()
    except OSError as error:
        raise UserError(
            f"cannot write to the temporary directory: {reason(error)}",
            hint="make room in it, or name another one with TMPDIR",
        ) from error
    try:
        yield
    finally:
        guard.release()


def _own_folder() -> Path:
    """Return a folder in the temporary directory that is this user's alone."""
    owner = os.getuid() if os.name == "posix" else 0
    folder = Path(tempfile.gettempdir()) / f"recto-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if os.name == "posix" and (found.st_uid != owner or not stat.S_ISDIR(found.st_mode)):
        raise OSError(errno.EPERM, f"{folder} belongs to somebody else")
    return folder


def _temporary(path: Path) -> Path:
    """Return a name that no other process uses, not even one that this one does not know of."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}{_TEMPORARY}")


def _keep_mode(path: Path, temporary: Path) -> None:
    """Give the new file the old one's permissions, where the file system knows any."""
    with suppress(OSError):
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Make a rename durable where the system can (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refusal(path: Path, why: str, hint: str) -> UserError:
    return UserError(f"cannot write: {why}", str(path), hint=hint)
