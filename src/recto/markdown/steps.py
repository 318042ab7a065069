"""Inline tokens -> steps: the flat content of a paragraph, a heading or a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from recto.document import Inline, InlineKind, plain
from recto.markdown.grammar import Token, inline_tokens
from recto.markdown.inline import strip
from recto.patterns import pattern

_MARKS: dict[str, Inline] = {
    "em_open": Inline("em", 1),
    "em_close": Inline("em", -1),
    "strong_open": Inline("strong", 1),
    "strong_close": Inline("strong", -1),
    "s_open": Inline("s", 1),
    "s_close": Inline("s", -1),
    "softbreak": Inline("softbreak"),
    "hardbreak": Inline("hardbreak"),
}
"""Steps that look the same wherever they stand."""
_EMPTY = {"text", "footnote_anchor"}
"""Tokens that say nothing without content: beside spans, the parser leaves a text where their signs were."""
_HTML_SPANS: dict[str, InlineKind] = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_HTML_SPAN = re.compile(r"<(/?)(b|strong|i|em)\s*>", re.IGNORECASE)
_SINGLE: dict[str, InlineKind] = {
    "text": "text",
    "text_special": "text",
    "code_inline": "code",
    "html_inline": "html",
    "math_inline": "math",
    "math_inline_double": "displaymath",
}
_HEADING_ID = pattern(r"(?<!\s)\s*\{:?\s*#([^\s{}]+)[^{}]*\}\s*$")
_STRUCTURE = re.compile(r"<(/?)(details|summary)\s*>", re.IGNORECASE)


def steps(tokens: Sequence[Token]) -> tuple[Inline, ...]:
    """Turn the children of an inline token into steps; raw tags for bold and italic are spans if they are balanced."""
    spans = _html_spans(tokens)
    return tuple(
        [
            _MARKS.get(token.type) or _step(token, spans)
            for token in tokens
            if token.content or token.type not in _EMPTY
        ]
    )


def raw_steps(text: str) -> tuple[Inline, ...]:
    """Turn a text that stands inside an HTML block into steps."""
    return strip(steps(inline_tokens(text)))


def without_id(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str]:
    """Take Pandoc's `{#id}` off the end of a heading; return it too, empty if there is none."""
    if not inline or inline[-1].kind != "text" or "}" not in inline[-1].text:
        return inline, ""
    found = _HEADING_ID.search(inline[-1].text)
    if found is None:
        return inline, ""
    return strip((*inline[:-1], replace(inline[-1], text=inline[-1].text[: found.start()]))), found[1]


def without_closing_tags(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], list[str]]:
    """Take out `</details>` and `</summary>` that close what a paragraph did not open; return their names too.

    CommonMark 4.6 lets such a tag end a paragraph only where it begins the line: not in `</b></details>`.  Raw tags
    behind it (`<br><b>`) go too: they open what ends elsewhere.
    """
    if "html" not in [step.kind for step in inline]:
        return inline, []
    kept: list[Inline] = []
    opened: list[str] = []
    closed: list[str] = []
    for step in inline:
        found = _STRUCTURE.fullmatch(step.text) if step.kind == "html" else None
        if found and not found[1]:
            opened.append(found[2].lower())
        elif found and opened:
            opened.pop()
        elif found:
            closed.append(found[2].lower())
            continue
        if not closed or step.kind != "html":
            kept.append(step)
    return (strip(tuple(kept)), closed) if closed else (inline, closed)


def _html_spans(tokens: Sequence[Token]) -> bool:
    """Tell whether the raw tags for bold and italic among these are balanced, so that they can be spans."""
    depth: dict[str, int] = {}
    for token in [token for token in tokens if token.type == "html_inline"]:
        if found := _HTML_SPAN.fullmatch(token.content):
            tag = found[2].lower()
            depth[tag] = depth.get(tag, 0) + (-1 if found[1] else 1)
            if depth[tag] < 0:
                return False
    return bool(depth) and not any(depth.values())


def _step(token: Token, spans: bool) -> Inline:  # noqa: FBT001 (a private flag of one call)
    if token.type == "html_inline" and spans and (found := _HTML_SPAN.fullmatch(token.content)):
        return Inline(_HTML_SPANS[found[2].lower()], -1 if found[1] else 1)
    if kind := _SINGLE.get(token.type):
        return Inline(kind, 0, token.content)
    if token.type == "image":
        alt = plain(steps(token.children or []))
        return Inline("image", 0, alt, str(token.attrs["src"]), str(token.attrs.get("title", "")))
    if token.type == "footnote_ref":
        return Inline("footnote", 0, "", str(token.meta.get("label") or token.meta["id"]))
    target, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
    return Inline("link", token.nesting, "", target, title)
