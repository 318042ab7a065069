"""HTML -> safe HTML by one allow-list.  The only importer of nh3."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import nh3

from recto.fields.nesting import shallow
from recto.fields.tags import ALLOWED

_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "col": {"span"},
    "div": {"align", "class"},
    "h1": {"align"},
    "h2": {"align"},
    "h3": {"align"},
    "h4": {"align"},
    "h5": {"align"},
    "h6": {"align"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"class", "value"},
    "ol": {"class", "start", "type", "reversed"},
    "p": {"align"},
    "pre": {"class"},
    "span": {"class"},
    "td": {"align", "class", "colspan", "rowspan"},
    "th": {"align", "class", "colspan", "rowspan"},
}

_CLASSES = {
    "code": re.compile(r"language-[\w+#.-]+"),
    "div": re.compile(r"given|table"),
    "li": re.compile(r"task"),
    "ol": re.compile(r"footnotes"),
    "pre": re.compile(r"highlight"),
    "span": re.compile(r"[a-z]{1,3}[0-9]?|box|missing"),
    "td": re.compile(r"left|center|right"),
    "th": re.compile(r"left|center|right"),
}
"""The classes that the style sheet knows; a span's are those of Pygments."""

_MARKUP = re.compile("[<>&\xa0\r\0]")
"""What a sanitiser can find anything to do about."""

_PASSES = 6
"""Misnested tags may take a few passes to settle; nearly everything takes one, and a second to see that."""

_MANY = 100
"""So many tags cannot do much harm, however they are nested."""

_PACKAGED = re.compile(r"[a-z0-9-]*[0-9a-f]{16}\.[a-z0-9]+")
"""The name of a file in the package: an image's source can be nothing else."""


@lru_cache(maxsize=256)
def sanitize(markup: str) -> str:
    """Return markup with what is not on the allow-list taken out, its text kept, and every tag closed.

    Links keep their target only if it is http, https or mailto.  What comes out is settled: to sanitise it
    again, or to read it with a browser and write it down, changes nothing more.
    """
    if not _MARKUP.search(markup):
        return markup
    if markup.count("<") > _MANY:
        markup = shallow(markup)
    for _ in range(_PASSES):
        clean = _cleaner().clean(markup)
        if clean == markup:
            break
        markup = clean
    return markup


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ALLOWED),
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if _CLASSES[tag].fullmatch(value) else None
    if tag == "img" and attribute == "src":
        return value if _PACKAGED.fullmatch(value) else None
    if attribute == "href":
        return value if ":" in value else None
    return value
