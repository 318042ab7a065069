"""Images and sounds: where a reference leads, and the name that its file has in the package."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from recto.diagnostics import (
    ABSOLUTE_MEDIA,
    EMPTY_MEDIA,
    MISSING_MEDIA,
    OUTSIDE_MEDIA,
    REMOTE_MEDIA,
    UNKNOWN_MEDIA,
    Diagnostic,
    Rule,
    diagnostic,
)
from recto.fields.forms import normalized
from recto.note import Media, MediaLoader
from recto.patterns import pattern

_SOUNDS = frozenset({".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".flac"})
_IMAGES = frozenset(
    {".png", ".apng", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".ico", ".tif", ".tiff"}
)
SUFFIXES = _SOUNDS | _IMAGES
"""What a card can show or play."""
_URL = pattern(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_NETWORK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_EMBEDDED = pattern(r"data:image/([a-z]+)[^,]*;base64,(.*)", re.IGNORECASE | re.DOTALL)
_ABSOLUTE = re.compile(r"/|~|[A-Za-z]:")
_STEM_LENGTH = 60
_SHOWN = 80
"""How many characters of a reference a message shows."""


def is_sound(reference: str) -> bool:
    """Tell whether a reference names a file that is heard, not seen."""
    return posixpath.splitext(_path(reference))[1].lower() in _SOUNDS


def url(reference: str) -> str:
    """Return the address on the network that a reference leads to; empty if it leads to none."""
    absolute = f"https:{reference}" if reference.startswith("//") else reference
    return absolute if _NETWORK.match(absolute) else ""


def file_name(reference: str) -> str:
    """Return the last part of a reference's path as people write it; empty for `data:` and the like."""
    readable = url(reference) or not _URL.match(reference)
    return posixpath.basename(_path(reference).rstrip("/")) if readable else ""


def loader(root: str, read: Callable[[str], bytes | None]) -> MediaLoader:
    """Make the function that turns references into media.

    `root` is the folder that files must lie in, written like the documents' paths: with forward slashes, both
    relative to the same folder or both absolute.  `read` returns a file's bytes, or None if there is no such
    file. A reference is read as CommonMark 6.4 and HTML have it: relative to the document, percent-encoded,
    perhaps with `?query` and `#fragment`; a `data:` URL is its own file.  What cannot be packaged is a
    diagnostic at line 1.
    """

    def load(document: str, reference: str) -> Media | Diagnostic:
        if embedded := _EMBEDDED.match(reference):
            return _embedded(document, reference, embedded)
        path = _path(reference)
        if rule := _obstacle(root, document, reference):
            return _refusal(rule, document, reference, path)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
        content = read(path)
        if content is None:  # a Mac writes the names of its files decomposed
            content = read(normalized("NFD", path))
        if not content:
            return _refusal(MISSING_MEDIA if content is None else EMPTY_MEDIA, document, reference, path)
        return Media(name(path, content), content)

    return load


def name(path: str, content: bytes) -> str:
    """Name a file by its content: `diagram-0123456789abcdef.png`.

    Anki takes a changed file over only under a new name, compares names without case, and wants
    `[A-Za-z0-9._-]`, at most 100 bytes, no leading `_` (Anki 2.1.66 to 26.9.3).
    """
    stem, _, extension = posixpath.basename(path).lower().rpartition(".")
    ascii_stem = normalized("NFKD", stem).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "-", ascii_stem)[:_STEM_LENGTH].strip("-")
    digest = hashlib.sha256(content).hexdigest()[:16]
    return f"{readable}-{digest}.{extension}" if readable else f"{digest}.{extension}"


def _path(reference: str) -> str:
    return unquote(re.split(r"[?#]", reference, maxsplit=1)[0]).replace("\\", "/")


def _obstacle(root: str, document: str, reference: str) -> Rule | None:
    """Return what keeps a reference from being read at all."""
    path = _path(reference)
    if _URL.match(reference):
        return REMOTE_MEDIA
    if _ABSOLUTE.match(path):
        return ABSOLUTE_MEDIA
    if not path or "\0" in path:
        return MISSING_MEDIA
    within = posixpath.normpath(root) + "/"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
    if not target.startswith(within) and (within != "./" or target.startswith(("../", "/"))):
        return OUTSIDE_MEDIA
    return None if posixpath.splitext(path)[1].lower() in SUFFIXES else UNKNOWN_MEDIA


def _embedded(document: str, reference: str, found: re.Match[str]) -> Media | Diagnostic:
    extension = f".{found[1].lower()}"
    if extension not in _IMAGES:
        return _refusal(UNKNOWN_MEDIA, document, reference, "")
    try:
        content = base64.b64decode(unquote(found[2]))
    except binascii.Error:
        content = b""
    if not content:
        return _refusal(EMPTY_MEDIA, document, reference, "")
    return Media(name(f"image{extension}", content), content)


def _refusal(rule: Rule, document: str, reference: str, file: str) -> Diagnostic:
    shown = unquote(reference) if len(reference) <= _SHOWN else reference[:_SHOWN] + "…"
    return diagnostic(rule, document, 1, 1, reference=shown, file=file)
