"""Sketches: equal for equal cards, close for edited ones, and never longer than a line can bear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.memory.sketch import SIZE, body_of, front_of, is_long, read, resemblance, sketch, tokens

ROPE = (
    "A bowline makes a fixed loop at the end of a rope. It holds under load, unties easily afterwards, and "
    "sailors tie it with one hand while the other holds on."
)


def close(one: str, two: str) -> float:
    """Return how much of the smaller text is in the larger."""
    return resemblance(read(sketch("", one)), read(sketch("", two)))[0]


@given(st.text(), st.text())
def test_a_sketch_can_be_read_and_is_short(front: str, body: str) -> None:
    """Whatever the text, its sketch is text of at most 400 characters and reads back."""
    text = sketch(front, body)
    assert len(text) <= 400
    assert text.isascii()
    assert len(read(text).hashes) <= SIZE


def test_a_sketch_never_changes() -> None:
    """Locks are compared across machines and years, so this very text is what a sketch has to be."""
    assert sketch("What is a bight?", "A slack bend.") == "Wh6T5cuXO7HDWOCWL9zXtqUmbh4="


def test_white_space_and_case_do_not_count() -> None:
    """A text that was only wrapped or indented anew has the same sketch."""
    assert sketch("What?\n\n    x = 1", ROPE) == sketch("what? x = 1", ROPE.replace(" ", "\n  ").upper())


def test_one_sign_of_code_counts() -> None:
    """Code that differs in an operator has another fingerprint, though its words are the same."""
    one, two = sketch("Output?\n1 == 2", "1 == 2"), sketch("Output?\n1 != 2", "1 != 2")
    assert front_of(one) != front_of(two)
    assert body_of(one) != body_of(two)
    assert read(one).hashes == read(two).hashes


def test_front_and_body_have_a_part_each() -> None:
    """A reworded prompt changes the front's part of the sketch, and only that."""
    assert body_of(sketch("What is a bowline?", ROPE)) == body_of(sketch("Describe the bowline.", ROPE))
    assert front_of(sketch("Q?", ROPE)) == front_of(sketch("Q?", "Another answer."))


def test_an_edited_text_stays_close() -> None:
    """A changed word leaves most of the sketch, another text next to nothing of it."""
    assert close(ROPE, ROPE.replace("sailors", "climbers")) > 0.85
    assert (
        close(ROPE, "A reef knot joins the two ends of one line, and slips when they differ in size.") < 0.1
    )


def test_an_extended_text_still_holds_the_old_one() -> None:
    """What is compared is the share of the smaller text, so that an answer may grow."""
    assert close(ROPE, f"{ROPE} {' '.join(f'word{n}' for n in range(40))}") == 1.0


def test_long_texts_are_compared_by_a_sample() -> None:
    """Two texts of which half is common look about half alike, though neither sketch holds all of its text."""
    common = " ".join(f"common{n}" for n in range(1000))
    one = f"{common} {' '.join(f'one{n}' for n in range(1000))}"
    two = f"{common} {' '.join(f'two{n}' for n in range(1000))}"
    share, known = resemblance(read(sketch("", one)), read(sketch("", two)))
    assert 0.35 < share < 0.65
    assert known >= 50


def test_texts_without_words_say_nothing() -> None:
    """An empty text, or one of signs alone, resembles nothing, not even itself."""
    for text in ("", "∎ → ∅"):
        assert resemblance(read(sketch("", text)), read(sketch("", text))) == (0.0, 0)


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    """A Chinese, Japanese or Thai sentence is not one endless word."""
    assert tokens("线程是什么 thread1") == ["线", "程", "是", "什", "么", "thread1"]
    assert close("线程是程序执行的最小单位，共享进程的内存。", "线程是程序执行的最小单位，共享内存。") > 0.7


def test_a_long_body_is_told_from_a_stub() -> None:
    """Only an answer of some length is enough by itself to know a question again."""
    assert is_long(sketch("Q?", ROPE))
    assert not is_long(sketch("Q?", "To be written by somebody who knows."))


@pytest.mark.parametrize("text", ["", "AAAA", "no base64!", "Wh6T5cuXO7HDWOCWAA==", "A" * 368])
def test_what_is_no_sketch_is_refused(text: str) -> None:
    """Text that `sketch` cannot have written raises ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 (base64 words its own message)
        read(text)
