"""The documentation is true: its links lead somewhere, its modules exist, its commands are the program's."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from program import PROJECT

from recto.cli import recto

PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *(PROJECT / "bench").glob("*.md")])
ARCHITECTURE = PROJECT / "docs" / "architecture.md"
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page."""
    return {slug(found) for found in re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the project names one that exists, and a heading in it."""
    for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(file), f"{page.name}: {target}"


def test_the_architecture_names_every_module() -> None:
    """No module is missing on the page, and none that it names is gone."""
    source = PROJECT / "src" / "recto"
    modules = {p.stem for p in source.rglob("*.py")} - {"__init__", "__main__"}
    packages = {p.parent.name for p in source.rglob("__init__.py")} - {"recto"}
    named = set(re.findall(r"`([a-z_]+)(?:/)?`", ARCHITECTURE.read_text(encoding="utf-8")))
    assert modules | packages <= named
    assert named <= modules | packages


def test_the_readme_names_commands_and_targets_that_exist() -> None:
    """Every `recto X` and `make X` of the README is a command or a target."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert isinstance(recto, click.Group)
    for command in re.findall(r"`?\brecto ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`", readme))):
        assert command in recto.commands, command
    for target in re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`", readme))):
        assert target in targets, target
