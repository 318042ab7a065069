"""Marks of Anki, TeX, Markdown and HTML that a reader should never see in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TAGS = "a|b|br|code|d[dlt]|details|div|em|h[1-6r]|i|img|kbd|li|[ou]l|p|pre|s|span|strong|su[bp]|t[dhr]"

MARKUP = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # Anki
        r"\[sound:",
        r"\[anki:",
        r"\[/?latex\]",
        r"\[/?\${1,2}\]",
        r"\[\[type:",
        r"\{\{[^{}\n]*\}\}",
        r"The (?:front|back) of this card is blank",
        r"(?:Front|Back) template has a problem",
        r"Invalid (?:html|MathJax) on card",
        # TeX
        r"\\[()\[\]]",
        r"\$\$",
        r"\$(?=\S)[^$\n]*\\[A-Za-z]+[^$\n]*\$",
        # Markdown
        r"\*\*\S",
        r"\S\*\*",
        r"(?<!\w)__\S",
        r"~~\S",
        r"`",
        r"^ *#{1,6} ",
        r"^ *>",
        r"^ *\|",
        r"\|?\s*:?-{3,}:?\s*\|",
        r"^ *(?:-{3,}|\*{3,}|={3,})$",
        r"^ *[-*+] ",
        r"\[[ xX]\] ",
        r"!\[",
        r"\[[^\]\n]+\]\(\S+\)",
        r"\[[A-Za-z][^\]\n]*\]\[[^\]\n]*\]",
        r"\[\^",
        r"^ *\[[^\]\n]+\]: ",
        # HTML
        rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>",
        r"<!--",
        r"&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);",
        # text decoded as something that it is not
        "\N{REPLACEMENT CHARACTER}|Ã[\u0080-\u00bf]|â€",
    )
)
"""What gives away that markup was not understood; a literal one must be declared by whoever asks."""

_BEFORE, _AFTER = 15, 25


def visible_markup(prose: str, meant: Iterable[str] = ()) -> Iterator[str]:
    """Yield each piece of markup in visible prose, with a few of the words around it.

    `meant` are literal texts that the author wants to be seen as they are; the longest is looked past first.
    """
    for text in sorted(meant, key=len, reverse=True):
        prose = prose.replace(text, "\N{WHITE SQUARE}" * len(text))
    for pattern in MARKUP:
        for match in pattern.finditer(prose):
            around = prose[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
            yield " ".join(around.split())
