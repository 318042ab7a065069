"""What docs/security.md promises of a run: nothing executed or fetched, nothing read or written but its own."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from pathlib import Path
from types import CodeType

import pytest
from confined import recto, within
from hostile import documents
from previews import built
from program import Done, Run

from recto.preview import preview

KNOTS = "## What is a bight?\n\nA slack bend.\n\n## What is a knot?\n\nA knot.\n"
NOTES = "2 notes (2 new)\n"
GREEDY = """\
---
title: Knots
tags: [a]
source: https://example.org
---

## What is fetched?

![a](https://example.org/a.png) ![b](//example.org/b.png) <img src="http://127.0.0.1:9/c.png">
<link rel=stylesheet href=https://example.org/x.css> [sound:https://example.org/x.mp3] https://example.org

## What is read?

![a](../secret.png) ![b](..%2fsecret.png) ![c](%2e%2e/secret.png) ![d](/etc/hostname.png) ![e](file:///etc/hostname.png)
![f](~/secret.png) ![g](link.png) ![h](folder/secret.png) <img src="..\\secret.png"> ![i](..%5csecret.png)
![j](sub/../../secret.png) ![k](file:../secret.png) ![l](./../secret.png) ![m](%252e%252e/secret.png)

## What is run?

```python
import os
os.mkdir("pwned")
__import__("subprocess").run("touch pwned", shell=True)
```

`$(touch pwned)` $\\input{secret}$ {{7*7}} ${7*7} %s {0.__class__} \x60touch pwned\x60

```console
$ touch pwned
```
"""
FORBIDDEN = (
    "socket.", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.startfile",
    "urllib.Request", "http.client", "ftplib.", "smtplib.", "webbrowser.", "ctypes.", "pickle.", "marshal.loads",
)  # fmt: skip


def watched(home: Path, *arguments: str) -> tuple[Done, list[str], list[str]]:
    """Run the program twice, the second time watched; return what that did, what it opened, and what is forbidden."""
    from confined import in_folder

    in_folder(arguments, home)  # what is imported, is imported by then
    opened: list[str] = []
    broken: list[str] = []

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event == "open":
            opened.append(os.fsdecode(given[0]) if isinstance(given[0], str | bytes) else "")
        elif event.startswith(FORBIDDEN):
            broken.append(event)
        elif event == "exec" and isinstance(given[0], CodeType):
            broken.append(f"exec {given[0].co_filename}")

    sys.addaudithook(hook)
    return in_folder(arguments, home), opened, broken


@pytest.fixture
def trap(home: Path) -> Path:
    """Give a folder with documents that want too much, and beside it what they want."""
    folder = home / "documents"
    (folder / "sub").mkdir(parents=True)
    (home / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to("../secret.png")
    (folder / "folder").symlink_to("..")
    (folder / "greedy.md").write_text(GREEDY)
    for number, text in enumerate(documents()):
        (folder / f"{number}.md").write_text(text)
    return folder


@pytest.mark.parametrize("command", ["build", "check", "cards", "preview"])
def test_nothing_is_fetched_run_or_read(command: str, trap: Path, home: Path) -> None:
    """Under Python's own audit, hostile documents reach no network, no program and no file that is not theirs."""
    done, opened, broken = within(120, 3_000, watched, home, command, "documents")
    assert done.returncode == 0, done.stderr
    assert broken == []
    assert any(path.endswith("greedy.md") for path in opened)
    assert not [path for path in opened if re.search(r"secret|link\.png|hostname|pwned", path)]
    assert not list(home.rglob("pwned*"))


def test_the_audit_sees_what_it_should(home: Path) -> None:
    """Were there a connection, a program or a word of code that is executed, the test above would fail."""
    for deed in ("import socket; socket.socket()", "import os; os.system('true')", "open('secret.png')"):
        _, opened, broken = within(20, 3_000, audited, home, deed)
        assert broken or "secret.png" in opened


def audited(home: Path, deed: str) -> tuple[Done, list[str], list[str]]:
    """Do something in the place of the program, watched as it is."""
    import confined

    (home / "secret.png").touch()
    confined.in_folder = lambda *_: exec(deed)  # type: ignore[assignment]  # noqa: S102
    os.chdir(home)
    return watched(home)


def test_only_the_package_the_lock_and_the_preview_are_written(trap: Path, home: Path) -> None:
    """All else is as it was, byte for byte."""

    def tree() -> dict[str, bytes]:
        return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}

    before = tree()
    assert recto("build", "documents", "-o", "a.apkg", folder=home).returncode == 0
    assert recto("preview", "documents", "-o", "a.html", folder=home).returncode == 0
    after = tree()
    assert after.keys() - before.keys() == {"a.apkg", "a.html", "documents/recto.lock"}
    assert before.items() <= after.items()


def test_files_from_elsewhere_are_in_no_package(trap: Path, home: Path) -> None:
    """Neither by a path nor by a link does a file leave its folder; each reference is told."""
    done = recto("build", "documents/greedy.md", "-o", "a.apkg", folder=home)
    with zipfile.ZipFile(home / "a.apkg") as package:
        assert package.read("media") == b"{}"
        assert all(b"secret" not in package.read(name)[:6] for name in package.namelist() if name.isdigit())
    codes = re.findall(r"greedy\.md:\d+:\d+: (R\d+) ", done.stderr)
    assert codes.count("R305") == 5
    assert codes.count("R304") >= 6
    assert codes.count("R303") == 2
    assert codes.count("R301") >= 2


TITLES = (
    ("../../x", "x"), ("/etc/x", "etc-x"), ("C:\\x", "c-x"), ("..", "deck"), ("...", "deck"), ("", "a"), ("-o", "o"),
    ("con", "con-deck"), ("NUL", "nul-deck"), ("LPT1", "lpt1-deck"), ("COM¹", "com¹-deck"), ("cone", "cone"),
    ("~/x", "x"), ("a\0b", "a-b"), ("a\nb", "a-b"), ("$(touch pwned)", "touch-pwned"), ("\u202egpka", "gpka"),
    ("x" * 500, "x" * 160), ("结" * 100, "结" * 53), ("a/../../b", "a-b"), ("%2e%2e%2fx", "2e-2e-2fx"), ("🐟", "deck"),
    ("con.txt", "con-txt"), (".git", "git"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "title", "name"), [*(("title", *row) for row in TITLES), *(("deck", *row) for row in TITLES[:8])]
)
def test_no_title_leads_out_of_the_output_folder(key: str, title: str, name: str, home: Path) -> None:
    """A package is named by the letters and digits of its deck's name, and never by that of a device."""
    work = home / "work"
    work.mkdir()
    quoted = "".join(f"\\U{ord(char):08x}" for char in title)
    (work / "a.md").write_text(f'---\n{key}: "{quoted}"\n---\n{KNOTS}')
    done = recto("build", "a.md", folder=work)
    assert done.returncode == 0
    assert [path.name for path in (work / "dist").iterdir()] == [f"{name}.apkg"]
    assert sorted(path.name for path in work.iterdir()) == ["a.md", "dist", "recto.lock"]
    assert [path.name for path in home.iterdir()] == ["work"]


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)> " onload=alert(1) ]]> </title> --> [sound:x.mp3] \\(x\\)'


def test_names_carry_no_markup() -> None:
    """Title, deck, author, tags, sections and addresses are words wherever they stand: on cards and in the preview."""
    front = "\n".join(f"{key}: '{EVIL}'" for key in ("title", "deck", "author", "source", "tags"))
    evil = built(
        f"---\n{front}\n---\n\n# {EVIL}\n\n## {EVIL}\n\n### What is it?\n\nIt is.\n\n### Who is it?\n\nHe is.\n"
    )
    plain = built(
        "---\ntitle: a\n---\n\n# a\n\n## b\n\n### What is it?\n\nIt is.\n\n### Who is it?\n\nHe is.\n"
    )
    for note in evil.identified.notes:
        source = note.rendered.source
        assert re.findall("<[^>]*>", source.replace("<span></span>", "")) == []
        assert "[" not in source
        assert not re.search(r'[\s"<>]', "".join(note.rendered.question.tags))
        assert '"' not in note.rendered.question.deck
    page, other = preview(evil), preview(plain)
    for mark in ("<script", "</script", "<img", "<title", "</title", "<iframe", "<style"):
        assert page.count(mark) == other.count(mark), mark


def test_links_out_of_a_folder(home: Path, run: Run) -> None:
    """A folder's document that is a link is read if it stays in the folder or its repository, or is named by itself."""
    (home / "s").mkdir()
    (home / "s" / "a.md").write_text(KNOTS)
    (home / "README.md").write_text(KNOTS)
    (home / "s" / "b.md").symlink_to("../README.md")
    assert run("build", "s", code=2).stderr == (
        "recto: s/b.md: this link leads out of the folder\n"
        "  hint: copy the document into the folder, or name it by itself\n"
    )
    assert run("build", "s/b.md").stderr.endswith(NOTES)
    (home / ".git").mkdir()
    assert run("build", "s", "--dry-run").returncode == 0
