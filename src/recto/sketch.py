"""A sketch of an answer: enough to recognise it after an edit, too little to read it back."""

from __future__ import annotations

import re
import struct
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

ALGORITHM = "bigrams-64"
"""The name that the lock's header gives this sketch; another hash, size or tokens need another name."""

SIZE = 64
"""How many hashes a sketch keeps: 262 bytes, 352 characters in the lock."""

_LONG = len(b64encode(bytes(6 + 4 * 16)))  # sixteen different pairs of words

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters and kana
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text seen from afar: the whole of it as one number, and a sample of its pairs of words."""

    whole: bytes = b""
    """A fingerprint of all of the text but its white space; empty for an empty text."""
    hashes: tuple[int, ...] = ()
    """The smallest hashes of its pairs of neighbouring words, ascending; of a short text all of them."""


def tokens(text: str) -> list[str]:
    """Return the words of a normalised text; in scripts without spaces between words, each character."""
    return _TOKEN.findall(text)


def sketch(text: str) -> str:
    """Return the sketch of a plain text as base64; the same text gives the same sketch on every machine."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    whole = "".join(normal.split())
    if not whole:
        return ""
    fingerprint = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    words = tokens(normal)
    pairs = {f"{one} {two}" for one, two in pairwise(words)} or set(words)
    hashes = sorted({crc32(pair.encode("utf-8", "surrogatepass")) for pair in pairs})[:SIZE]
    return b64encode(fingerprint + struct.pack(f">{len(hashes)}I", *hashes)).decode()


def is_long(text: str) -> bool:
    """Say whether a sketch as the lock has it is of a text so long that nobody else writes it by chance."""
    return len(text) >= _LONG


def read(text: str) -> Sketch:
    """Return the value of a sketch as the lock has it; raises ValueError for a text that is none."""
    raw = b64decode(text, validate=True)
    if not raw:
        return Sketch()
    whole, packed = raw[:6], raw[6:]
    if len(whole) < 6 or len(packed) % 4 or len(packed) > 4 * SIZE:
        raise ValueError("not a sketch")
    return Sketch(whole, struct.unpack(f">{len(packed) // 4}I", packed))


def resemblance(one: Sketch, two: Sketch) -> tuple[float, int]:
    """Return the share of the smaller text that is in the larger (0 to 1), and how many hashes say so.

    A full sketch knows its text only up to its largest hash, so both are compared up to where both know.
    """
    reach = min(each.hashes[-1] if len(each.hashes) == SIZE else 1 << 32 for each in (one, two))
    ours = {each for each in one.hashes if each <= reach}
    theirs = {each for each in two.hashes if each <= reach}
    known = min(len(ours), len(theirs))
    return (len(ours & theirs) / known, known) if known else (0.0, 0)
