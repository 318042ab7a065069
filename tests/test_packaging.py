"""What is installed: the sdist, the wheel made of it, and the program run from that wheel alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import recto

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")


def build(kind: str, project: Path, where: Path) -> Path:
    """Build an sdist or a wheel as pip would, without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(where)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = where.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sdist."""
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel that is built from the sdist, unpacked, not from the checkout."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    return build("wheel", unpacked / sdist.name.removesuffix(".tar.gz"), tmp_path_factory.mktemp("wheel"))


def from_wheel(wheel: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module with the wheel itself on the path, still packed, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(wheel)},
    )  # fmt: skip


def test_the_sdist_holds_what_it_takes_to_work_on_it(sdist: Path) -> None:
    """Source, tests, documentation and pinned requirements are in it; nothing built is."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "src/recto/notetype/style.css", "tests/test_packaging.py", "docs/cli.md", "requirements/runtime.txt",
        "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml",
    } <= names  # fmt: skip
    assert not [name for name in names if name.startswith(("dist", ".venv")) or name.endswith(".pyc")]


def test_the_wheel_holds_every_module_template_and_style_sheet(wheel: Path) -> None:
    """All that lies in src/recto is in the wheel, and nothing else but its metadata."""
    source = ROOT / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in files if "__pycache__" not in name}
    assert {f"recto/notetype/{name}" for name in ("front.html", "back.html", "style.css")} <= packed


def test_the_wheel_says_what_it_is_and_needs(wheel: Path) -> None:
    """Version, licence, supported Pythons, dependencies and the program's name are in its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        (folder,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        assert archive.read(f"{folder}/entry_points.txt").decode().split() == [
            "[console_scripts]", "recto", "=", "recto.__main__:main",
        ]  # fmt: skip
        assert f"{folder}/licenses/LICENSE" in archive.namelist()
    assert (metadata["Version"], metadata["License-Expression"]) == (recto.__version__, "MIT")
    assert metadata["Requires-Python"] == ">=3.11"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [name.lower() for name in metadata.get_all("Requires-Dist") or []]
    assert needed == [name.lower() for name in project["dependencies"]]
    classifiers = metadata.get_all("Classifier") or []
    assert {f"Programming Language :: Python :: {version}" for version in PYTHONS} <= set(classifiers)


def test_python_m_recto_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """With nothing but the wheel, the program tells its version, and builds a deck from templates inside it."""
    where = from_wheel(wheel, tmp_path, "-c", "import recto; print(recto.__file__)").stdout
    assert where.startswith(str(wheel))
    version = from_wheel(wheel, tmp_path, "-m", "recto", "--version")
    assert (version.stdout, version.stderr) == (f"recto, version {recto.__version__}\n", "")
    (tmp_path / "a.md").write_text(
        "# Letters\n\n## What is a?\n\nA letter.\n\n## What is b?\n\nAnother one.\n"
    )
    built = from_wheel(wheel, tmp_path, "-m", "recto", "build", "a.md", "-o", "a.apkg")
    assert (built.returncode, built.stderr) == (0, "a.apkg: 2 notes (2 new)\n")
