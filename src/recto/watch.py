"""Waits for documents, and the images and sounds that they show, to be saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as changes

from recto import files
from recto.diagnostics import UserError

_ALERT = 250
"""Milliseconds between two looks at whether anything changed, or Ctrl-C was pressed."""
_SETTLED = 100
"""Milliseconds without a change after which changes count as one: a checkout writes many files in a row."""


def saves(paths: Sequence[Path]) -> Iterator[None]:
    """Yield when the watch has begun, and then after every save that can change a deck; saves in one go count once.

    A folder is watched with all that is in it, a document named by itself with the images and sounds beside it.
    What Recto itself writes is none of these.  Ctrl-C raises KeyboardInterrupt; a system that has no watches left to
    give, UserError.
    """
    folders = {path.resolve() for path in paths if path.is_dir()}
    documents = {path.resolve() for path in paths} - folders
    beside = {document.parent for document in documents}

    def concerned(_change: Change, changed: str) -> bool:
        path = Path(changed)
        if path in documents or (path.parent in beside and files.is_media(path)):
            return True
        known = files.is_document(path) or files.is_media(path)
        return known and any(files.is_visible(path, folder) for folder in folders)

    begun = False
    try:
        for changed in changes(
            *folders, *beside, watch_filter=concerned, recursive=bool(folders), step=_SETTLED, rust_timeout=_ALERT,
            yield_on_timeout=True,
        ):  # fmt: skip
            if changed or not begun:
                begun = True
                yield
    except (OSError, RuntimeError) as error:
        reason = str(error).partition(" about [")[0]
        raise UserError(
            f"cannot watch: {reason}", hint="set WATCHFILES_FORCE_POLLING=true to look at the files instead"
        ) from error
