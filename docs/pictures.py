"""Makes the pictures in the README out of the deck of source/: a card on the phone, by day and by night.

`make pictures` runs it, with the tests' browser on the path.  The phone is that of the preview, in which a card looks
as it does in Anki (tests/test_preview_page.py holds that).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from phone import chromium
from phone.reviewer import MODES, Mode
from phone.visits import Visit

ROOT = Path(__file__).parents[1]
QUESTION = "How do Python decorators work internally?"
WIDTH, HEIGHT = 800, 790
"""The window's, in CSS pixels: as high as the whole card needs it."""
SCALE = 2
"""Device pixels to a CSS pixel."""


def main() -> None:
    """Write docs/pictures/card-light.png and docs/pictures/card-night.png."""
    with tempfile.TemporaryDirectory() as folder, chromium.started(SCALE) as driver:
        page = Path(folder, "preview.html")
        recto = [sys.executable, "-m", "recto", "preview", "source", "-o", str(page)]
        subprocess.run(recto, cwd=ROOT, check=True)  # noqa: S603  # the program itself
        for mode in MODES:
            picture = chromium.photograph(
                driver, Visit(page.as_uri(), WIDTH, HEIGHT, shown(mode)), SCALE, of="#phone"
            )
            (ROOT / "docs" / "pictures" / f"card-{mode}.png").write_bytes(picture)


def shown(mode: Mode) -> str:
    """Return the JavaScript that shows the card's back in the preview, with nothing around the phone."""
    return f"""(async () => {{
        document.body.style.background = by("phone").style.boxShadow = "none";
        turn({str(mode == "night").lower()});
        select(cards.findIndex(({{ title }}) => title === "{QUESTION}"));
        flip();
        await new Promise((done) => setTimeout(done, 1000)); // the phone does not say when it is done
    }})()"""


if __name__ == "__main__":
    main()
