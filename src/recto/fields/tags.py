"""The author's own HTML: what is a tag, what only looks like one, and what is noise.

Sanitisers drop what they do not know, and browsers hide it.  Here every `<` is decided on before that: a tag
of HTML stays a tag, a comment or a script goes, and `List<String>` is words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Container, Iterator, Sequence

from recto.fields import escape
from recto.patterns import pattern
from recto.values import frozen

ALLOWED = frozenset(
    """a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details
    dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav
    ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot
    th thead tr tt u ul var wbr""".split()  # noqa: SIM905 (a list takes a line a tag)
)
"""The tags that may stand in a field."""

_DROPPED = frozenset(
    """acronym animate applet area audio base basefont bgsound big blink body button canvas center circle
    clippath data datalist defs desc dialog dir ellipse embed fieldset filter font foreignobject form
    frame frameset g head hgroup html iframe image input keygen label legend line lineargradient link
    listing map marker marquee mask math menu meta meter nobr noembed noframes noscript object optgroup
    option output param path pattern picture plaintext polygon polyline portal progress radialgradient
    rect script search select slot source stop style svg switch symbol template text textarea textpath
    time title track tspan use video view xmp""".split()  # noqa: SIM905 (a list takes a line a tag)
)
"""Tags of HTML and SVG that have no place in a field; what stands between them stays."""

_LONE = frozenset(
    """area base br col dd dt embed hr img input li link meta optgroup option p param rp rt source tbody td
    tfoot th thead tr track wbr""".split()  # noqa: SIM905 (a list takes a line a tag)
)
"""Tags that HTML lets stand without a closing tag."""

EMBEDDING = frozenset({"img", "audio", "video", "source", "embed", "iframe"})
"""The tags that show or play what their `src` leads to."""

_ATTRIBUTE = r"""[^\s/>=<][^\s/>=<]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'><][^\s><]*+|(?=>)))?+"""
PIECE = pattern(
    rf"""
    <!--(?:>|->|.*?(?:--!?>|\Z))
  | <(?P<closing>/?)(?P<name>[a-z][^\s/><]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NOISE_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
"""What ends the tags whose content is no text."""
_PAIR = pattern(r"""([^\s/>=<][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+))?+""")
_REFERENCE = pattern(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)


@frozen
class Tag:
    """A tag of HTML, as the author wrote it."""

    name: str
    """In lower case."""
    closing: bool
    source: str

    def attributes(self) -> dict[str, str]:
        """Return the attributes by name in lower case; of two with one name the first counts."""
        inner = self.source[1 + len(self.name) : -1]
        found: dict[str, str] = {}
        for name, value in _PAIR.findall(inner):
            unquoted = value[1:-1] if value[:1] in {'"', "'"} else value
            found.setdefault(name.lower(), escape.unescaped(unquoted))
        return found


def cut(raw: str, pairs: Container[str] | None = None) -> Iterator[Tag | str]:
    """Cut the author's HTML into tags and text, in order; comments, scripts and style sheets are left out.

    Text comes as HTML: entities as they were, `<` escaped where it opens nothing.  `pairs` names the tags
    that are both opened and closed in the same run of prose: another one without attributes, such as
    `<form>`, is a word about HTML and not HTML.  None stands for a block of HTML, whose tags may be closed in
    another block; there only a capital letter, as in `List<Object>`, tells a word from a tag.
    """
    raw = _REFERENCE.sub(_without_control, escape.printable(raw))
    done = 0
    for found, end in _pieces(raw):
        if found.start() > done:
            yield raw[done : found.start()].replace("<", "&lt;")
        done = end
        if found["name"] is None or end > found.end():
            continue
        if _is_tag(found, pairs):
            yield Tag(found["name"].lower(), bool(found["closing"]), found[0])
        else:
            yield html.escape(found[0], quote=False)
    if done < len(raw):
        yield raw[done:].replace("<", "&lt;")


def pairs(raws: Sequence[str]) -> frozenset[str]:
    """Return the names of the tags that are both opened and closed among the raw tags of a run of prose."""
    if not raws:
        return frozenset()
    opened: set[str] = set()
    closed: set[str] = set()
    for raw in raws:
        for found in PIECE.finditer(raw):
            (closed if found["closing"] else opened).add((found["name"] or "").lower())
    return frozenset(opened & closed)


def _pieces(raw: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield comments and what looks like a tag, each with where it ends: a script behind its closing tag."""
    unclosed: set[str] = set()
    end = 0
    while found := PIECE.search(raw, end):
        end = found.end()
        name = (found["name"] or "").lower()
        if name in _NOISE_ENDS and not found["closing"] and name not in unclosed:
            if closing := _NOISE_ENDS[name].search(raw, end):
                end = closing.end()
            else:
                unclosed.add(name)
        yield found, end


def _is_tag(found: re.Match[str], pairs: Container[str] | None) -> bool:
    name = found["name"].lower()
    if name not in ALLOWED and name not in _DROPPED:
        return False
    if found["attributes"].strip(" \t\n/") or name in _LONE & ALLOWED:
        return True
    if pairs is None:
        return found["name"] in {name, name.upper()}
    return name in pairs or (bool(found["closing"]) and name in ALLOWED)


def _without_control(found: re.Match[str]) -> str:
    char = escape.unescaped(found[0])
    return found[0] if char in {"\t", "\n"} or (char and unicodedata.category(char) != "Cc") else " "
