"""The lock's text: written, read, merged, and under attack."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import git

from recto.diagnostics import UserError
from recto.memory.lock import Entry, Lock, dump, parse
from recto.memory.sketch import sketch

PATH = "source/recto.lock"
BIGHT = Entry(
    guid="b1",
    note_id=1_700_000_000_001,
    document="knots.md",
    words="what is a bight?",
    digest="d1",
    sketch=sketch("What is a bight?", "A slack bend in a rope."),
    modified=1_700_000_000,
    due=1000,
)
HITCH = replace(
    BIGHT, guid="h1", note_id=1_700_000_000_002, words="what is a hitch?", due=2000, ident="hitch"
)
SPLICE = replace(
    BIGHT, guid="s1", note_id=1_700_000_000_003, words="wie spleißt man?", due=3000, retired=True
)
LOCK = Lock((BIGHT, HITCH, SPLICE))
TEXT = dump(LOCK)

entries = st.builds(
    Entry,
    guid=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    note_id=st.integers(1, 10**14 - 1),
    document=st.text(st.characters()),
    words=st.text(),
    digest=st.text(),
    sketch=st.builds(sketch, st.text(), st.text()),
    modified=st.integers(1, 10**11 - 1),
    due=st.integers(0, 999_999),
    ident=st.text(),
    retired=st.booleans(),
)
locks = st.lists(entries, unique_by=(lambda e: e.guid, lambda e: e.note_id)).map(
    lambda found: Lock(tuple(sorted(found, key=lambda entry: entry.guid)))
)


def refusal(text: str) -> UserError:
    """Return what is said of a text that is no lock."""
    with pytest.raises(UserError) as caught:
        parse(text, PATH)
    assert caught.value.path == PATH
    assert caught.value.hint
    return caught.value


@given(locks)
def test_a_lock_written_is_a_lock_read(lock: Lock) -> None:
    """Whatever the words, the names of documents and the numbers, nothing is lost on the way."""
    text = dump(lock)
    assert parse(text, PATH) == lock
    assert parse(text.encode().decode(), PATH) == lock


def test_its_shape() -> None:
    """A header, one readable line a note, sorted by guid, and `end`; what is empty is not written."""
    header, *lines, end, nothing = dump(Lock(LOCK.entries[::-1])).split("\n")
    assert header == '{"recto.lock": 1, "sketch": "bigrams-64"}'
    assert (end, nothing) == ("end", "")
    assert [json.loads(line)["guid"] for line in lines] == ["b1", "h1", "s1"]
    assert lines[1].startswith(
        '{"guid": "h1", "note": 1700000000002, "document": "knots.md", "words": "what is a hitch?", '
        '"id": "hitch", "modified": 1700000000, "due": 2000, "digest": "d1", "sketch": "'
    )
    assert '"words": "wie spleißt man?"' in lines[2]
    assert ["retired" in line for line in lines] == [False, False, True]


def test_an_answer_cannot_be_read_in_it() -> None:
    """Of the answer it holds a digest and a sketch, and no word."""
    assert not any(word in TEXT for word in ("slack", "bend", "rope"))


def test_a_lock_of_ten_thousand_notes_is_read_quickly() -> None:
    """Ten thousand lines cost well under a second, even on a slow and busy machine."""
    text = dump(Lock(tuple(replace(BIGHT, guid=f"{n:05}", note_id=n + 1) for n in range(10_000))))
    start = time.process_time()
    assert len(parse(text, PATH).entries) == 10_000
    assert time.process_time() - start < 1


@given(st.data())
def test_lines_in_any_order(data: st.DataObject) -> None:
    """A merge that only puts lines together leaves them unsorted: they are read, and sorted when written."""
    header, *lines = TEXT.removesuffix("end\n").splitlines()
    shuffled = "\n".join([header, *data.draw(st.permutations(lines)), "end", ""])
    assert dump(parse(shuffled, PATH)) == TEXT


def test_cut_after_any_byte() -> None:
    """A lock that was cut is refused wherever the cut fell, with the line where it ends."""
    content = TEXT.encode()
    for length in range(len(content)):
        fault = refusal(content[:length].decode(errors="replace"))
        assert 1 <= fault.line <= 5
    assert refusal(TEXT.removesuffix("end\n")).message == "the lock was cut: its last line is not `end`"
    assert refusal(TEXT.removesuffix("end\n")).line == 4


def test_an_empty_file() -> None:
    """An empty lock is no lock without notes: somebody lost something."""
    fault = refusal("\n")
    assert str(fault) == (
        "source/recto.lock:1: the lock is empty\n"
        "  hint: bring the last good one back, with git: `git checkout -- source/recto.lock`"
    )


def test_windows_line_endings_and_a_byte_order_mark() -> None:
    """What Git and editors on Windows do to a text does not harm."""
    assert parse("\ufeff" + TEXT.replace("\n", "\r\n"), PATH) == LOCK


def test_a_newer_format() -> None:
    """A lock of a later Recto is not guessed at."""
    fault = refusal(TEXT.replace('"recto.lock": 1', '"recto.lock": 2'))
    assert (fault.line, fault.hint) == (1, "upgrade Recto; a newer one wrote it")
    assert fault.message.startswith('the lock begins with {"recto.lock": 2, "sketch": "bigrams-64"}')
    assert refusal(TEXT.replace("bigrams-64", "bigrams-99")).hint == fault.hint


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs", "||||||| 4f2a1c"])
def test_marks_of_a_merge(mark: str) -> None:
    """An unfinished merge is named with its line, wherever Git put its marks."""
    lines = TEXT.splitlines()
    for place in range(len(lines) + 1):
        fault = refusal("\n".join([*lines[:place], mark, *lines[place:], ""]))
        assert fault.message == "the lock holds the marks of an unfinished merge"
        assert fault.line == place + 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"guid": "h1"', '"guid": 1', "guid is not a text"),
        ('"guid": "h1"', '"guid": ""', "the guid is empty"),
        ('"guid": "h1"', '"guid": "h 1"', "the guid is not made of letters, digits and signs of ASCII"),
        ('"due": 2000', '"due": "2000"', "due is not a whole number"),
        ('"due": 2000', '"due": true', "due is not a whole number"),
        ('"due": 2000', '"due": 1000000', "a number is out of range"),
        ('"due": 2000', '"due": -1', "a number is out of range"),
        ('"due": 2000, ', "", "no due"),
        ('"due": 2000', '"due": 2000, "colour": 1', "unknown key colour"),
        ('"id": "hitch"', '"retired": 1', "retired is not true or false"),
        ('"note": 1700000000002', '"note": 0', "a number is out of range"),
        ('"note": 1700000000002', '"note": 100000000000000', "a number is out of range"),
        ('"modified": 1700000000', '"modified": 100000000000', "a number is out of range"),
        ('"digest": "d1", "sketch": "', '"digest": "d1", "sketch": "!', "the sketch cannot be read"),
        ('{"guid": "h1"', '[{"guid": "h1"', "no JSON object"),
        ('{"guid": "h1"', "[" * 100_000, "no JSON object"),
    ],
)
def test_a_line_that_was_never_written(old: str, new: str, fault: str) -> None:
    """A line with anything missing, unknown or of another kind is refused by its number."""
    header, bight, hitch, *rest = TEXT.split("\n")
    assert old in hitch
    found = refusal("\n".join([header, bight, hitch.replace(old, new), *rest]))
    assert found.message == f"this is not a note's line: {fault}"
    assert found.line == 3


@pytest.mark.parametrize("junk", ["junk", "end", "", '{"recto.lock": 1, "sketch": "bigrams-64"}'])
def test_lines_that_are_no_notes(junk: str) -> None:
    """Junk, a second header or a second end between the lines is refused."""
    assert refusal(TEXT.replace('{"guid": "h1"', f'{junk}\n{{"guid": "h1"')).line == 3


def test_text_behind_the_end() -> None:
    """The last line is the last."""
    assert refusal(TEXT + "more\n").message == "the lock was cut: its last line is not `end`"


def test_another_first_line() -> None:
    """A file that is something else is called so."""
    assert refusal("# Knots\n\nend\n").message == "the first line is not the header of a lock"


def test_the_same_note_from_two_branches() -> None:
    """If both say the same of the question, the older note id and the later time win."""
    early = replace(BIGHT, note_id=1_600_000_000_000, modified=1_700_000_500, due=1500)
    for both in ((BIGHT, early), (early, BIGHT)):
        merged = parse(dump(Lock((*both, HITCH))), PATH)
        assert merged == Lock((early, HITCH))
    late = replace(BIGHT, note_id=BIGHT.note_id + 1, modified=BIGHT.modified - 1)
    assert parse(dump(Lock((BIGHT, late))), PATH) == Lock((BIGHT,))


@pytest.mark.parametrize("change", [{"words": "x"}, {"digest": "x"}, {"document": "x"}, {"retired": True}])
def test_a_note_that_two_branches_changed(change: dict[str, str | bool]) -> None:
    """If they say different things, a person has to choose, and both lines are named."""
    fault = refusal(dump(Lock((BIGHT, replace(BIGHT, **change), HITCH))))  # type: ignore[arg-type]
    assert fault.message == "the note b1 stands here with other content than in line 2"
    assert fault.line == 3


def test_one_note_id_for_two_notes() -> None:
    """Anki can have a note id once; both lines are named."""
    fault = refusal(dump(Lock((BIGHT, replace(HITCH, note_id=BIGHT.note_id)))))
    assert fault.message == f"the note id {BIGHT.note_id} stands in line 2 as well"
    assert fault.line == 3


class Repository:
    """A Git repository with a lock of many notes, on two branches."""

    def __init__(self, folder: Path) -> None:
        """Commit the lock on the first branch and make the second one."""
        self.file = folder / "recto.lock"
        self.git("init", "--quiet", "--initial-branch", "ours")
        self.base = {f"{n:02}": replace(BIGHT, guid=f"{n:02}", note_id=n + 1) for n in range(0, 60, 2)}
        self.commit(self.base)
        self.git("branch", "theirs")

    def git(self, *arguments: str) -> int:
        """Run Git in the repository, and return its exit code."""
        return git(self.file.parent, *arguments)

    def commit(self, known: dict[str, Entry]) -> None:
        """Commit a lock of these entries."""
        self.file.write_text(dump(Lock(tuple(known.values()))), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Build")

    def merge(self, ours: dict[str, Entry], theirs: dict[str, Entry]) -> int:
        """Commit a lock on each branch, and merge; 0 if Git found no conflict."""
        self.commit(ours)
        self.git("checkout", "--quiet", "theirs")
        self.commit(theirs)
        self.git("checkout", "--quiet", "ours")
        return self.git("merge", "--quiet", "--no-edit", "theirs")

    def lock(self) -> Lock:
        """Read the lock as Git left it."""
        return parse(self.file.read_text(encoding="utf-8"), str(self.file))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Give a repository with two branches."""
    return Repository(tmp_path)


def new(guid: str) -> dict[str, Entry]:
    """Return a note that a branch adds."""
    return {guid: replace(BIGHT, guid=guid, note_id=1000 + int(guid))}


def test_git_merges_what_two_branches_did(repository: Repository) -> None:
    """New, edited and retired questions of two branches come together without a conflict."""
    edited = {"10": replace(repository.base["10"], words="what is a bend?", digest="d2")}
    retired = {"50": replace(repository.base["50"], retired=True)}
    assert repository.merge(repository.base | new("05") | edited, repository.base | new("41") | retired) == 0
    merged = repository.base | new("05") | edited | new("41") | retired
    assert repository.lock() == Lock(tuple(merged[guid] for guid in sorted(merged)))


def twice(repository: Repository) -> tuple[dict[str, Entry], dict[str, Entry], Lock]:
    """Return two branches that each made a note of the same question, one more, and what comes of them."""
    ours = repository.base | new("21")
    again = {"21": replace(ours["21"], note_id=5000, modified=BIGHT.modified + 9)}
    merged = ours | new("23") | {"21": replace(ours["21"], modified=BIGHT.modified + 9)}
    return ours, repository.base | again | new("23"), Lock(tuple(merged[guid] for guid in sorted(merged)))


def test_git_leaves_marks_where_two_branches_met(repository: Repository) -> None:
    """A question that both branches added conflicts; to keep the lines of both sides is the answer."""
    ours, theirs, merged = twice(repository)
    assert repository.merge(ours, theirs) != 0
    with pytest.raises(UserError, match="unfinished merge"):
        repository.lock()
    text = repository.file.read_text(encoding="utf-8").splitlines(keepends=True)
    repository.file.write_text("".join(line for line in text if line[0] not in "<=>"), encoding="utf-8")
    assert repository.lock() == merged


def test_git_puts_both_sides_together_when_told_so(repository: Repository) -> None:
    """With `merge=union` for the lock no marks are left, and what comes of it can be read."""
    (repository.file.parent / ".gitattributes").write_text("recto.lock merge=union\n", encoding="utf-8")
    ours, theirs, merged = twice(repository)
    assert repository.merge(ours, theirs) == 0
    assert repository.lock() == merged
