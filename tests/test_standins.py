"""Stand-ins: what a library imports and a build does not use is not loaded, and is there when someone does use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import genanki

from recto import notetype
from recto.standins import loaded_when_used


def told(script: str, folder: Path) -> str:
    """Run a script in a fresh Python and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def module(folder: Path, name: str, text: str) -> None:
    """Write a module that a script in a folder can import."""
    (folder / f"{name}.py").write_text(text, encoding="utf-8")


def test_a_module_is_loaded_for_the_first_thing_that_is_asked_of_it(tmp_path: Path) -> None:
    """Importing it loads nothing; using it, from wherever it was imported, gives what the module itself gives."""
    module(tmp_path, "heavy", "print('loaded')\nweight = 7\n")
    module(tmp_path, "library", "import heavy\ndef weigh(): return heavy.weight\n")
    script = (
        "from recto.standins import loaded_when_used\n"
        "with loaded_when_used('heavy'):\n    import library\n"
        "print('imported'); print(library.weigh()); import heavy; print(heavy.__file__ is not None)"
    )
    assert told(script, tmp_path) == "imported\nloaded\n7\nTrue"


def test_what_a_library_takes_from_a_module_at_once_is_there(tmp_path: Path) -> None:
    """`from heavy import weight` cannot wait: the module is loaded then, and is nobody's stand-in any more."""
    module(tmp_path, "heavy", "weight = 7\n")
    module(tmp_path, "library", "from heavy import weight\nimport heavy\n")
    script = (
        "import sys; from recto.standins import loaded_when_used\n"
        "with loaded_when_used('heavy'):\n    import library\n"
        "print(library.weight, library.heavy is sys.modules['heavy'], library.heavy.__file__ is not None)"
    )
    assert told(script, tmp_path) == "7 True True"


def test_a_module_that_is_loaded_stays_as_it_is() -> None:
    """What others already use gets no stand-in."""
    before = sys.modules["subprocess"]
    with loaded_when_used("subprocess"):
        assert sys.modules["subprocess"] is before
    assert sys.modules["subprocess"] is before


def test_a_failed_import_leaves_no_stand_in(tmp_path: Path) -> None:
    """Whoever imports the module after that gets the module itself."""
    module(tmp_path, "heavy", "weight = 7\n")
    script = (
        "from recto.standins import loaded_when_used\n"
        "try:\n    with loaded_when_used('heavy'):\n        import nowhere\n"
        "except ModuleNotFoundError as error: print(error.name)\n"
        "import heavy; print(heavy.weight, heavy.__file__ is not None)"
    )
    assert told(script, tmp_path) == "nowhere\n7 True"


def test_a_build_loads_no_event_loop_no_network_and_no_yaml(tmp_path: Path) -> None:
    """A document without front matter needs neither of the two that genanki imports."""
    (tmp_path / "a.md").write_text(
        "## What is a?\n\nA letter.\n\n## What is b?\n\nAnother.\n", encoding="utf-8"
    )
    script = (
        "import sys; from recto.cli import main\n"
        "sys.argv[1:] = ['build', 'a.md', '-o', 'a.apkg']\n"
        "try: main()\n"
        "except SystemExit: print(*({'genanki', 'asyncio', 'ssl', 'socket', 'yaml'} & {*sys.modules}))"
    )
    assert told(script, tmp_path) == "genanki"
    assert (tmp_path / "a.apkg").exists()


def test_all_of_genanki_works_beside_a_build(tmp_path: Path) -> None:
    """What it does with the two modules, it still does: fields told in YAML, cards worked out and kept."""
    script = (
        "import recto.package, genanki, sys\n"
        "model = genanki.Model(1, 'M', fields='- name: A', templates='[{name: T, qfmt: \"{{A}}\", afmt: b}]')\n"
        "print(len(genanki.Note(model, ['a']).cards), sys.modules['asyncio'].__file__ is not None)\n"
        "import asyncio; asyncio.run(asyncio.sleep(0))"
    )
    assert told(script, tmp_path) == "1 True"


def test_the_required_fields_are_those_that_genanki_works_out() -> None:
    """The note type says it for its template, so that no build has to work it out."""
    model = genanki.Model(
        notetype.ID,
        notetype.NAME,
        fields=[dict(field) for field in notetype.FIELDS],
        templates=[dict(template) for template in notetype.templates()],
    )
    assert model._req == notetype.REQUIRED
