"""Questions made of Markdown, for tests of how they are rendered."""

from __future__ import annotations

from recto.diagnostics import Diagnostic
from recto.document import Source
from recto.fields.media import loader
from recto.note import Question, Rendered
from recto.parse import parse
from recto.render import render

FILES = {
    "docs/cat.png": b"a cat",
    "docs/sub dir/été 图.png": b"summer",
    "docs/tone.mp3": b"a tone",
    "docs/empty.png": b"",
    "docs/notes.docx": b"notes",
    "cat.png": b"another cat",
}
"""The files that the questions can refer to."""


def question(answer: str, prompt: str = "Q?", front: str = "") -> Question:
    """Make a question of Markdown; what of the answer follows its first code block is the code."""
    document, _ = parse(Source("docs/a.md", "a.md", answer))
    blocks = document.blocks
    cut = next((n for n, block in enumerate(blocks) if block.kind == "code"), len(blocks))
    words, _ = parse(Source("docs/a.md", "a.md", prompt))
    above, _ = parse(Source("docs/a.md", "a.md", front))
    return Question(
        path="docs/a.md",
        name="a.md",
        line=1,
        column=1,
        prompt=words.blocks[0].inline if words.blocks else (),
        front=above.blocks,
        answer=blocks[:cut],
        code=blocks[cut:],
        footnotes=document.footnotes,
    )


def rendered(answer: str, prompt: str = "Q?", front: str = "") -> tuple[Rendered, tuple[Diagnostic, ...]]:
    """Render a question made of Markdown, with `FILES` beside its document."""
    return render(question(answer, prompt, front), loader("docs", FILES.get))
