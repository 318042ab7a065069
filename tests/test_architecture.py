"""The house rules, read off the source: who imports what."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "recto"
MODULES = {
    path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", "."): path
    for path in SOURCE.rglob("*.py")
}

ONE_IMPORTER = {
    "click": "cli",
    "filelock": "writing",
    "genanki": "package",
    "latex2mathml": "fields.mathml",
    "markdown_it": "markdown.grammar",
    "mdit_py_plugins": "markdown.grammar",
    "nh3": "fields.sanitize",
    "pygments": "fields.highlight",
    "rapidfuzz": "memory.matching",
    "segno": "qr",
    "watchfiles": "watch",
    "yaml": "markdown.frontmatter",
}
PACKAGES = {"markdown", "reading", "formats", "fields", "memory"}
"""What the stages are made of; they know of no stage."""
STAGES = {"parse", "extract", "render", "identify", "package", "preview"}
VALUES = {"document", "note", "diagnostics", "patterns", "values"}


def imports(module: str) -> Iterator[str]:
    """Yield what a module imports, at any depth of its code, by full dotted name."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(module: str) -> set[str]:
    """Return the modules of Recto that a module imports."""
    found = set()
    for name in imports(module):
        parts = name.split(".")
        if parts[0] == "recto":
            candidates = (".".join(parts[1:n]) for n in range(len(parts), 1, -1))
            found.add(next((c for c in candidates if c in MODULES), parts[1]))
    return found


def test_each_library_has_one_importing_module() -> None:
    """A third-party library is known to one module, so that it can be replaced there."""
    importers = defaultdict(set)
    for module in MODULES:
        for name in imports(module):
            importers[name.partition(".")[0]].add(module)
    for library, module in ONE_IMPORTER.items():
        assert importers[library] == {module}, library


def test_stages_do_not_import_each_other() -> None:
    """Only the pipeline puts stages together."""
    for stage in STAGES & MODULES.keys():
        assert not own(stage) & (STAGES - {stage}), stage


def test_what_stages_are_made_of_knows_of_no_stage() -> None:
    """Dependencies point from the stages to the packages below them, never back."""
    for module in MODULES:
        if module.partition(".")[0] in PACKAGES:
            assert not own(module) & (STAGES | {"pipeline", "cli", "files"}), module


def test_values_know_nothing_of_those_who_use_them() -> None:
    """The dataclasses that flow between stages import only each other."""
    for module in VALUES:
        assert own(module) <= VALUES, module


def test_only_the_edge_touches_files_clock_and_terminal() -> None:
    """No stage opens a file, asks the time, listens to the network or prints."""
    edge = {"files", "meter", "run", "send", "watch", "writing"}
    banned = {"time", "tempfile", "shutil", "subprocess", "socket"}
    for module in MODULES.keys() - edge:
        assert not {name.partition(".")[0] for name in imports(module)} & banned, module


def test_no_module_is_imported_in_a_circle() -> None:
    """Dependencies point one way."""
    seen: dict[str, int] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module in MODULES and module not in seen:
            for other in own(module):
                visit(other, (*path, module))
            seen[module] = 1

    for module in MODULES:
        visit(module, ())
