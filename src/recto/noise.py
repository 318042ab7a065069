"""What stands in people's documents and belongs to no card: contents, back-to-top links, rules, badges, leftovers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline
from recto.inline import closing, plain, strip

_VISIBLE_TAG = re.compile(
    r"<(?:img|video|audio|svg|picture|hr|input|iframe|object|math|table)\b", re.IGNORECASE
)
_TAG = re.compile(r"""<!--.*?(?:-->|\Z)|</?[A-Za-z!](?:[^>"']|"[^"]*"|'[^']*')*>|&nbsp;""", re.DOTALL)
_TOP = re.compile(
    r"[^\w]*(?:"
    r"(?:(?:go|return|jump|scroll)\s+)?(?:back\s+)?(?:to\s+)?(?:the\s+)?top(?:\s+of\s+(?:the\s+)?page)?|back|up|"
    r"(?:back|return|go)\s+to\s+(?:the\s+)?(?:table\s+of\s+contents|contents|toc|index|start|questions|list|menu)|"
    r"table\s+of\s+contents|"
    r"(?:⬆\w*\s*)?(?:volver|ir)\s+(?:al\s+)?(?:inicio|arriba|índice)|voltar\s+(?:ao|para\s+o)\s+(?:topo|início|índice)|"
    r"retour\s+(?:en\s+haut|au\s+sommaire)|nach\s+oben|zurück(?:\s+nach\s+oben)?|torna\s+su|наверх|вверх|"
    r"к\s+(?:оглавлению|содержанию|началу)|на\s+початок|вгору|回到?顶部|返回(?:顶部|目录|頂部|目錄)|回目录|目次へ|トップへ|戻る|"
    r"맨\s*위로|위로|목차로|lên\s+đầu(?:\s+trang)?|başa\s+dön"
    r")[^\w]*",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:write|add|put|your)?\s*(?:the\s+|your\s+)?answers?\s+(?:goes\s+|go\s+)?here|todo|tbd|tba|wip|"
    r"to\s+be\s+(?:completed|added|done|written|answered|continued|updated)|coming\s+soon|"
    r"(?:answer\s+)?(?:pending|missing)|work\s+in\s+progress|no\s+answer\s+yet|"
    r"待补充|待完善|待更新|待续|暂无|TODO|작성\s*중|추가\s*예정|дополнить|в\s+работе)[\W_]*",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"import\s+[\w{*].*\sfrom\s+['\"].*|:{3,}.*|\{:?\s*[.#]?[\w.-]+[^}]*\}|\[\[?_?toc_?\]?\]|export\s+const\s.*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[^\w]*(?:references?|external\s+links?|contribut(?:ing|ors?|ions?)|how\s+to\s+contribute|license|licence|copyright|"
    r"authors?|about\s+the\s+authors?|credits?|acknowledge?ments?|thanks|sponsors?|support(?:\s+(?:me|us|the\s+project))?|"
    r"donat(?:e|ions?)|contacts?|contact\s+(?:me|us)|feedback|star\s+history|stargazers|changelog|"
    r"further\s+reading|bibliography|sources?|resources?|useful\s+links|参考|参考资料|参考文献|參考|参考链接|引用|贡献|许可证|"
    r"参考文献|참고(?:\s*자료)?|참조|출처|источники|ссылки|литература|авторы?|лицензия|referencias|fuentes|referências|quellen)[^\w]*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"[^\w]*(?:(?:hide/show|show/hide|view|show|expand)?\s*(?:the\s+)?(?:table\s+of\s+)?contents?(?:\s+table)?|toc|index|quick\s+links|"
    r"navigation|目录|目錄|目次|목차|содержание|оглавление|índice|tabla\s+de\s+contenidos?|sommaire|inhalt(?:sverzeichnis)?|sumário)[^\w]*",
    re.IGNORECASE,
)


def is_noise(block: Block) -> bool:
    """Tell whether a block says nothing that belongs on a card."""
    match block.kind:
        case "rule":
            return True
        case "html":
            return not shows_something(block.text) or is_back_to_top(_TAG.sub(" ", block.text))
        case "paragraph":
            return _is_noise_paragraph(block.inline)
        case "list" | "table":
            return is_contents(block)
        case "details":
            return bool(_CONTENTS.fullmatch(plain(block.inline))) and is_contents(block, most=0.5)
        case "heading":
            return not plain(block.inline) and not any(s.kind == "image" for s in block.inline)
        case _:
            return False


def shows_something(raw: str) -> bool:
    """Tell whether raw HTML shows a word or a picture."""
    return bool(_VISIBLE_TAG.search(raw) or _TAG.sub("", raw).strip())


def is_back_to_top(text: str) -> bool:
    """Tell whether a text is no more than a way back to the top."""
    return len(text) < 80 and _TOP.fullmatch(text.strip()) is not None


def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place of an answer."""
    return len(text) < 80 and _PLACEHOLDER.fullmatch(text.strip()) is not None


def is_trailing_section(text: str) -> bool:
    """Tell whether a heading opens what follows the questions: references, license, contributors."""
    return _TRAILING.fullmatch(text) is not None


def is_contents_heading(text: str) -> bool:
    """Tell whether a heading opens a table of contents."""
    return _CONTENTS.fullmatch(text) is not None


def is_contents(block: Block, most: float = 0.7) -> bool:
    """Tell whether most of a block's words are links to places in the same document."""
    inside = total = 0
    for inline in _inlines(block):
        n = 0
        while n < len(inline):
            step = inline[n]
            total += len(step.text)
            if (
                step.kind == "link"
                and step.nesting == 1
                and (step.target.startswith("#") or ".md#" in step.target)
            ):
                end = closing(inline, n)
                words = sum(len(s.text) for s in inline[n:end])
                inside += words
                total += words
                n = end
            n += 1
    return total > 0 and inside > most * total


def without_noise(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Remove noise from a piece of a document: at its ends, at its top level, and glued to its last item."""
    kept = [b for b in blocks if b.kind == "rule" or not is_noise(b)]
    kept = [cleaned for b in kept if (cleaned := _without_glued(b)) is not None]
    while kept and kept[0].kind == "rule":
        kept.pop(0)
    while kept and kept[-1].kind == "rule":
        kept.pop()
    return tuple(kept)


def _without_glued(block: Block) -> Block | None:
    """Remove a back-to-top link that lazy continuation glued to a paragraph or a list's last item."""
    if block.kind == "paragraph":
        inline = _without_top_line(block.inline)
        return block if inline is block.inline else replace(block, inline=inline) if inline else None
    if block.kind in {"list", "item", "quote"} and block.children:
        last = None if is_noise(block.children[-1]) else _without_glued(block.children[-1])
        if last is block.children[-1]:
            return block
        children = (*block.children[:-1], last) if last else block.children[:-1]
        return replace(block, children=children) if children or block.kind == "item" else None
    return block


def _without_top_line(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Drop the last line if it is only a way back to the top; also one that follows in the same line."""
    for n in range(len(inline) - 1, -1, -1):
        step = inline[n]
        if (
            step.kind == "link"
            and step.nesting == 1
            and (step.target.startswith("#") or step.target.endswith(".md"))
        ):
            tail = inline[n:]
            start = n
            while start and (
                inline[start - 1].nesting == 1 or plain(inline[start - 1 : start]) in {"", "[", "(", "<"}
            ):
                start -= 1
            if is_back_to_top(plain(tail)) and plain(tail):
                return strip(inline[:start])
            return inline
    return inline


def _is_noise_paragraph(inline: tuple[Inline, ...]) -> bool:
    text = plain(inline)
    images = [s for s in inline if s.kind == "image"]
    if not text and not images:
        return not any(s.kind == "html" and _VISIBLE_TAG.match(s.text) for s in inline)
    if (
        images
        and all(_is_badge(s) for s in images)
        and not any(s.kind == "text" and s.text.strip() for s in inline)
    ):
        return True
    return is_back_to_top(text) or is_placeholder(text) or _LEFTOVER.fullmatch(text) is not None


def _is_badge(image: Inline) -> bool:
    return "shields.io" in image.target or "badge" in image.target.lower()


def _inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    if block.inline and block.kind != "details":
        yield block.inline
    for child in block.children:
        yield from _inlines(child)
