"""The YAML front matter of a document: what belongs to the document, not to the run.  The only importer of yaml."""

from __future__ import annotations

import re

import yaml

from recto.diagnostics import FRONT_MATTER, UNKNOWN_KEY, Diagnostic, diagnostic
from recto.document import Meta
from recto.fields import escape

_KEYS = ("title", "deck", "tags", "format", "author", "source")
_MAX_CHARACTERS = 65_536
"""More than any front matter that a person wrote; PyYAML needs about a second for a megabyte."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def read(path: str, text: str) -> tuple[Meta, tuple[Diagnostic, ...]]:
    """Read the front matter of a document, without its `---` lines.

    Only the syntax tree is looked at: no object is built and no alias is followed (YAML 1.1).  Front matter that is
    no mapping, or a known key that is not plain text or stands there twice, is an error; a key that Recto does not
    know is a warning.
    """
    root = _root(path, text)
    if not isinstance(root, yaml.MappingNode):
        return Meta(), (root,) if root else ()
    values: dict[str, tuple[str, ...]] = {}
    diagnostics = []
    for key, value in root.value:
        line, column = key.start_mark.line + 2, key.start_mark.column + 1
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name not in _KEYS:
            diagnostics.append(diagnostic(UNKNOWN_KEY, path, line, column, key=name))
        elif name in values:
            diagnostics.append(_fault(path, line, f"{name} stands in it twice"))
        elif (plain := _plain(value, many=name == "tags")) is None:
            diagnostics.append(_fault(path, line, f"{name} is not plain text"))
        else:
            values[name] = plain
    return _meta(values), tuple(diagnostics)


def _root(path: str, text: str) -> yaml.MappingNode | Diagnostic | None:
    """Return the syntax tree, if it is that of a mapping, or what is wrong with it; None if there is nothing."""
    if len(text) > _MAX_CHARACTERS:
        return _fault(path, 1, f"it is longer than {_MAX_CHARACTERS} characters")
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return _fault(path, line, error.problem or "not YAML")
    except yaml.YAMLError as error:
        return _fault(path, 1, str(error).split("\n", 1)[0])
    except RecursionError:
        return _fault(path, 1, "it nests too deep")
    except ValueError:
        return _fault(path, 1, "an escape in it is no character")
    if node is None or isinstance(node, yaml.MappingNode):
        return node
    return _fault(path, 1, "it is not a list of `key: value` lines")


def _meta(values: dict[str, tuple[str, ...]]) -> Meta:
    title, deck, kind, author, source = (
        " ".join(values.get(key, ())) for key in ("title", "deck", "format", "author", "source")
    )
    return Meta(title, deck, values.get("tags", ()), kind, author, source)


def _plain(node: yaml.Node, *, many: bool) -> tuple[str, ...] | None:
    """Return the words of a plain value, or of a list of plain values where there may be many; else None."""
    if (
        isinstance(node, yaml.ScalarNode)
        and node.tag.startswith("tag:yaml.org,2002:")
        and "python" not in node.tag
    ):
        text = _UNPRINTABLE.sub(" ", escape.unescaped(node.value)).strip()
        words = text.split(",") if many else [text]
        return tuple(word.strip() for word in words if word.strip())
    if many and isinstance(node, yaml.SequenceNode):
        parts = [_plain(item, many=False) for item in node.value if isinstance(item, yaml.ScalarNode)]
        return (
            tuple(word for part in parts if part for word in part) if len(parts) == len(node.value) else None
        )
    return None


def _fault(path: str, line: int, why: str) -> Diagnostic:
    return diagnostic(FRONT_MATTER, path, line, 1, why=why)
