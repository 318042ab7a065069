"""Documents and builds for the tests of the preview."""

from __future__ import annotations

from recto.document import Source
from recto.fields.media import loader
from recto.identify import Scope
from recto.memory.lock import Lock
from recto.pipeline import Build, build, cards

ROPES = """\
---
tags: [sea]
---

# Ropes

## Of plants

### What is hemp?

A plant, and a rope.

<details>
<summary>More</summary>

It smells of *tar*.

</details>

### What is sisal?

Another plant, see [its page](https://example.org/sisal).

| a | b | c | d |
|---|---|---|---|
| wide_wide_wide_wide | wide_wide_wide_wide | wide_wide_wide_wide | wide_wide_wide_wide |

## Of oil

### What is nylon?

A thread.

```klingon
nylon
```

### What does it weigh?

Half of what it would: $m = \\frac{h}{2}$.
"""
KNOTS = """\
# Knots

## Which knot is a loop?

The bowline.

![a bowline](bowline.png)

## Which knot has no answer?

## What is a hitch?

A knot on a post: ![a hitch](hitch.svg) ![its sound](hitch.wav)
"""
FILES = {"hitch.svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "hitch.wav": b"RIFF"}
TITLES = (
    "What is hemp?",
    "What is sisal?",
    "What is nylon?",
    "What does it weigh?",
    "Which knot is a loop?",
    "What is a hitch?",
)
"""The questions of both documents, in order."""


def built(*texts: str) -> Build:
    """Build documents, called `0.md`, `1.md` and so on, with `FILES` beside them."""
    sources = [Source(f"{n}.md", f"{n}.md", text) for n, text in enumerate(texts)]
    names = frozenset(source.name for source in sources)
    return build(cards(sources, loader(".", FILES.get)), Lock(), Scope(names, names), now=1_763_900_000)
