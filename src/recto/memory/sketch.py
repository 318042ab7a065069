"""A sketch of a card: enough to recognise it after an edit, too little to read it back."""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from recto.fields.forms import normalized
from recto.values import frozen

ALGORITHM = "bigrams-64"
"""The name that the lock's header gives this sketch; another hash, size or tokens need another name."""

SIZE = 64
"""How many hashes a sketch keeps: with the fingerprints 268 bytes, in the lock 360 characters."""

_PRINT = 6  # bytes of a fingerprint, which are
_CHARACTERS = 8  # characters of base64
_LONG = len(b64encode(bytes(2 * _PRINT + 4 * 16)))  # with sixteen different pairs of words

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters and kana
)
_BETWEEN_WORDS = {n: " " for n in range(128) if not (chr(n).isalnum() or chr(n) == "_")}


@frozen
class Sketch:
    """A card seen from afar."""

    front: bytes
    """A fingerprint of the front: the prompt and what stands below it, such as code or options."""
    body: bytes
    """A fingerprint of everything but the prompt."""
    hashes: tuple[int, ...]
    """The smallest hashes of the body's pairs of neighbouring words, ascending; all of a short body's."""


def tokens(text: str) -> list[str]:
    """Return the words of a normalised text; in scripts without spaces between words, each character."""
    return text.translate(_BETWEEN_WORDS).split() if text.isascii() else _word_or_character().findall(text)


def sketch(front: str, body: str) -> str:
    """Return the sketch of a card's front and of all but its prompt (plain text) as the lock has it, in base64.

    The same card has the same sketch on every machine.
    """
    normal = _normal(body)
    words = _bytes(" ".join(tokens(normal))).split()
    pairs = map(b" ".join, pairwise(words)) if len(words) > 1 else words
    hashes = sorted(set(map(crc32, pairs)))[:SIZE]
    packed = struct.pack(f">{len(hashes)}I", *hashes)
    return b64encode(_fingerprint(_normal(front)) + _fingerprint(normal) + packed).decode()


def read(text: str) -> Sketch:
    """Return the value of a sketch as the lock has it; raises ValueError for a text that is none."""
    raw = b64decode(text, validate=True)
    packed = raw[2 * _PRINT :]
    if len(raw) < 2 * _PRINT or len(packed) % 4 or len(packed) > 4 * SIZE:
        raise ValueError("not a sketch")
    return Sketch(raw[:_PRINT], raw[_PRINT : 2 * _PRINT], struct.unpack(f">{len(packed) // 4}I", packed))


def front_of(text: str) -> str:
    """Return the part of a sketch, as the lock has it, that is equal for equal fronts."""
    return text[:_CHARACTERS]


def body_of(text: str) -> str:
    """Return the part of a sketch, as the lock has it, that is equal for equal bodies."""
    return text[_CHARACTERS:]


def is_long(text: str) -> bool:
    """Say whether a sketch, as the lock has it, is of a body so long that nobody writes it twice by chance."""
    return len(text) >= _LONG


def resemblance(one: Sketch, two: Sketch) -> tuple[float, int]:
    """Return the share of the smaller body that is in the larger (0 to 1), and how many hashes say so.

    A full sketch knows its body only up to its largest hash, so both are compared up to where both know.
    """
    reach = min(each.hashes[-1] if len(each.hashes) == SIZE else 1 << 32 for each in (one, two))
    ours = {each for each in one.hashes if each <= reach}
    theirs = {each for each in two.hashes if each <= reach}
    known = min(len(ours), len(theirs))
    return (len(ours & theirs) / known, known) if known else (0.0, 0)


@cache
def _word_or_character() -> re.Pattern[str]:
    """Compile what only a text needs that is not all ASCII."""
    return re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def _normal(text: str) -> str:
    return normalized("NFKC", text).casefold()


def _fingerprint(text: str) -> bytes:
    """Return a hash of all that is not white space."""
    return blake2b(_bytes("".join(text.split())), digest_size=_PRINT).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
