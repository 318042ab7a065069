"""Finds and reads files: documents, images, the lock, packages."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from recto.diagnostics import Diagnostic, UserError, reason
from recto.document import Source
from recto.fields import media
from recto.note import Media, MediaLoader
from recto.values import frozen

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
_MAX_FOLDERS = 100
"""How deep the folders of a walk may nest: each becomes a deck in a deck."""
MAX_BYTES = 10_000_000
"""The length of the longest document that is read: twenty times that of the longest that people were seen to keep."""


@frozen
class File:
    """A document as it was found."""

    path: Path
    """Absolute, without links in its folder: a document has one path, however it was named."""
    shown: str
    """What messages call it: as given on the command line, with forward slashes."""
    folders: tuple[str, ...] = ()
    """The folders between the walked folder and the document; they become parent decks."""
    piped: bool = False
    """It comes from standard input; the path is only its name."""


@frozen
class Found:
    """The documents of a run and where their lock lies."""

    files: tuple[File, ...]
    folder: Path
    """The folder of the lock: the names in the lock are relative to it."""
    covered: tuple[PurePosixPath, ...]
    """The folders that were walked, relative to the lock's."""
    walked: str
    """The walked folder's own name, if the run is of one folder."""

    @property
    def lock(self) -> Path:
        """The lock's file, relative to the working folder where it can be: so that messages are short."""
        try:
            return Path(os.path.relpath(self.folder)) / LOCK_NAME
        except ValueError:  # another drive of Windows
            return self.folder / LOCK_NAME

    def gone(self, document: str) -> bool:
        """Tell whether a document that the lock names is no longer on disk."""
        try:
            return not (self.folder / document).is_file()
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return True
            raise UserError(reason(error), document, hint="the lock knows this document") from error

    def covers(self, document: str) -> bool:
        """Tell whether a document that the lock names would have been found in a walked folder."""
        return any(PurePosixPath(document).is_relative_to(folder) for folder in self.covered)

    def name(self, file: File) -> str:
        """Return a document's path relative to the lock's folder, with forward slashes."""
        return Path(os.path.relpath(file.path, self.folder)).as_posix()


def find(paths: Sequence[str], stdin_filename: str = "") -> Found:
    """Find the documents that paths name: Markdown files, folders walked down, `-` for standard input.

    Hidden folders and build output are left out; folders that are links are not followed, documents that are links
    are.  Raises UserError for a path that does not exist or cannot be looked at, for a link in a folder that leads out
    of it and of its repository, and for a run without any document.
    """
    files: list[File] = []
    folders: list[Path] = []
    for given in paths:
        try:
            if given == STDIN:
                files.append(_file(Path(stdin_filename or STDIN), piped=True))
            elif given and Path(given).is_dir():
                folders.append(Path(given).resolve())
                files.extend(_walk(Path(given), folders[-1]))
            elif given and Path(given).exists():
                files.append(_file(Path(given)))
            else:
                hint = "check the path; Recto builds source/ if none is given"
                raise UserError("no such file or folder", given or "''", hint=hint)
        except OSError as error:
            raise UserError(reason(error), str(error.filename or given)) from error
    folder = _lock_folder(_common([*folders, *(file.path.parent for file in files)]))
    covered = tuple(PurePosixPath(Path(os.path.relpath(f, folder)).as_posix()) for f in folders)
    walked = folders[0].name if len(paths) == 1 and folders else ""
    return Found(tuple({file.path: file for file in files}.values()), folder, covered, walked)


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
    """Read the documents of a run; raises UserError for one that cannot be read or decoded, or is too long."""
    return tuple(
        Source(file.shown, found.name(file), _decode(_bytes(file), file.shown), file.folders)
        for file in found.files
    )


def read_text(path: Path) -> str | None:
    """Read a UTF-8 text file; None if it does not exist.  Raises UserError if it cannot be read."""
    try:
        content = _regular(path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(reason(error), str(path)) from error
    return _decode(content, str(path), "restore the file from version control")


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
        raise UserError(reason(error), str(path), hint="make a package with recto build") from error
    if path.suffix.lower() != PACKAGE_SUFFIX or not zipfile.is_zipfile(BytesIO(content)):
        raise UserError("this is not an Anki package", str(path), hint=f"name a file {PACKAGE_SUFFIX}")
    return content


def media_loader(found: Found) -> MediaLoader:
    """Return the function that reads images and sounds, none from outside the lock's folder."""
    names = {file.shown: found.name(file) for file in found.files}
    root = found.folder.resolve()

    def read_within(path: str) -> bytes | None:
        try:
            file = Path(os.path.realpath(root / path))
            return _regular(file).read_bytes() if file.is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    load = media.loader(".", read_within)

    def load_shown(document: str, reference: str) -> Media | Diagnostic:
        loaded = load(names[document], reference)
        return replace(loaded, path=document) if isinstance(loaded, Diagnostic) else loaded

    return load_shown


def _file(path: Path, *, piped: bool = False) -> File:
    return File(path.absolute().parent.resolve() / path.name, path.as_posix(), piped=piped)


def _walk(folder: Path, resolved: Path) -> Iterator[File]:
    """Yield the documents of a folder in the order of their names; raises UserError if there is none."""
    found = []
    for parent, names, files in os.walk(folder, onerror=_raise):
        if len(Path(parent).parts) - len(folder.parts) > _MAX_FOLDERS:
            hint = "name an inner folder by itself"
            raise UserError(f"folders nest more than {_MAX_FOLDERS} levels deep", str(folder), hint=hint)
        names[:] = [name for name in names if not _left_out(name)]
        found += [Path(parent, name) for name in files if is_document(Path(name)) and not _left_out(name)]
    if not found:
        hint = "name a .md file, or a folder that holds some"
        raise UserError("no Markdown document in this folder", str(folder), hint=hint)
    for file in sorted(found):
        if not file.is_file():
            raise UserError("not a file", file.as_posix(), hint="remove it, or the link to it")
        inner = file.relative_to(folder)
        if file.is_symlink() and not file.resolve().is_relative_to(_repository(resolved) or resolved):
            hint = "copy the document into the folder, or name it by itself"
            raise UserError("this link leads out of the folder", file.as_posix(), hint=hint)
        yield File(resolved / inner, file.as_posix(), inner.parts[:-1])


def _raise(error: OSError) -> None:
    raise error


def _left_out(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LEFT_OUT


def _common(folders: Sequence[Path]) -> Path:
    """Return the folder that holds all folders."""
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise UserError(
            "the documents lie on different drives", hint="build each drive's by itself"
        ) from error


def _lock_folder(common: Path) -> Path:
    """Return the folder of the nearest lock at or above a folder, no higher than its repository's root."""
    repository = _repository(common)
    if repository is None:
        return common
    folders = [folder for folder in (common, *common.parents) if folder.is_relative_to(repository)]
    return next((folder for folder in folders if (folder / LOCK_NAME).exists()), common)


def _repository(folder: Path) -> Path | None:
    """Return the root of the repository that a folder belongs to."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)


def _bytes(file: File) -> bytes:
    if file.piped and sys.stdin is None:
        raise UserError("standard input is closed", file.shown)
    try:
        if file.piped:
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with file.path.open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(reason(error), file.shown) from error
    if len(content) > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        raise UserError(f"longer than {megabytes} MB", file.shown, hint="divide it into several documents")
    return content


def _regular(path: Path) -> Path:
    """Return the path of a file; raises OSError for what is none, such as a pipe, which would be waited for."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a file")
    return path


def _decode(content: bytes, shown: str, hint: str = "save the document as UTF-8") -> str:
    """Decode UTF-8, or UTF-16 that says so; raises UserError with the line and byte that are neither."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = "UTF-16" if encoding == "utf-16" else "UTF-8"
        byte = f"byte {content[error.start]:#04x} at offset {error.start}"
        raise UserError(f"not {what}: {byte}", shown, line, hint) from error
