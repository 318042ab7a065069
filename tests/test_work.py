"""How much work a build does: counted, so that no machine's mood decides."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pygments.lexers
import pytest
from markdown_it import MarkdownIt

from recto import pipeline
from recto.document import Source
from recto.fields import highlight, media, sanitize

QUESTION = """\
## What does program {n} do?

**Answer:** It prints *{n}*.

```python
print({n})
```

```{language}
echo {n}
```

"""
LANGUAGES = ("bash", "ruby", "bash", "python")


def document(questions: int) -> Source:
    """Make a document with two code blocks a question, in three languages."""
    parts = [QUESTION.format(n=n, language=LANGUAGES[n % 4]) for n in range(questions)]
    return Source("a.md", "a.md", "# Programs: questions\n\n" + "".join(parts))


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls that cost most, from a fresh start."""
    calls: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            calls[name] += 1
            return function(*arguments, **named)

        return counting

    clean = counted("sanitised", sanitize._cleaner().clean)
    monkeypatch.setattr(MarkdownIt, "parse", counted("parsed", MarkdownIt.parse))
    lexer = counted("lexers", pygments.lexers.get_lexer_by_name)
    monkeypatch.setattr(highlight, "get_lexer_by_name", lexer)
    monkeypatch.setattr(sanitize, "_cleaner", lambda: SimpleNamespace(clean=clean))
    highlight._lexer.cache_clear()
    sanitize.sanitize.cache_clear()
    return calls


def cards(*sources: Source) -> pipeline.Cards:
    """Find and render the cards of documents without files."""
    return pipeline.cards(sources, media.loader(".", lambda _: None))


def test_every_document_is_parsed_once(count: Counter[str]) -> None:
    """However many questions it holds, a document goes through the parser once."""
    assert len(cards(document(40)).rendered) == 40
    assert count["parsed"] == 1


def test_every_language_has_one_lexer(count: Counter[str]) -> None:
    """Eighty code blocks in three languages need three lexers."""
    cards(document(40))
    assert count["lexers"] == 3


def test_a_field_is_sanitised_once(count: Counter[str]) -> None:
    """Of forty cards only the answers differ in their markup; the rest has none, or is known already."""
    cards(document(40))
    assert 40 < count["sanitised"] < 50


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_no_library_but_click(option: str) -> None:
    """Help comes at once: no parser, lexer, package writer or sanitiser is loaded for it."""
    script = (
        "import sys; from recto.cli import main\n"
        f"sys.argv[1:] = [{option!r}]\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    assert not loaded & {"markdown_it", "mdit_py_plugins", "pygments", "genanki", "nh3", "rapidfuzz", "yaml"}


def test_garbage_is_not_searched_for_from_the_first_import_on() -> None:
    """Python would look through all that is loaded and made, again and again, and find nothing."""
    script = (
        "import gc, types, sys; from recto.__main__ import main\n"
        "sys.modules['recto.cli'] = types.SimpleNamespace(main=lambda: print(gc.isenabled(), flush=True))\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
