"""Who is who: every kind of edit, and which note each question is after it."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from remembering import LATER, NOON, build, card, changes, guids, lines

from recto.identify import Identified, Scope, identify
from recto.memory.lock import Lock
from recto.note import Rendered

ANSWERS = {
    "bowline": "It makes a fixed loop at the end of a rope, holds under load, and unties easily afterwards, which "
    "is why sailors learn it first.",
    "clove hitch": "Two turns around a post, the second crossing over the first: quick to make, quick to adjust, "
    "but it may slip when the post turns.",
    "sheet bend": "Joins two ropes of different thickness. The thicker one forms a bight and the thinner one is "
    "tucked under itself around both parts.",
    "reef knot": "Ties the two ends of one line around something, such as a folded sail; two half knots of which "
    "the second goes the other way.",
    "figure eight": "A stopper that keeps a rope from running out through a block. It does not jam as hard as an "
    "overhand knot does.",
    "rolling hitch": "Grips a rope or a spar so that it can be pulled lengthwise; one more turn on the side of "
    "the pull than in a clove hitch.",
}
KNOTS = lines(card(f"What is a {name}?", answer) for name, answer in ANSWERS.items())
FIRST = build(KNOTS)


def reworded(cards: list[Rendered], place: int, words: str, answer: str | None = None) -> list[Rendered]:
    """Put other words, and perhaps another answer, in the place of a question."""
    old = cards[place]
    edited = card(words, old.body if answer is None else answer, document=old.question.name)
    return [replace(edited, question=old.question) if n == place else one for n, one in enumerate(cards)]


# Times, ids, positions


def test_a_first_build() -> None:
    """Every note is new: a guid of letters and digits, ids within the last hour, a position each."""
    assert set(changes(FIRST)) == {"new"}
    assert all(note.guid.isalnum() and note.guid.isascii() for note in FIRST.notes)
    assert all(NOON * 1000 - 3_600_000 < note.note_id <= NOON * 1000 for note in FIRST.notes)
    assert [note.due for note in FIRST.notes] == [1000, 2000, 3000, 4000, 5000, 6000]
    assert {note.modified for note in FIRST.notes} == {NOON}
    assert [entry.guid for entry in FIRST.lock.entries] == sorted(guids(FIRST))


def test_nothing_changed() -> None:
    """The same documents give the same notes and the same lock, whatever the time."""
    again = build(KNOTS, FIRST.lock, now=LATER)
    assert again.lock == FIRST.lock
    assert set(changes(again)) == {"unchanged"}
    assert [note.modified for note in again.notes] == [NOON] * 6


def test_without_a_lock_unedited_questions_come_back() -> None:
    """The guid of a new note depends on the deck's title and its words, not on time or place."""
    assert guids(build(KNOTS, now=LATER)) == guids(FIRST)
    elsewhere = [
        replace(one, question=replace(one.question, name="b/c.md", path="b/c.md", deck="Sea::Deck"))
        for one in KNOTS
    ]
    assert guids(build(elsewhere)) == guids(FIRST)


def test_a_new_answer_moves_the_notes_time() -> None:
    """The note keeps its guid and its id and gets the time of the build; the others keep theirs."""
    edited = build(
        reworded(KNOTS, 1, "What is a clove hitch?", "A knot around a post."), FIRST.lock, now=LATER
    )
    assert guids(edited) == guids(FIRST)
    assert changes(edited).count("updated") == 1
    assert [note.modified for note in edited.notes] == [NOON, LATER, NOON, NOON, NOON, NOON]
    assert [note.note_id for note in edited.notes] == [note.note_id for note in FIRST.notes]


def test_the_time_always_moves_forward() -> None:
    """A second edit in the same second, or with a clock that was set back, is newer all the same."""
    second = build(reworded(KNOTS, 0, "What is a bowline?", "A loop."), FIRST.lock, now=NOON)
    third = build(reworded(KNOTS, 0, "What is a bowline?", "A knot."), second.lock, now=NOON - 500)
    assert [found.notes[0].modified for found in (second, third)] == [NOON + 1, NOON + 2]


def test_touch() -> None:
    """Every note gets a new time, as Anki wants it before it takes an older package."""
    touched = build(KNOTS, FIRST.lock, now=LATER, touch=True)
    assert {note.modified for note in touched.notes} == {LATER}
    assert set(changes(touched)) == {"updated"}
    assert guids(touched) == guids(FIRST)


def test_note_ids_are_unique() -> None:
    """Two questions that are new in the same second get ids of their own."""
    many = build(lines(card(f"Question {n}?") for n in range(3000)))
    assert len({note.note_id for note in many.notes}) == 3000


def test_renumbering_and_order_touch_nothing() -> None:
    """Questions in another order, with other numbers, are the same notes with the same times."""
    shuffled = lines(KNOTS[::-1])
    numbered = [
        replace(one, question=replace(one.question, number=str(n))) for n, one in enumerate(shuffled, 1)
    ]
    again = build(numbered, FIRST.lock, now=LATER)
    assert guids(again) == guids(FIRST)[::-1]
    assert set(changes(again)) == {"unchanged"}
    dues = [note.due for note in again.notes]
    assert dues == sorted(dues)


def test_an_inserted_question_lies_between_its_neighbours() -> None:
    """It takes the midpoint, and nobody else moves."""
    cards = lines([*KNOTS[:2], card("What is a bend?", "A knot that joins."), *KNOTS[2:]])
    found = build(cards, FIRST.lock, now=LATER)
    assert [note.due for note in found.notes] == [1000, 2000, 2500, 3000, 4000, 5000, 6000]
    assert changes(found).count("new") == 1


def test_every_deck_counts_for_itself() -> None:
    """Positions begin anew with each deck; the names of decks are compared as Anki does, without case."""
    cards = lines([card("A?", deck="One"), card("B?", deck="Two"), card("C?", deck="ONE")])
    assert [note.due for note in build(cards).notes] == [1000, 1000, 2000]


# Rewording


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("What is a clove-hitch?", ANSWERS["clove hitch"]),
        ("What is a clove hitch? And when does it slip?", ANSWERS["clove hitch"]),
        ("Describe the knot that holds a fender on a rail.", ANSWERS["clove hitch"]),
        ("What's a clove hitch good for?", ANSWERS["clove hitch"].replace("quick", "fast")),
        (
            "What is a clove hich?",
            ANSWERS["clove hitch"].replace("Two turns around a post", "Goes round a post"),
        ),
        ("What is the clove hitch?", "A hitch around a post."),
    ],
)
def test_a_reworded_question_keeps_its_note(words: str, answer: str) -> None:
    """Typos, additions, whole rewordings over the same answer, and new answers under nearly the same words."""
    found = build(reworded(KNOTS, 1, words, answer), FIRST.lock, now=LATER)
    assert guids(found) == guids(FIRST)
    assert found.notes[1].change == "reworded"
    assert found.notes[1].previous_words == "what is a clove hitch?"
    assert not found.retired


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("What is a cow hitch?", "A loop passed around an object and drawn through itself."),
        ("What is a marlinspike?", "A pointed tool of steel that opens the strands of a rope for splicing."),
        ("Why do ropes shrink when they get wet?", "Natural fibres swell, so that the lay becomes shorter."),
    ],
)
def test_another_question_in_its_place_is_new(words: str, answer: str) -> None:
    """A question with the same frame but another subject does not get the old note, which retires."""
    found = build(reworded(KNOTS, 1, words, answer), FIRST.lock, now=LATER)
    assert changes(found).count("new") == 1
    assert [entry.words for entry in found.retired] == ["what is a clove hitch?"]
    assert not set(guids(found)) - {found.notes[1].guid} - set(guids(FIRST))


def test_two_questions_swap_their_answers() -> None:
    """The words decide when they are unique: two cards that swap their answers stay who they are."""
    cards = lines(
        [card("What is a bowline?", KNOTS[1].body), card("What is a clove hitch?", KNOTS[0].body), *KNOTS[2:]]
    )
    assert guids(build(cards, FIRST.lock)) == guids(FIRST)


def test_a_draw_is_said_and_not_decided() -> None:
    """Between two earlier questions that are equally close nobody guesses: a new card, and a warning."""
    before = build(lines([card("Left shoe, how to lace?"), card("Right shoe, how to lace?")]))
    found = build([card("Shoe, how to lace?", line=7)], before.lock, now=LATER)
    assert changes(found) == ["new"]
    assert [str(each) for each in found.diagnostics] == [
        "source/a.md:7:1: R202 this may be an earlier question, but another match is as close: "
        "“left shoe, how to lace?”, “right shoe, how to lace?”\n"
        "  hint: a new card was made; docs/how-updates-work.md says how to choose"
    ]


def test_a_placeholder_under_many_questions_proves_nothing() -> None:
    """An answer that several questions share does not make one of them another."""
    stub = (
        "This answer is still to be written by somebody who knows more about knots than the author does now."
    )
    before = build(
        lines(card(words, stub) for words in ("What is a fid?", "Why whip a rope?", "When to splice?"))
    )
    after = lines(
        card(words, stub) for words in ("What is a fid?", "Why whip a rope?", "How thick is a line?")
    )
    found = build(after, before.lock, now=LATER)
    assert changes(found) == ["unchanged", "unchanged", "new"]


# The same words many times


def outputs(count: int) -> list[Rendered]:
    """Make questions with the same words, told apart by the code below them."""
    return [
        card(
            "What's the output?",
            f"It prints {n * n}, since the loop runs {n} times and adds {n} each time.",
            front=f"total = 0\nfor step in range({n}):\n    total += {n}\nprint(total)",
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("place", [0, 10, 20])
def test_one_more_of_the_same_words(place: int) -> None:
    """Of twenty cards that ask the same, none moves when one more is inserted."""
    cards = outputs(20)
    before = build(lines(cards))
    extra = card("What's the output?", "Nothing: the list is empty.", front="for x in []:\n    print(x)")
    found = build(lines([*cards[:place], extra, *cards[place:]]), before.lock, now=LATER)
    assert guids(found)[:place] + guids(found)[place + 1 :] == guids(before)
    assert changes(found).count("new") == 1


def test_one_less_of_the_same_words() -> None:
    """When one goes, it is that one which retires."""
    cards = outputs(20)
    before = build(lines(cards))
    found = build(lines([*cards[:7], *cards[8:]]), before.lock)
    assert [entry.guid for entry in found.retired] == [guids(before)[7]]
    assert set(changes(found)) == {"unchanged"}


def test_all_of_the_same_words_are_tagged() -> None:
    """A change that moves every digest, such as a tag, leaves all of them who they are."""
    before = build(lines(outputs(20)))
    tagged = [replace(one, digest=f"tagged {n}") for n, one in enumerate(lines(outputs(20)))]
    found = build(tagged, before.lock, now=LATER)
    assert guids(found) == guids(before)
    assert set(changes(found)) == {"updated"}


def test_the_code_below_the_same_words_tells_them_apart() -> None:
    """If prompt and code stay, every answer may be written anew."""
    before = build(lines(outputs(20)))
    anew = [card(one.words, f"{n} apples.", front=one.front.text.partition("\n")[2])
            for n, one in enumerate(outputs(20))]  # fmt: skip
    assert guids(build(lines(anew[::-1]), before.lock)) == guids(before)[::-1]


def test_the_same_card_twice() -> None:
    """Two cards that are equal in everything are two notes, and stay two when both are edited."""
    twins = [card("What is a bight?", "A slack bend in a rope that does not cross itself.")] * 2
    before = build(lines([*twins, *KNOTS]))
    assert len(set(guids(before))) == 8
    assert guids(build(lines([*twins, *KNOTS]), before.lock)) == guids(before)
    edited = [card("What's a bight?", "A slack bend in a rope which does not cross itself.")] * 2
    assert guids(build(lines([*edited, *KNOTS]), before.lock)) == guids(before)
    assert guids(build(lines([edited[0], *KNOTS]), before.lock)) == guids(before)[:1] + guids(before)[2:]


def test_which_of_two_alike_is_gone_cannot_be_told() -> None:
    """If equal words and text leave it open, nobody guesses: one that differs from both is a new card."""
    twins = [card("What is this?", tags="red"), card("What is this?", tags="green")]
    before = build(lines(twins))
    found = build([card("What is this?", tags="blue")], before.lock, now=LATER)
    assert changes(found) == ["new"]
    assert [each.code for each in found.diagnostics] == ["R202"]


# Explicit ids


def test_an_id_survives_every_change() -> None:
    """A question with an explicit id may change its words and its answer at once."""
    before = build(lines([card("What is a bend?", "A knot.", ident="bend"), *KNOTS]))
    after = build(lines([*KNOTS, card("Join two ropes!", "Several ways exist.", ident="bend")]), before.lock)
    assert after.notes[-1].guid == before.notes[0].guid
    assert after.notes[-1].change == "reworded"


def test_an_id_that_comes_later_is_adopted() -> None:
    """The line that a question already has takes its new id, and gives it up when the author does."""
    named = [replace(KNOTS[0], question=replace(KNOTS[0].question, ident="bowline")), *KNOTS[1:]]
    found = build(named, FIRST.lock, now=LATER)
    assert set(changes(found)) == {"unchanged"}
    assert [entry.guid for entry in found.lock.entries if entry.ident == "bowline"] == [FIRST.notes[0].guid]
    assert build(KNOTS, found.lock).lock == FIRST.lock


@pytest.mark.parametrize(("ident", "number"), [("12", ""), ("1.2", ""), ("17a", "17a"), ("17A", "17a")])
def test_a_number_is_no_id(ident: str, number: str) -> None:
    """Ids that count the questions shift with each insertion, and so claim nothing."""
    first = card("What is a bend?", "A knot.", ident=ident, number=number)
    before = build(lines([first, card("What is a fid?", "A tool.")]))
    assert not any(entry.ident for entry in before.lock.entries)
    after = build(lines([card("What is a fid?", "A tool.", ident=ident, number=number), first]), before.lock)
    assert guids(after) == guids(before)[::-1]


def test_an_id_used_twice() -> None:
    """The first place keeps it, and the warning names both."""
    cards = [card("A?", ident="x", line=3), card("B?", ident="x", line=9)]
    found = build(cards)
    assert [entry.words for entry in found.lock.entries if entry.ident] == ["a?"]
    assert [str(each) for each in found.diagnostics] == [
        "source/a.md:9:1: R201 the id x is used again; source/a.md:3 keeps it\n"
        "  hint: give this question an id of its own"
    ]


def test_an_id_stays_with_its_document() -> None:
    """A document that comes earlier in the order does not take the id from the one that has had it."""
    before = build([card("B?", "b", document="b.md", ident="x")])
    both = [card("A?", "a", document="a.md", ident="x"), card("B!", "c", document="b.md", ident="x")]
    found = build(both, before.lock)
    assert found.notes[1].guid == guids(before)[0]
    assert found.notes[0].change == "new"
    assert [each.path for each in found.diagnostics] == ["source/a.md"]


# Retired lines


def test_a_question_that_goes_and_comes_back() -> None:
    """It retires, is named once, and with the same words it is the same note with the same time."""
    without = build(KNOTS[1:], FIRST.lock, now=LATER)
    assert [entry.words for entry in without.retired] == ["what is a bowline?"]
    assert [entry.guid for entry in without.lock.entries if entry.retired] == [guids(FIRST)[0]]
    assert not build(KNOTS[1:], without.lock).retired
    back = build(KNOTS, without.lock, now=LATER + 1)
    assert back.lock == FIRST.lock


def test_a_retired_line_is_claimed_by_the_same_long_answer() -> None:
    """A deleted question that comes back reworded over its old answer is the same note."""
    without = build(KNOTS[1:], FIRST.lock)
    back = build(reworded(KNOTS, 0, "Name a loop that never slips."), without.lock)
    assert guids(back) == guids(FIRST)


def test_a_retired_line_is_not_claimed_by_likeness() -> None:
    """What only resembles a deleted question is a new one."""
    without = build(KNOTS[1:], FIRST.lock)
    similar = reworded(KNOTS, 0, "What is a bowline, then?", KNOTS[0].body.replace("sailors", "climbers"))
    assert changes(build(KNOTS[1:] and similar, without.lock))[0] == "new"
    assert guids(build(similar, FIRST.lock)) == guids(FIRST)


# What a person says by editing the lock


def edited(lock: Lock, words: str, /, **change: str | bool) -> Lock:
    """Change the line of a question; without a change, delete it."""
    kept = [entry for entry in lock.entries if entry.words != words]
    assert len(kept) == len(lock.entries) - 1
    old = next(entry for entry in lock.entries if entry.words == words)
    return Lock(tuple([*kept, replace(old, **change)] if change else kept))  # type: ignore[arg-type]


def test_no_that_is_another_card() -> None:
    """A line marked as retired before the build, or deleted after it, is not given to the new words."""
    after = reworded(KNOTS, 1, "What is a clove hitch on a spar?", "Two turns around a spar.")
    wrong = build(after, FIRST.lock)
    assert guids(wrong) == guids(FIRST)
    told_before = build(after, edited(FIRST.lock, "what is a clove hitch?", retired=True))
    told_later = build(after, edited(wrong.lock, "what is a clove hitch on a spar?"))
    for found in (told_before, told_later):
        assert changes(found).count("new") == 1
        assert guids(found)[1] not in guids(FIRST)


def test_yes_that_is_the_same_card() -> None:
    """The old line with the new words, no longer retired, is claimed; the new line was deleted."""
    lost = build(reworded(KNOTS, 1, "How do you moor?", "With two turns."), FIRST.lock)
    assert changes(lost)[1] == "new"
    told = edited(edited(lost.lock, "how do you moor?"), "what is a clove hitch?",
                  words="how do you moor?", retired=False)  # fmt: skip
    assert guids(build(reworded(KNOTS, 1, "How do you moor?", "With two turns."), told)) == guids(FIRST)


# Many documents


def spread() -> list[Rendered]:
    """Spread the questions over two documents."""
    return lines(
        [replace(one, question=replace(one.question, name="a.md" if n < 3 else "b.md"))
         for n, one in enumerate(KNOTS)]
    )  # fmt: skip


def moved(cards: list[Rendered], document: str) -> list[Rendered]:
    """Move questions to a document."""
    return [replace(one, question=replace(one.question, name=document)) for one in cards]


def test_questions_move_to_another_document() -> None:
    """They keep their notes, edited on the way or not."""
    before = build(spread())
    after = [*moved(spread()[:2], "c.md"), *spread()[2:]]
    found = build(after, before.lock, now=LATER)
    assert guids(found) == guids(before)
    assert changes(found) == ["moved", "moved", "unchanged", "unchanged", "unchanged", "unchanged"]
    edited = build(reworded(after, 0, "What is a bowline for?"), before.lock, now=LATER)
    assert guids(edited) == guids(before)


def test_a_document_is_renamed() -> None:
    """All of its questions are claimed across documents, though all were edited a little."""
    before = build(KNOTS)
    renamed = [card(one.words.replace("what is a", "define the"), one.body) for one in KNOTS]
    assert guids(build(moved(lines(renamed), "z.md"), before.lock, gone=["a.md"])) == guids(before)


def test_a_build_of_one_document_leaves_the_others_alone() -> None:
    """Lines of documents that are not part of the run are neither retired nor claimed."""
    before = build(spread())
    second = [one for one in spread() if one.question.name == "b.md"]
    assert build(second, before.lock).lock == before.lock
    copied = build([*second, *moved(spread()[:1], "b.md")], before.lock)
    assert changes(copied)[-1] == "new"
    assert copied.notes[-1].guid not in guids(before)


def test_a_deleted_document() -> None:
    """Its lines can be claimed by any run, and retire only in a run of its folder."""
    before = build(spread())
    second = [one for one in spread() if one.question.name == "b.md"]
    only_claimable = Scope(frozenset({"a.md", "b.md"}), frozenset({"b.md"}))
    found = identify(second, before.lock, only_claimable, LATER)
    assert found.lock == before.lock
    assert [entry.document for entry in build(second, before.lock, gone=["a.md"]).retired] == ["a.md"] * 3


def test_a_document_that_lost_its_questions() -> None:
    """A document of the run without any question retires all that it had."""
    assert len(build([], FIRST.lock, documents=["a.md"]).retired) == 6


def test_the_same_words_in_two_documents() -> None:
    """Each document's question stays its own, though both were edited."""
    cards = [card("What is it?", "A rope.", document="a.md"), card("What is it?", "A sail.", document="b.md")]
    before = build(cards)
    edited = [
        card("What is it?", "A hawser.", document="a.md"),
        card("What is it?", "A jib, or any other canvas.", document="b.md"),
    ]
    assert guids(build(edited, before.lock)) == guids(before)


# Properties

subjects = st.sampled_from(["rope", "sail", "mast", "keel", "hull", "wind"])
frames = st.sampled_from(["What is a {}?", "Why a {}?", "Name a {}.", "What's the output?"])
answers = st.sampled_from(
    ["", "Short.", *ANSWERS.values(), *(text.replace("rope", "line") for text in ANSWERS.values())]
)
cards_drawn = st.builds(
    lambda frame, subject, answer, document, ident: card(
        frame.format(subject), answer, document=document, deck=document, ident=ident
    ),
    frames,
    subjects,
    answers,
    st.sampled_from(["a.md", "b.md"]),
    st.sampled_from(["", "", "", "x", "y"]),
)
documents = st.lists(cards_drawn, max_size=12).map(lines)


def always(cards: list[Rendered], lock: Lock, now: int) -> Identified:
    """Build both documents, whatever they hold."""
    return build(cards, lock, now=now, documents=["a.md", "b.md"])


@settings(deadline=None)
@given(st.lists(documents, min_size=1, max_size=4))
def test_whatever_happens_to_the_documents(revisions: list[list[Rendered]]) -> None:
    """Guids and ids are unique, a second build changes nothing, and no line is ever lost."""
    lock = Lock()
    for step, cards in enumerate(revisions):
        before, found = lock, always(cards, lock, NOON + step)
        lock = found.lock
        assert len(set(guids(found))) == len(cards)
        assert len({entry.guid for entry in lock.entries}) == len(lock.entries)
        assert len({entry.note_id for entry in lock.entries}) == len(lock.entries)
        assert {entry.guid for entry in before.entries} <= {entry.guid for entry in lock.entries}
        assert {e.guid for e in lock.entries if not e.retired} == set(guids(found))
        assert always(cards, lock, LATER).lock == lock


@settings(deadline=None)
@given(documents, documents, st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(
    old: list[Rendered], new: list[Rendered], chance: random.Random
) -> None:
    """Files named in another order give the same lock, and each question the same note."""
    lock = always(old, Lock(), NOON).lock
    found = always(new, lock, LATER)
    shuffled = chance.sample(new, len(new))
    again = always(shuffled, lock, LATER)
    assert again.lock == found.lock
    by_place = {(n.rendered.question.name, n.rendered.question.line): n.guid for n in found.notes}
    assert guids(again) == [by_place[one.question.name, one.question.line] for one in shuffled]


@given(st.integers(0, 5), st.text(min_size=1, max_size=80))
def test_any_words_over_the_same_answer(place: int, words: str) -> None:
    """A question that is reworded over its own long answer keeps its guid, whatever it says now."""
    assert guids(build(reworded(KNOTS, place, words), FIRST.lock, now=LATER)) == guids(FIRST)


@settings(deadline=None)
@given(st.lists(documents, min_size=2, max_size=5))
def test_a_retired_guid_is_never_given_to_another_question(revisions: list[list[Rendered]]) -> None:
    """Only the same words, the same long answer or the same explicit id bring a retired line back."""
    lock = Lock()
    for step, cards in enumerate(revisions):
        gone = {entry.guid: entry for entry in lock.entries if entry.retired}
        found = always(cards, lock, NOON + step)
        lock = found.lock
        now = {entry.guid: entry for entry in lock.entries}
        for guid in gone.keys() & set(guids(found)):
            was, is_now = gone[guid], now[guid]
            assert (
                was.words == is_now.words
                or was.sketch[8:] == is_now.sketch[8:]
                or (was.ident and was.ident == is_now.ident)
            )


def test_ten_thousand_questions_cost_little() -> None:
    """Two hundred reworded among ten thousand are found again in little time, even on a slow machine."""
    words = [f"word{n}" for n in range(997)]
    cards = lines(
        card(f"{words[n % 997]} {words[n * 7 % 991]} {n}", " ".join(words[n * 13 % 900 :][:40]))
        for n in range(10_000)
    )
    before = build(cards)
    edited = [
        one if n % 50 else replace(card(f"{one.words} indeed", f"{one.body} more"), question=one.question)
        for n, one in enumerate(cards)
    ]
    start = time.process_time()
    found = build(edited, before.lock, now=LATER)
    assert time.process_time() - start < 3
    assert guids(found) == guids(before)
    assert changes(found).count("reworded") == 200
