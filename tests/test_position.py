"""Positions among new cards: document order, with room for what comes later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recto.memory.position import END, positions

known = st.lists(st.none() | st.integers(0, END - 1), max_size=60)


def test_a_new_deck_has_gaps() -> None:
    """The first build leaves a thousand places before each question."""
    assert positions([None, None, None]) == [1000, 2000, 3000]
    assert positions([]) == []


def test_the_gaps_of_a_long_deck_are_smaller() -> None:
    """However long the deck, its positions rise and stay below what Anki takes."""
    found = positions([None] * 100_000)
    assert found[:3] == [9, 18, 27]
    assert found[-1] == 900_000


def test_an_inserted_question_takes_the_midpoint() -> None:
    """It comes between its neighbours, and leaves them where they are."""
    assert positions([1000, None, 2000]) == [1000, 1500, 2000]
    assert positions([None, 1000]) == [500, 1000]
    assert positions([1000, None, None, 2000]) == [1000, 1333, 1666, 2000]


def test_a_question_at_the_end_follows_after_a_gap() -> None:
    """The deck grows at its end as it began, until there is no room left above."""
    assert positions([1000, 2000, None, None]) == [1000, 2000, 3000, 4000]
    assert positions([END - 1, None]) == [END - 1, END - 1]


def test_no_room_is_left() -> None:
    """Between neighbours without room, an inserted question takes the place of the one before it."""
    assert positions([1000, None, None, 1001]) == [1000, 1000, 1000, 1001]


def test_only_what_moved_gets_a_new_position() -> None:
    """A question that moved goes between its new neighbours; all others keep their positions."""
    assert positions([4000, 1000, 2000, 3000]) == [500, 1000, 2000, 3000]
    assert positions([2000, 3000, 4000, 1000]) == [2000, 3000, 4000, 5000]


def test_equal_positions_are_in_order() -> None:
    """Questions that share a place for want of room are not moved by the next build."""
    assert positions([1000, 1000, 1000, 2000]) == [1000, 1000, 1000, 2000]


@given(known)
def test_positions_never_fall(deck: list[int | None]) -> None:
    """Whatever the deck went through, a fresh import learns it in document order."""
    found = positions(deck)
    assert found == sorted(found)
    assert len(found) == len(deck)
    assert all(0 <= position < END for position in found)


@given(known)
def test_positions_settle(deck: list[int | None]) -> None:
    """A build with nothing changed moves nobody."""
    found = positions(deck)
    assert positions(list(found)) == found
