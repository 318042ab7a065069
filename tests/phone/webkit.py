"""WebKitGTK: the nearest thing here to the web view in which AnkiMobile shows its cards.

The system's Python has its bindings, so visits are made by a script of its own, on a display nobody sees.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from phone.visits import Visit

PYTHON = "/usr/bin/python3"
_WORKER = Path(__file__).with_name("webkit_worker.py")
_SECONDS = 300
_ENVIRONMENT = {
    "GIO_USE_VFS": "local",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "NO_AT_BRIDGE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # its sandbox does not run in a container
}


def missing() -> str:
    """Return what keeps WebKit from running here; empty if nothing does."""
    if not shutil.which("xvfb-run"):
        return "WebKit is missing: no xvfb-run"
    check = [PYTHON, str(_WORKER), "--check"]
    try:
        found = subprocess.run(check, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"WebKit is missing: no {PYTHON}"
    last = found.stderr.strip().splitlines()[-1:]
    return "" if found.returncode == 0 else f"WebKit is missing: {''.join(last)}"


def visit(visits: Sequence[Visit]) -> list[Any]:
    """Make visits in one offscreen window; see `Engine.visit`."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "visits.json"), Path(folder, "values.json")
        asked.write_text(json.dumps({"visits": [asdict(each) for each in visits], "seconds": _SECONDS}))
        command = ["xvfb-run", "-a", PYTHON, str(_WORKER), str(asked), str(answered)]
        environment = {**os.environ, **_ENVIRONMENT}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not answered.exists():
            raise RuntimeError(f"WebKit stopped: {run.stdout}{run.stderr}")
        values: list[Any] = json.loads(answered.read_text())
        return values
