"""Every diagnostic: its place, its exact text, and its entry in the documentation."""

from __future__ import annotations

import re

import pytest
from dotted import Case, cases
from program import PROJECT

from recto import diagnostics
from recto.checks import check
from recto.diagnostics import Rule
from recto.document import Source
from recto.identify import Scope
from recto.memory.lock import Lock
from recto.note import Media
from recto.pipeline import build, cards

RULES = [value for value in vars(diagnostics).values() if isinstance(value, Rule)]
DOCUMENTATION = PROJECT / "docs" / "diagnostics.md"


def no_files(document: str, reference: str) -> Media | diagnostics.Diagnostic:
    """Stand for a folder without images."""
    return diagnostics.diagnostic(
        diagnostics.MISSING_MEDIA, document, 1, 1, reference=reference, file=reference
    )


@pytest.mark.parametrize("case", cases("check"), ids=str)
def test_what_is_said_of_a_document(case: Case) -> None:
    """A document's findings come in the order of their places, each with its hint."""
    found = cards([Source("case.md", "case.md", case.given)], no_files)
    built = build(found, Lock(), Scope(frozenset({"case.md"}), frozenset({"case.md"})), 1_700_000_000)
    told = sorted([*built.diagnostics, *check(found)])
    assert "\n".join(str(d) for d in told) == case.expected


def test_codes_are_unique() -> None:
    """A code has one meaning."""
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_code_has_an_entry_in_the_documentation(rule: Rule) -> None:
    """docs/diagnostics.md explains each code, and says how bad it is."""
    entry = re.search(
        rf"^### {rule.code} .*?\n\n\*(\w+)", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert entry is not None, rule
    assert entry[1].lower() == rule.severity


def test_the_documentation_has_no_code_too_many() -> None:
    """Every entry belongs to a code."""
    documented = re.findall(r"^### (R\d+)", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(rule.code for rule in RULES)


def test_every_code_but_those_of_files_and_identity_has_a_fixture() -> None:
    """The fixtures show what documents can be blamed for; files and locks have tests of their own."""
    shown = {code for case in cases("check") for code in re.findall(r"\b(R\d{3}) ", case.expected)}
    elsewhere = {rule.code for rule in RULES if rule.code[1] in "23"} | {"R002", "R403"}
    assert {rule.code for rule in RULES} - elsewhere <= shown
