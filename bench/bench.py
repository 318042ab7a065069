"""Measure Recto against the libraries it stands on, and say whether it keeps to its ratios.

Usage: bench.py [RUNS]   (5 unless named)
"""

from __future__ import annotations

import compileall
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from document import document

HERE = Path(__file__).parent
PROJECT = HERE.parent
SIZES = (25, 1000, 10_000)
"""How many questions: the document in source/, and two that are generated."""
LIBRARIES = ("markdown-it-py", "Pygments", "genanki", "nh3", "rapidfuzz", "click")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program's modules are compiled."""
HEADING = re.compile(r"^## .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    cpu: float
    """Seconds of processor time, user and system."""
    wall: float
    peak: float
    """MiB."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two commands measured in turn."""

    name: str
    limit: float | None
    """The ratio that is promised; None for one that is only shown."""
    ours: Sequence[Cost]
    theirs: Sequence[Cost]

    @property
    def pairs(self) -> list[float]:
        """The ratio of each pair of runs, lowest first."""
        return sorted(a.cpu / b.cpu for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def missed(self) -> bool:
        """Tell whether even the better quarter of the pairs is over the limit: more than noise."""
        return self.limit is not None and self.pairs[len(self.pairs) // 4] > self.limit


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a process to its end and return what it took."""
    start = time.perf_counter()
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=said, stderr=said)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {said.read().decode()}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def compare(
    name: str,
    limit: float | None,
    runs: int,
    *,
    ours: tuple[Callable[[], None], Sequence[str]],
    theirs: tuple[Callable[[], None], Sequence[str]],
    folder: Path,
) -> Ratio:
    """Run two commands in turn, each after its preparation; the first pair does not count."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(runs + 1):
        for (prepare, command), found in zip((ours, theirs), costs, strict=True):
            prepare()
            found.append(run(command, folder))
    return Ratio(name, limit, costs[0][1:], costs[1][1:])


def measure(runs: int, folder: Path) -> list[Ratio]:
    """Measure everything that is promised."""
    python, recto = sys.executable, str(Path(sys.executable).with_name("recto"))
    lock = folder / "recto.lock"

    def cold() -> None:
        lock.unlink(missing_ok=True)

    def nothing() -> None:
        """Leave everything as it is."""

    found = []
    imports = (nothing, [python, "-c", "import click"])
    for flag in ("--help", "--version"):
        command = (nothing, [recto, flag])
        found.append(compare(flag, 1.6, runs, ours=command, theirs=imports, folder=folder))
    for size in SIZES:
        text = original(size)
        (folder / f"{size}.md").write_text(text, encoding="utf-8")
        build = [recto, "build", f"{size}.md", "-o", "recto.apkg"]
        floor = [python, str(HERE / "floor.py"), f"{size}.md", "floor.apkg"]
        counted = f"{size:,} questions"
        found.append(
            compare(
                f"build / floor, {counted}",
                1.25,
                runs,
                ours=(cold, build),
                theirs=(nothing, floor),
                folder=folder,
            )
        )
        write_ready_fields(folder, f"{size}.md", recto)
        rows = [python, str(HERE / "rows.py"), "ready.json", "rows.apkg"]
        found.append(
            compare(
                f"build / genanki alone, {counted}",
                None,
                runs,
                ours=(cold, build),
                theirs=(nothing, rows),
                folder=folder,
            )
        )
        for changed in (0, 1, 200):
            if changed < size:
                again = rebuild(folder, size, changed, recto)
                name = f"build with {changed} changed / cold build, {counted}"
                found.append(
                    compare(
                        name,
                        1.1,
                        runs,
                        ours=(again, build),
                        theirs=(cold_of(folder, size), build),
                        folder=folder,
                    )
                )
    return found


def original(size: int) -> str:
    """Return the document of a size: the smallest is the user's own."""
    if size > SIZES[0]:
        return document(size)
    return next((PROJECT / "source").glob("*.md")).read_text(encoding="utf-8")


def rebuild(folder: Path, size: int, changed: int, recto: str) -> Callable[[], None]:
    """Return what prepares a rebuild: the lock of the whole document, and some of its questions reworded."""
    (folder / f"{size}.md").write_text(original(size), encoding="utf-8")
    (folder / "recto.lock").unlink(missing_ok=True)
    run([recto, "build", f"{size}.md", "-o", "recto.apkg"], folder)
    kept = folder / "kept.lock"
    shutil.copy(folder / "recto.lock", kept)
    edited = HEADING.sub(r"\g<0> And why?", original(size), count=changed) if changed else original(size)

    def prepare() -> None:
        shutil.copy(kept, folder / "recto.lock")
        (folder / f"{size}.md").write_text(edited, encoding="utf-8")

    return prepare


def cold_of(folder: Path, size: int) -> Callable[[], None]:
    """Return what prepares a build of the original without a lock."""
    text = original(size)

    def prepare() -> None:
        (folder / "recto.lock").unlink(missing_ok=True)
        (folder / f"{size}.md").write_text(text, encoding="utf-8")

    return prepare


def write_ready_fields(folder: Path, name: str, recto: str) -> None:
    """Write the fields that Recto makes of a document, for genanki to package."""
    done = subprocess.run([recto, "cards", name, "--json"], cwd=folder, capture_output=True, check=True)  # noqa: S603
    cards = json.loads(done.stdout)["documents"][0]["cards"]
    fields = [[card[part]["html"] for part in ("question", "answer", "code")] + ["", ""] for card in cards]
    (folder / "ready.json").write_text(json.dumps(fields), encoding="utf-8")


def linear(found: Sequence[Ratio]) -> tuple[float, float]:
    """Return how much longer ten times the questions take, start-up taken off, and the peak memory in MiB."""
    by_size = {
        size: next(r for r in found if r.name == f"build / floor, {size:,} questions") for size in SIZES
    }
    startup = median(c.cpu for c in by_size[SIZES[0]].ours)
    large, middle = (median(c.cpu for c in by_size[size].ours) - startup for size in (SIZES[2], SIZES[1]))
    return large / middle, median(c.peak for c in by_size[SIZES[2]].ours)


def table(found: Sequence[Ratio], growth: float, peak: float) -> str:
    """Return the ratios as a Markdown table, with the seconds behind them."""
    lines = ["| | ratio | limit | pairs | Recto, s | other, s |", "|---|---:|---:|---|---:|---:|"]
    for ratio in found:
        pairs = ratio.pairs
        limit = "" if ratio.limit is None else f"{ratio.limit:.2f}"
        lines.append(
            f"| {ratio.name} | **{median(pairs):.2f}** | {limit} | {pairs[0]:.2f} to {pairs[-1]:.2f} "
            f"| {median(c.cpu for c in ratio.ours):.2f} | {median(c.cpu for c in ratio.theirs):.2f} |"
        )
    lines.append(f"| 10,000 questions / 1,000, start-up taken off | **{growth:.1f}** | 11 | | | |")
    lines.append(f"| peak memory at 10,000 questions, MiB | **{peak:.0f}** | 400 | | | |")
    return "\n".join(lines)


def stages(folder: Path) -> str:
    """Return the seconds of each stage at each size as a Markdown table: what `--profile` says of a cold build."""
    recto = str(Path(sys.executable).with_name("recto"))
    spent: dict[str, list[str]] = {}
    for size in SIZES:
        cold_of(folder, size)()
        run([recto, "build", f"{size}.md", "-o", "recto.apkg", "--profile"], folder)
        said = (folder / "said").read_text(encoding="utf-8")
        for stage, seconds in re.findall(r"^([a-z-]+) +(\d+\.\d+) s", said, re.MULTILINE):
            spent.setdefault(stage, []).append(seconds)
    heading = f"| seconds | {' | '.join(f'{size:,}' for size in SIZES)} |\n|---|{'---:|' * len(SIZES)}"
    return "\n".join([heading, *(f"| {stage} | {' | '.join(row)} |" for stage, row in spent.items())])


def main() -> int:
    """Print the tables; return 1 if a promise is missed by more than the noise."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    compileall.compile_dir(PROJECT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(runs, Path(folder))
        breakdown = stages(Path(folder))
    growth, peak = linear(found)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    sys.stdout.write(
        f"{time.strftime('%Y-%m-%d')}, {platform.platform()}, Python {platform.python_version()}\n"
    )
    sys.stdout.write(f"{os.cpu_count()} processors; {libraries}; medians of {runs} runs\n\n")
    sys.stdout.write(f"{table(found, growth, peak)}\n\n{breakdown}\n")
    missed = [ratio.name for ratio in found if ratio.missed]
    missed += ["growth"] * (growth > 11.5) + ["peak memory"] * (peak > 400)
    if missed:
        sys.stdout.write(f"\nmissed: {'; '.join(missed)}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
