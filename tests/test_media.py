"""Images and sounds: where references lead, what is refused and why, and the names of files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.diagnostics import Diagnostic
from recto.fields.media import file_name, is_sound, loader, name, url
from recto.note import Media

FILES = {
    "docs/a.png": b"a",
    "docs/img/b c.png": b"b",
    "docs/img/e\u0301.png": b"decomposed",
    "docs/100%.png": b"percent",
    "docs/empty.svg": b"",
    "docs/text.txt": b"text",
    "shared/d.png": b"d",
    "secret.png": b"secret",
    "/abs/docs/a.png": b"absolute",
}


def load(reference: str, document: str = "docs/part/one.md", root: str = "docs") -> Media | Diagnostic:
    """Load what a document refers to."""
    return loader(root, FILES.get)(document, reference)


@pytest.mark.parametrize(
    ("reference", "content"),
    [
        ("../a.png", b"a"),
        ("./../part/../a.png?raw=true#top", b"a"),
        ("../img/b%20c.png", b"b"),
        ("../img/b c.png", b"b"),
        ("..\\img\\b%20c.png", b"b"),
        ("../img/%C3%A9.png", b"decomposed"),
        ("../100%.png", b"percent"),
        ("data:image/png;base64,YQ==", b"a"),
        ("data:image/svg+xml;charset=utf-8;base64,YQ%3D%3D", b"a"),
    ],
)
def test_files_beside_the_document(reference: str, content: bytes) -> None:
    """References are relative to the document: percent-encoded, with a query, as any system writes."""
    found = load(reference)
    assert isinstance(found, Media)
    assert found.content == content


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("no.png", "R301"),
        ("", "R301"),
        ("#top", "R301"),
        ("%00.png", "R301"),
        ("../empty.svg", "R302"),
        ("data:image/png;base64,", "R302"),
        ("data:image/png;base64,x", "R302"),
        ("/etc/a.png", "R303"),
        ("C:\\a.png", "R303"),
        ("c:/a.png", "R303"),
        ("~/a.png", "R303"),
        ("../../secret.png", "R304"),
        ("../../shared/d.png", "R304"),
        ("%2e%2e/%2e%2e/secret.png", "R304"),
        ("..%5c..%5csecret.png", "R304"),
        ("https://example.org/a.png", "R305"),
        ("//example.org/a.png", "R305"),
        ("file:///a.png", "R305"),
        ("javascript:alert(1)", "R305"),
        ("data:text/html,x", "R305"),
        ("../text.txt", "R306"),
        ("../a", "R306"),
        ("data:image/heic;base64,YQ==", "R306"),
    ],
)
def test_what_is_refused(reference: str, code: str) -> None:
    """What cannot be packaged says why."""
    found = load(reference)
    assert isinstance(found, Diagnostic)
    assert (found.code, found.severity, found.path) == (code, "warning", "docs/part/one.md")


def test_messages_say_what_to_do() -> None:
    """A message names the reference as a person reads it, and the place where the file should be."""
    missing = load("b%20d.png")
    assert str(missing) == (
        "docs/part/one.md:1:1: R301 b d.png is missing; the card shows its alternative text\n"
        "  hint: put the file at docs/part/b d.png, or correct the reference"
    )
    long = load("data:text/plain," + "x" * 10_000)
    assert len(str(long)) < 400


def test_roots_of_every_kind() -> None:
    """The root may be the folder one is in, or an absolute one; both keep files out that lie elsewhere."""
    assert isinstance(load("docs/a.png", "README.md", "."), Media)
    assert isinstance(load("secret.png", "README.md", "."), Media)
    assert isinstance(load("../secret.png", "README.md", "."), Diagnostic)
    assert isinstance(load("../a.png", "/abs/docs/part/one.md", "/abs/docs"), Media)
    assert isinstance(load("../../a.png", "/abs/docs/part/one.md", "/abs/docs"), Diagnostic)
    assert isinstance(load("../docs-too/a.png", "docs/one.md", "docs"), Diagnostic)


def test_names_say_what_and_which() -> None:
    """A name keeps what can be read of the file's own, and tells contents apart."""
    assert name("img/Class Diagram (2).PNG", b"x") == "class-diagram-2-2d711642b726b044.png"
    assert name("été.jpeg", b"x") == "ete-2d711642b726b044.jpeg"
    assert name("图.png", b"x") == "2d711642b726b044.png"
    assert name("a.png", b"x") != name("a.png", b"y")


STEMS = st.text(min_size=1).map(lambda stem: stem.replace("/", ""))


@given(STEMS, st.binary(min_size=1, max_size=9))
def test_names_are_what_anki_wants(stem: str, content: bytes) -> None:
    """A name has the characters and the length that Anki takes, and no underscore in front."""
    found = name(f"{stem}.Png", content)
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.png", found)
    assert len(found) <= 100


def test_where_links_lead() -> None:
    """Addresses on the network are told from everything else."""
    assert url("HTTPS://example.org") == "HTTPS://example.org"
    assert url("//example.org/x") == "https://example.org/x"
    assert url("mailto:a@example.org") == "mailto:a@example.org"
    assert [url(r) for r in ("a.md", "#a", "/a", "javascript:x", "data:x", "ftp://x", "")] == [""] * 7


def test_what_references_are_called() -> None:
    """A file is called by its name; what is no path has none."""
    assert file_name("img/b%20c.png?x") == "b c.png"
    assert file_name("https://example.org/img/d.png#x") == "d.png"
    assert file_name("https://example.org/") == "example.org"
    assert file_name("data:image/png;base64,YQ==") == ""
    assert [is_sound(r) for r in ("a.mp3", "a.OGG?x", "a.png", "mp3")] == [True, True, False, False]
