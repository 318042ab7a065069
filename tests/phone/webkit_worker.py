"""Visits pages with WebKitGTK: `webkit_worker.py VISITS VALUES`, or `--check` to see whether it could.

Run by the system's Python, which has the bindings, under xvfb-run.  VISITS is a JSON file of `visits` (url,
width, height, expression) and of the `seconds` that all of them may take; VALUES, a list, is written
only when every visit has gone well.
"""

import json
import sys
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found]  # known to the system's Python alone

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # type: ignore[import-not-found]  # noqa: E402

MILLISECONDS_BETWEEN_LOOKS = 10


class Visitor:
    """A window without a screen, and a list of pages to load in it."""

    def __init__(self, visits: list[dict[str, Any]]) -> None:
        """Take the visits, and make the window."""
        self.visits = visits
        self.values: list[Any] = []
        self.fault = ""
        self.view = WebKit2.WebView.new_with_context(WebKit2.WebContext.new_ephemeral())
        settings = self.view.get_settings()
        settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
        settings.set_default_font_size(16)  # as in Safari and WKWebView
        settings.set_default_monospace_font_size(13)
        self.view.connect("load-changed", self.loaded)
        self.view.connect("load-failed", self.failed)
        self.view.connect(
            "web-process-terminated", lambda _view, reason: self.stop(f"the page crashed: {reason}")
        )
        self.window = Gtk.OffscreenWindow()
        self.window.add(self.view)
        self.window.show_all()

    def run(self, seconds: int) -> None:
        """Make all visits, or as many as can be made in so many seconds."""
        GLib.idle_add(self.next)
        GLib.timeout_add_seconds(seconds, self.stop, f"no answer within {seconds} s")
        Gtk.main()

    def stop(self, fault: str) -> bool:
        """End the run because of a fault."""
        self.fault = fault
        Gtk.main_quit()
        return False

    def next(self) -> bool:
        """Load the next page in a window of its size."""
        if len(self.values) == len(self.visits):
            Gtk.main_quit()
            return False
        visit = self.visits[len(self.values)]
        self.view.set_size_request(visit["width"], visit["height"])
        self.window.resize(visit["width"], visit["height"])
        self.view.load_uri(visit["url"])
        return False

    def failed(self, _view: Any, _event: Any, uri: str, error: Any) -> bool:
        """Say which page does not load."""
        return self.stop(f"{uri}: {error.message}")

    def loaded(self, _view: Any, event: Any) -> None:
        """Evaluate the expression once the page is there and the window has its size."""
        if event == WebKit2.LoadEvent.FINISHED:
            GLib.timeout_add(MILLISECONDS_BETWEEN_LOOKS, self.ask)

    def ask(self) -> bool:
        """Ask for the expression's value if the window has its size; else look again a little later."""
        visit = self.visits[len(self.values)]
        if self.view.get_allocated_width() != visit["width"]:
            return True
        body = (
            f"while (innerWidth !== {visit['width']}) await new Promise((done) => setTimeout(done, 10));"
            f"return JSON.stringify(await ({visit['expression']})) ?? 'null';"
        )
        self.view.call_async_javascript_function(body, -1, None, None, None, None, self.answered)
        return False

    def answered(self, view: Any, result: Any) -> None:
        """Keep the value, and go on."""
        try:
            value = view.call_async_javascript_function_finish(result)
        except GLib.Error as error:
            self.stop(error.message)
            return
        self.values.append(json.loads(value.to_string()))
        GLib.idle_add(self.next)


def main(asked: Path, answered: Path) -> str:
    """Make the visits of one file and write their values to the other; return what went wrong."""
    task = json.loads(asked.read_text(encoding="utf-8"))
    visitor = Visitor(task["visits"])
    visitor.run(task["seconds"])
    if not visitor.fault:
        answered.write_text(json.dumps(visitor.values), encoding="utf-8")
    return visitor.fault


if __name__ == "__main__" and sys.argv[1:] != ["--check"]:
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])) or 0)
