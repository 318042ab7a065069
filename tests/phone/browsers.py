"""The browsers as fixtures: there, or skipped with the reason, or missed loudly where they are required."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import pytest
from selenium.webdriver import Chrome

from phone import chromium as chromium_engine
from phone import webkit as webkit_engine
from phone.reviewer import WEB_FILES
from phone.visits import Engine

_REVIEWER = WEB_FILES / "js" / "reviewer.js"


def need(missing: str, remedy: str = "on Debian, .ci/browsers installs all that these tests need") -> None:
    """Skip the test if something is missing; where RECTO_BROWSERS is `required`, fail it instead."""
    if not missing:
        return
    reason = f"{missing}; {remedy}"
    if os.environ.get("RECTO_BROWSERS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def missing_reviewer() -> str:
    """Return what keeps cards from being shown in Anki's reviewer; empty if nothing does."""
    return "" if _REVIEWER.exists() else f"Anki's reviewer is missing ({_REVIEWER})"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    """Give Chromium, started once a session."""
    need(chromium_engine.missing())
    with chromium_engine.started() as driver:
        yield driver


@pytest.fixture(scope="session")
def reviewer(request: pytest.FixtureRequest) -> Chrome:
    """Give Chromium, ready to show cards in Anki's reviewer."""
    need(missing_reviewer())
    driver: Chrome = request.getfixturevalue("chromium")
    return driver


@pytest.fixture(scope="session", params=["chromium", "webkit"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Give each browser engine in turn, ready to show cards."""
    if request.param == "chromium":
        return Engine("chromium", partial(chromium_engine.visit, request.getfixturevalue("reviewer")))
    need(missing_reviewer())
    need(webkit_engine.missing())
    return Engine("webkit", webkit_engine.visit)
