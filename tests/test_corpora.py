"""Real documents with hand-checked truth: how many cards come out, and how many of them whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from program import PROJECT

CORPORA = Path(os.environ.get("RECTO_CORPORA") or "no such folder")

pytestmark = pytest.mark.skipif(
    not (CORPORA / "score.py").exists(), reason="RECTO_CORPORA names no folder of documents with truth"
)


def test_real_documents_give_the_cards_that_a_person_sees() -> None:
    """The mean over the documents holds its floor; those without cards give none."""
    command = [
        sys.executable,
        str(CORPORA / "score.py"),
        "--json",
        "--cli",
        f"{sys.executable} -m recto cards --json",
    ]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout)
    assert scores["mean"]["triple"] >= 0.95
    assert scores["mean"]["recall"] >= 0.97
    assert scores["mean"]["precision"] >= 0.97
    assert [name for name, score in scores["documents"].items() if not score["n"] and score["made"]] == []
