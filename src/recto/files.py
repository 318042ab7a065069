"""The only module that reads and writes files: documents, images, the lock, packages."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from recto.diagnostics import Diagnostic, UserError
from recto.document import Source
from recto.fields import media
from recto.note import Media, MediaLoader

LOCK_NAME = "recto.lock"
STDIN = "-"
PACKAGE_SUFFIX = ".apkg"
_SUFFIXES = {".md", ".markdown", ".mdown", ".mkd"}
_LEFT_OUT = {
    "node_modules",
    "dist",
    "build",
    "_build",
    "_site",
    "site-packages",
    "venv",
    "__pycache__",
    "target",
}
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a run and where their lock lies."""

    files: tuple[tuple[Path, str, tuple[str, ...]], ...]
    """Each document's file, the path that messages call it, and the folders that become parent decks."""
    folder: Path
    """The folder of the lock: the names in the lock are relative to it."""
    covered: tuple[PurePosixPath, ...]
    """The folders that were walked, relative to the lock's."""
    walked: str
    """The walked folder's own name, if the run is of one folder."""

    @property
    def lock(self) -> Path:
        """The lock's file, relative to the working folder: so that messages are short."""
        return Path(os.path.relpath(self.folder)) / LOCK_NAME

    def gone(self, document: str) -> bool:
        """Tell whether a document that the lock names is no longer on disk."""
        return not (self.folder / document).is_file()

    def covers(self, document: str) -> bool:
        """Tell whether a document that the lock names would have been found in a walked folder."""
        return any(PurePosixPath(document).is_relative_to(folder) for folder in self.covered)

    def name(self, file: Path) -> str:
        """Return a document's path relative to the lock's folder, with forward slashes."""
        return Path(os.path.relpath(file.absolute(), self.folder)).as_posix()


def find(paths: Sequence[str], stdin_filename: str = "") -> Found:
    """Find the documents that paths name: Markdown files, folders walked down, `-` for standard input.

    Hidden folders and build output are left out; folders that are links are not followed.  Raises UserError for a
    path that does not exist, and for a run without any Markdown document.
    """
    files: list[tuple[Path, str, tuple[str, ...]]] = []
    folders = []
    bases = []
    for given in paths:
        path = Path(given)
        if given == STDIN:
            name = stdin_filename or STDIN
            files.append((Path(name), name, ()))
            bases.append(Path(name).absolute().parent)
        elif path.is_dir():
            found = sorted(_walk(path))
            folders.append(path.resolve())
            bases.append(path.resolve())
            files.extend((file, file.as_posix(), file.relative_to(path).parts[:-1]) for file in found)
            if not found:
                raise UserError(
                    "no Markdown document in this folder",
                    given,
                    hint="name a .md file, or a folder that holds some",
                )
        elif path.exists():
            files.append((path, path.as_posix(), ()))
            bases.append(path.absolute().parent.resolve())
        else:
            raise UserError(
                "no such file or folder", given, hint="check the path; Recto builds source/ if none is given"
            )
    unique = {file.absolute(): (file, shown, parents) for file, shown, parents in files}
    folder = _lock_folder(Path(os.path.commonpath(bases)))
    covered = tuple(PurePosixPath(Path(os.path.relpath(f, folder)).as_posix()) for f in folders)
    walked = folders[0].name if len(paths) == 1 and folders else ""
    return Found(tuple(unique.values()), folder, covered, walked)


def is_document(path: Path) -> bool:
    """Tell whether a file is a Markdown document, by its name."""
    return path.suffix.lower() in _SUFFIXES


def is_media(path: Path) -> bool:
    """Tell whether a file is an image or a sound that a card can show, by its name."""
    return path.suffix.lower() in media.SUFFIXES


def is_visible(path: Path, folder: Path) -> bool:
    """Tell whether a walk through a folder comes to a path: it is inside, not hidden, and no build output."""
    return path.is_relative_to(folder) and not any(map(_left_out, path.relative_to(folder).parts))


def read(found: Found) -> tuple[Source, ...]:
    """Read the documents of a run; raises UserError for one that cannot be read or decoded."""
    return tuple(
        Source(shown, found.name(file), _decode(_bytes(file, shown), shown), parents)
        for file, shown, parents in found.files
    )


def read_text(path: Path) -> str | None:
    """Read a UTF-8 text file; None if it does not exist.  Raises UserError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(_reason(error), str(path)) from error
    except UnicodeDecodeError as error:
        raise UserError("not UTF-8 text", str(path), hint="restore the file from version control") from error


def newest_package(folder: Path) -> Path:
    """Return the package that was written last in a folder; raises UserError if there is none."""
    packages = [path for path in folder.glob(f"*{PACKAGE_SUFFIX}") if path.is_file()]
    if not packages:
        raise UserError(
            "no package in this folder", str(folder), hint="make one with recto build, or name another"
        )
    return max(packages, key=lambda path: path.stat().st_mtime_ns)


def read_package(path: Path) -> bytes:
    """Read an Anki package; raises UserError if it cannot be read, or is none by its name or by its shape."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(_reason(error), str(path), hint="make a package with recto build") from error
    if path.suffix.lower() != PACKAGE_SUFFIX or not zipfile.is_zipfile(BytesIO(content)):
        raise UserError("this is not an Anki package", str(path), hint=f"name a file {PACKAGE_SUFFIX}")
    return content


def media_loader(found: Found) -> MediaLoader:
    """Return the function that reads images and sounds, none from outside the lock's folder."""
    names = {shown: found.name(file) for file, shown, _ in found.files}
    root = found.folder.resolve()

    def read_within(path: str) -> bytes | None:
        file = (root / path).resolve()
        try:
            return file.read_bytes() if file.is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    load = media.loader(".", read_within)

    def load_shown(document: str, reference: str) -> Media | Diagnostic:
        loaded = load(names[document], reference)
        return replace(loaded, path=document) if isinstance(loaded, Diagnostic) else loaded

    return load_shown


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: to a fixed temporary name beside it, synced, then renamed over it.

    Raises UserError, with nothing changed, if the folder or the file cannot be written.
    """
    temporary = _temporary(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(
            f"cannot write: {_reason(error)}", str(path), hint="name another place with -o"
        ) from error


def sweep(*paths: Path) -> None:
    """Remove what a killed build left beside these files."""
    for path in paths:
        _temporary(path).unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Raise UserError if a file could not be written at a path, before any work is done."""
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if path.is_dir():
        raise UserError("cannot write: this is a folder", str(path), hint="name a file with -o")
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise UserError(
            "cannot write: the folder is not writable", str(path), hint="name another place with -o"
        )


@contextmanager
def exclusively(lock: Path) -> Iterator[None]:
    """Keep other builds of the same lock waiting; the file that does it lies in the temporary directory."""
    from filelock import FileLock

    digest = hashlib.sha256(str(lock.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    with FileLock(
        Path(tempfile.gettempdir()) / f"recto-{os.getuid() if hasattr(os, 'getuid') else 0}-{digest}.lock"
    ):
        yield


def _walk(folder: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder, followlinks=False):
        names[:] = sorted(name for name in names if not _left_out(name))
        for name in files:
            if is_document(Path(name)) and not _left_out(name):
                yield Path(parent) / name


def _left_out(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LEFT_OUT


def _lock_folder(common: Path) -> Path:
    """Return the folder of the nearest lock at or above a folder, no higher than its repository's root."""
    candidates = []
    for folder in (common, *common.parents):
        candidates.append(folder)
        if (folder / ".git").exists():
            return next((c for c in candidates if (c / LOCK_NAME).exists()), common)
    return common


def _bytes(file: Path, shown: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if shown == STDIN or not file.exists() else file.read_bytes()
    except (OSError, ValueError, AttributeError) as error:
        raise UserError(_reason(error), shown) from error


def _decode(content: bytes, shown: str) -> str:
    """Decode UTF-8, or UTF-16 that says so; raises UserError with the line and byte that are neither."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise UserError(
            f"not {what}: byte {content[error.start]:#04x} at offset {error.start}", shown, line,
            "save the document as UTF-8",
        ) from error  # fmt: skip


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.recto-tmp")


def _sync_folder(folder: Path) -> None:
    """Make a rename durable where the system can (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
