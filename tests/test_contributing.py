"""CONTRIBUTING.md and the habits' files say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from test_formats import triples

from recto.document import Source
from recto.extract import extract
from recto.parse import parse

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_fixture_that_it_shows_is_one() -> None:
    """The example of a fixture is true: its document gives its cards."""
    example = re.search(r"```text\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert example
    _title, given, expected, _rest = re.split(r"^\.\n", example[1], flags=re.MULTILINE)
    document, _ = parse(Source("case.md", "case.md", given))
    assert triples(extract(document)) == expected.rstrip("\n")


def test_every_file_that_it_names_is_there() -> None:
    """Paths in the text lead somewhere, modules that it calls by their name too."""
    named = re.findall(r"`((?:[\w.-]+/)*[\w.-]*\w(?:\.\w+|/))`", CONTRIBUTING)
    assert {"src/recto/formats/definitions.py", "cli.py", "CHANGELOG.md", "tests/fixtures/formats/"} <= set(
        named
    )
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "src" / "recto" / name).exists(), name


def test_every_name_of_the_code_that_it_names_is_there() -> None:
    """What it tells to look for can be found."""
    places = {
        "FORMATS": "formats/__init__.py",
        "_SHAPES": "reading/evidence.py",
        "clean": "formats/prompt.py",
    }
    for name, module in places.items():
        assert f"`{name}`" in CONTRIBUTING
        assert re.search(rf"\b{name}\b", (ROOT / "src" / "recto" / module).read_text())


def test_every_target_that_it_names_can_be_made() -> None:
    """`make x` in the text is a target of the Makefile."""
    named = set(re.findall(r"^    make ([a-z]+)|`make ([a-z]+)`", CONTRIBUTING, re.MULTILINE))
    assert {"check", "deck"} <= {"".join(either) for either in named} <= TARGETS


def test_the_hooks_run_the_projects_own_tools() -> None:
    """pre-commit needs nothing from elsewhere: each hook is a tool of .venv or a target of the Makefile."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        program, _, rest = hook["entry"].partition(" ")
        assert program.startswith(".venv/bin/") or (program == "make" and rest in TARGETS)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_continuous_integration_runs_what_anyone_can_run(python: str) -> None:
    """The workflow is `.ci/run`, under every Python that Recto is for."""
    (job,) = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text())["jobs"].values()
    assert python in job["strategy"]["matrix"]["python"]
    assert job["steps"][-1] == {"run": ".ci/run"}
