"""Documents that are small and could cost much: what one parser or another has choked on, as long as one likes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

_HEAD = "## What is a bight?\n\n"
_TAIL = "\n\n## What is a knot?\n\nA knot.\n"

_REPEATED = (
    "$$a\n", "$$a\n\n", "> $$a\n", "- $$a\n", "\n\n\n$$^[|</b>1",
    "*a **a ", "**a *b ", "a_ ", "_a ", "~~a ", "~~a~ ", "*", "a**b*", "`a``b ", "`a ", "[", "![", "[a](",
    "[a](<", '[a](b "', "[ (](", "[a][", "[a]: ", "[^", "^[", "x^[y] ", "[^a] ", "[a] ", "<", "<a ",
    "x <a b='", "x <!-- ", "<!-- \n\n", "x <? ", "x <![CDATA[ ", "x <!A ", "<div>\n\n", "<div>",
    "<details>\n\n", "<details>", "</details>\n\n", "<summary>\n\n", "<pre>", "<pre>\n", "<button>", "x<b>",
    "<dl><dt>a<dd>b", "x <script> ", "x <style ", "<img src=a.png> ", "![a](a.png) ", ">", "> ", "- ",
    "1. ", "- a\n", "- a\n* b\n+ c\n", "- a\n\n", "- a\n  - b\n", "a\n: b\n\n", ": ",
    "|a|b|\n|-|-|\n|c|d|\n\n", "a|b\n", "|", "```\na\n```\n", "```python\n\n### a\n", "```a\n",
    "~~~ a\n> ~~~\n", "$a ", "$$a ", "$x=1$ ", "\\(", "\\[", "$$\na\n\n",  "\\", "&amp;", "&", "&#1",
    "word ", "x", "   ", "\t", "\n", "\u200b", "\u200b\n", " \u200b", "\u0301\u0323", "a\u0323",
    "<b>\u0338", "\u202e\u200f", "a\r", "\x0c\n", "\x00", "---\n", "a\n===\n", "a\n",
    "[a](https://e.org/b) ", "https://e.org/b ", "https://e.org/" + "a)" * 9, "://", "http://a:", "{#",
    "<!-- a -->\n", "**Q:** \u0323{#x", "\n\n.^[# ", "Q: a\nA: b\n", "Q: ", "A: ", "**A** ", "**a?** ",
    "1. ## a\n", "- [ ] a\n", "A) a\n", "a::b\n", "?\n", "TODO\n\n", "&#91;", "[sound:a.mp3]", "[[a]]",
    "{{c1::", "<Foo \n", "<Toggle>\n", "#card ", "## a\n", "# \n", "#" * 7 + " ", "答：", "Written by a ",
)  # fmt: skip
"""What stands in an answer again and again."""
_IN_HTML = (
    "<button>",
    '<div a="',
    '<pre a="',
    "<h1 '\"",
    "<Foo x\n",
    "<style x='\n",
    "<script>\n",
    "<dd>",
    "<h2>",
    "<a ",
)
_IN_CODE = {
    "python": '"""\n', "html": "<a ", "js": "`${", "markdown": "*a _b `c [d\n", "console": "$ a\nb\n",
    "php": "<?php <<<A\n", "c": "/* ", "perl": "s/a", "ruby": "%q{#{", "java": "public static a b ",
    "bash": "$((", "cpp": "a::b ", "csharp": "[a ", "diff": "+a\n", "nosuch": "a ", "": "a\n",
}  # fmt: skip
_QUESTIONS = {
    "headings": "## What is {n}?\n\nIt is {n}.\n\n",
    "the same heading": "## What is it?\n\nIt is.\n\n",
    "headings without answers": "## What is {n}?\n",
    "numbered headings": "{n}. ### What is {n}?\n   It is {n}.\n",
    "bold lines": "**What is {n}?**\n\nIt is {n}.\n\n",
    "bullets": "- What is {n}?\n  - It is {n}.\n",
    "labels": "Q: What is {n}?\n\nA: It is {n}.\n\n",
    "labels in a paragraph": "Q: What is {n}?\nA: It is {n}.\n",
    "details": "<details>\n<summary>What is {n}?</summary>\n\nIt is.\n\n</details>\n\n",
    "details in a block": "<details><summary>What is {n}?</summary>It is.</details>\n",
    "quotes": "> What is {n}?\n\nIt is {n}.\n\n",
    "definitions": "What is {n}?\n: It is {n}.\n\n",
    "separators": "What is {n}?\n?\nIt is {n}.\n\n---\n\n",
    "paragraphs": "What is {n}?\n\nIt is {n}.\n\n",
    "choices": "## What is {n}?\n\n- [ ] a\n- [x] b\n- [ ] c\n\n",
    "contents": "- [What is {n}?](#what-is-{n})\n",
    "footnotes": "## What is {n}?\n\nIt is[^{n}].\n\n[^{n}]: b\n\n",
    "notes in notes": "[^{n}]: b [^{n}1]\n\n",
    "languages": "```l{n}\nx\n```\n\n",
    "references": "[a{n}]: /b{n}\n",
    "images": "![a](a{n}.png) ",
    "mixture": "## What is {n}?\n\n**Why is {n}?**\n\nQ: a{n}?\nA: b\n\n- How is {n}?\n  - so\n\n",
}
_WHOLE: dict[str, Callable[[int], str]] = {
    "a table of columns": lambda n: _answer(
        "|a" * (n // 6) + "|\n" + "|-" * (n // 6) + "|\n" + "|b" * (n // 6)
    ),
    "a table of rows": lambda n: _answer("|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 6)),
    "a table of gaps": lambda n: _answer("|a" * 20 + "|\n" + "|-" * 20 + "|\n" + "|b|\n" * (n // 4)),
    "brackets around": lambda n: _answer("[" * (n // 2) + "a" + "]" * (n // 2)),
    "links around": lambda n: _answer("[" * (n // 5) + "a" + "](b)" * (n // 5)),
    "notes around": lambda n: _answer("x^[" * (n // 4) + "]" * (n // 4)),
    "stars around": lambda n: _answer("*" * (n // 2) + "a" + "*" * (n // 2)),
    "ticks of every length": lambda n: _answer("".join("e" + "`" * i for i in range(int((2 * n) ** 0.5)))),
    "lists of every depth": lambda n: _answer("\n".join("  " * i + "- a" for i in range(int(n**0.5)))),
    "a number of digits": lambda n: _answer("1" * n + ". a"),
    "a reference of digits": lambda n: _answer("&#" + "1" * n + ";"),
    "a question of digits": lambda n: f"## {'1' * n}. What?\n\nx{_TAIL}",
    "a question of words": lambda n: f"## What is {'x y ' * (n // 4)}?\n\nx{_TAIL}",
    "a question of bold": lambda n: f"## {'**a** ' * (n // 6)}?\n\nx{_TAIL}",
    "a title of marks": lambda n: "# " + "a\u0301\u0323" * (n // 3) + f"\n\n{_HEAD}x{_TAIL}",
    "front matter of brackets": lambda n: f"---\ntitle: {'[' * n}\n---\n{_HEAD}x{_TAIL}",
    "front matter of aliases": lambda n: f"---\na: &a x\nb: [{'*a, ' * (n // 4)}]\n---\n{_HEAD}x{_TAIL}",
    "front matter of keys": lambda n: "---\n" + "a: b\n" * (n // 5) + f"---\n{_HEAD}x{_TAIL}",
    "front matter never closed": lambda n: "---\n" + "a: b\n" * (n // 5) + f"{_HEAD}x{_TAIL}",
}


def _answer(body: str) -> str:
    return f"{_HEAD}{body}{_TAIL}"


def _repeated(unit: str, size: int) -> str:
    return _answer(unit * (size // len(unit)))


def _in_html(unit: str, size: int) -> str:
    return _answer("<div>\n" + unit * (size // len(unit)))


def _in_code(language: str, unit: str, size: int) -> str:
    return _answer(f"```{language}\n{unit * (size // len(unit))}\n```")


def _counted(unit: str, size: int) -> str:
    return f"{_HEAD}It is.\n\n" + "".join(unit.format(n=n) for n in range(size // len(unit)))


BOMBS: dict[str, Callable[[int], str]] = {
    **{repr(unit): partial(_repeated, unit) for unit in _REPEATED},
    **{f"HTML {unit!r}": partial(_in_html, unit) for unit in _IN_HTML},
    **{f"{name} {unit!r}": partial(_in_code, name, unit) for name, unit in _IN_CODE.items()},
    **{name: partial(_counted, unit) for name, unit in _QUESTIONS.items()},
    **_WHOLE,
}
"""Makes of a name and a size, in characters, a document of about that size."""
