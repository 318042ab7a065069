"""What stands in people's documents and belongs to no card: contents, back-to-top links, rules, badges, leftovers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline, plain
from recto.markdown.inline import closing, drop, split_lines, strip
from recto.patterns import pattern
from recto.reading.labels import is_answer_heading
from recto.reading.vocabulary import bare, phrases

_VISIBLE_TAG = pattern(r"<(?:img|video|audio|svg|picture|hr|input|iframe|object|math|table)\b", re.IGNORECASE)
_TAG = pattern(r"""<!--.*?(?:-->|\Z)|</?[A-Za-z!](?:[^<>"']|"[^"]*"|'[^']*')*>|&nbsp;""", re.DOTALL)
_TOP = phrases(
    """top | back | up | back to top | to top | go to top | return to top | jump to top | scroll to top | go back to top
    back to top of page | top of page | back to table of contents | back to contents | back to toc | back to index
    back to start | back to questions | back to list | back to menu | return to contents | go to contents
    back to list of questions | go back to list of questions
    return to table of contents | go to table of contents | go back | return | table of contents
    volver arriba | volver al inicio | ir arriba | volver al índice | subir | voltar ao topo | voltar para o topo
    voltar ao início | voltar ao índice | retour en haut | retour au sommaire | nach oben | zurück nach oben | zurück
    torna su | наверх | вверх | к оглавлению | к содержанию | к началу | на початок | вгору | başa dön
    回到顶部 | 回顶部 | 返回顶部 | 返回目录 | 返回頂部 | 返回目錄 | 返回 | 回目录 | 目次へ | トップへ | 戻る
    맨 위로 | 맨위로 | 위로 | 목차로 | lên đầu | lên đầu trang"""
)
_NAVIGATION = _TOP | phrases("home | next | previous | prev | index | main page | menu")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]+:")
_PLACEHOLDER = phrases(
    """answer here | answers here | your answer here | the answer here | write answer here | write your answer here
    add answer here | add your answer here | put your answer here | answer goes here | your answer goes here
    todo | to do | tbd | tba | wip | to be completed | to be added | to be done | to be written | to be answered
    to be continued | to be updated | coming soon | answer pending | answer missing | pending | missing
    work in progress | no answer yet
    待补充 | 待完善 | 待更新 | 待续 | 暂无 | 작성 중 | 작성중 | 추가 예정 | дополнить | в работе"""
)
_LONGEST = 80
"""A way back to the top, and what holds the place of an answer, have fewer characters."""
_LEFTOVER = re.compile(
    r"""import\s+[\w{*].*\sfrom\s+['"].* | export\s+const\s.* | \{:?\s*[.#]?[\w.-][^}]*\} | \[\[?_?(?:toc|TOC)_?\]?\]
    | \{%.*%\} | \{\{[<%].*[%>]\}\} | %%.*%% | (?:\#[\w/-]+\s*)+""",
    re.VERBOSE,
)
"""What a paragraph says to a tool only: MDX, kramdown, Jekyll, Hugo, Obsidian."""
_CONTAINER = pattern(r":{3,}\s*+[\w-]*\s*(?:\{[^}]*\}\s*)?")
_MARK = re.compile(r"\[![\w-]+\][+-]?\s*")
TRAILING = phrases(
    """reference | references | external links | contribute | contributing | contributor | contributors | contribution
    contributions | how to contribute | license | licence | copyright | author | authors | about the author
    about the authors | credits | credit | acknowledgement | acknowledgements | acknowledgment | acknowledgments
    thanks | sponsor | sponsors | support | support me | support us | support the project | donate | donation
    donations | contact | contacts | contact me | contact us | feedback | star history | stargazers | changelog
    further reading | see also | next questions | related questions | learn more | read more | related links
    additional resources | additional links | bibliography | source | sources | resource | resources | useful links
    voir aussi | siehe auch | véase también | ver también | veja também | см. также | 延伸阅读 | 相关链接
    参考 | 参考资料 | 参考文献 | 參考 | 参考链接 | 引用 | 贡献 | 许可证 | 참고 | 참고 자료 | 참고자료 | 참조 | 출처
    источники | ссылки | литература | автор | авторы | лицензия | referencias | fuentes | referências | quellen"""
)
CONTENTS = phrases(
    """contents | content | table of contents | hide/show table of contents | show/hide table of contents
    view contents | show contents | expand contents | view table of contents | show table of contents | toc | index
    quick links | navigation | 目录 | 目錄 | 目次 | 목차 | содержание | оглавление | índice | tabla de contenidos
    tabla de contenido | sommaire | inhalt | inhaltsverzeichnis | sumário"""
)


def is_noise(block: Block) -> bool:
    """Tell whether a block says nothing that belongs on a card."""
    match block.kind:
        case "paragraph":
            return _is_noise_paragraph(block)
        case "rule":
            return True
        case "html":
            return not shows_something(block.text) or is_back_to_top(_TAG.sub(" ", block.text))
        case "list" | "table":
            return is_contents(block)
        case "details":
            return is_contents_heading(block.words) and is_contents(block, most=0.5)
        case "heading":
            return not block.words and not any(s.kind == "image" for s in block.inline)
        case _:
            return False


def shows_something(raw: str) -> bool:
    """Tell whether raw HTML shows a word or a picture."""
    return bool(_VISIBLE_TAG.search(raw) or _TAG.sub("", raw).strip())


def is_back_to_top(text: str) -> bool:
    """Tell whether a text is no more than a way back to the top."""
    return len(text) < _LONGEST and bare(text).replace(" the ", " ") in _TOP


def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place of an answer."""
    return len(text) < _LONGEST and bare(text) in _PLACEHOLDER


def is_trailing_section(text: str) -> bool:
    """Tell whether a heading opens what follows the questions: references, license, contributors."""
    return bare(text) in TRAILING


def is_contents_heading(text: str) -> bool:
    """Tell whether a heading opens a table of contents."""
    return bare(text) in CONTENTS


def is_contents(block: Block, most: float = 0.7) -> bool:
    """Tell whether most of a block's words are links to places in the same document."""
    if not _links_inside(block):
        return False
    inside = total = 0
    for inline in _inlines(block):
        n = 0
        while n < len(inline):
            step = inline[n]
            total += len(step.text)
            if step.kind == "link" and _leads_inside(step):
                end = closing(inline, n)
                words = sum(len(s.text) for s in inline[n:end])
                inside += words
                total += words
                n = end
            n += 1
    return total > 0 and inside > most * total


def _links_inside(block: Block) -> bool:
    """Tell whether a block holds a link to a place in the same document."""
    for step in block.inline:
        if step.kind == "link" and _leads_inside(step):
            return True
    return any(map(_links_inside, block.children))


def _leads_inside(link: Inline) -> bool:
    return link.nesting == 1 and (link.target.startswith("#") or ".md#" in link.target)


def without_noise(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Remove noise from a piece of a document: at its ends, at its top level, and glued to its last item."""
    kept = [b for block in blocks if (b := _without_noise(block)) is not None]
    while kept and kept[0].kind == "rule":
        kept.pop(0)
    while kept and kept[-1].kind == "rule":
        kept.pop()
    return tuple(kept)


def _without_noise(block: Block) -> Block | None:
    if block.kind == "rule":
        return block
    if is_noise(block):
        return None
    return _without_glued(_without_mark(block) if block.kind == "quote" else block)


def _without_mark(block: Block) -> Block:
    """Drop the mark of a callout, `[!note]`, from a quote; its words stay.  That of an answer is its label's."""
    head = block.children[0] if block.children else None
    found = _MARK.match(head.words) if head and head.kind == "paragraph" else None
    if head is None or found is None or is_answer_heading(plain(split_lines(head.inline)[0])[found.end() :]):
        return block
    inline = strip(drop(head.inline, found.end()))
    first = (replace(head, inline=inline),) if inline else ()
    return replace(block, children=(*first, *block.children[1:]))


def _without_glued(block: Block) -> Block | None:
    """Remove a back-to-top link that lazy continuation glued to a paragraph or a list's last item."""
    if block.kind == "paragraph":
        marked = ":::" in block.words
        inline = _without_top_line(_without_containers(block.inline) if marked else block.inline)
        return block if inline is block.inline else replace(block, inline=inline) if inline else None
    if block.kind in {"list", "item", "quote"} and block.children:
        last = None if is_noise(block.children[-1]) else _without_glued(block.children[-1])
        if last is block.children[-1]:
            return block
        children = (*block.children[:-1], last) if last else block.children[:-1]
        return replace(block, children=children) if children or block.kind == "item" else None
    return block


def _without_containers(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Drop the marks of a container (`:::tip`, `:::`) at the beginnings of lines; its words stay."""
    lines = split_lines(inline)
    marked = [found.end() if (found := _CONTAINER.match(plain(line))) else 0 for line in lines]
    if not any(marked):
        return inline
    left = [strip(drop(line, end)) for line, end in zip(lines, marked, strict=True)]
    kept = [line for line in left if line]
    return tuple(
        step for n, line in enumerate(kept) for step in ((Inline("softbreak"), *line) if n else line)
    )


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


def _is_noise_paragraph(block: Block) -> bool:
    text, inline = block.words, block.inline
    kinds = {step.kind for step in inline}
    if not text and "image" not in kinds:
        return not any(s.kind == "html" and _VISIBLE_TAG.match(s.text) for s in inline)
    return (
        (len(text) < _LONGEST and (is_back_to_top(text) or is_placeholder(text)))
        or ("code" not in kinds and _LEFTOVER.fullmatch(text) is not None)
        or ("image" in kinds and _is_badges(inline))
        or ("link" in kinds and _navigates(inline))
    )


def _navigates(inline: tuple[Inline, ...]) -> bool:
    """Tell whether nothing but links to the top, home, the next page stands there."""
    outside, n, links = [], 0, 0
    while n < len(inline):
        if inline[n].kind == "link" and inline[n].nesting == 1:
            end = closing(inline, n)
            if bare(_EMOJI_NAME.sub("", plain(inline[n:end]))) not in _NAVIGATION:
                return False
            n, links = end, links + 1
        outside.append(_EMOJI_NAME.sub("", inline[n].text))
        n += 1
    return links > 0 and not any(c.isalnum() for c in "".join(outside))


def _is_badges(inline: tuple[Inline, ...]) -> bool:
    """Tell whether images and no words stand there, all of them badges."""
    return all(
        "shields.io" in step.target or "badge" in step.target.lower()
        if step.kind == "image"
        else step.kind != "text" or not step.text.strip()
        for step in inline
    )


def _inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    if block.inline and block.kind != "details":
        yield block.inline
    for child in block.children:
        yield from _inlines(child)
