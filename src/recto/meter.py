"""Meters a run: how long each stage takes, and how far the run has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds that a run may take before anyone wants to see how far it has come."""


class Meter:
    """Goes around every piece of a run's work."""

    def __init__(self) -> None:
        """Begin to count: what was before is the start-up."""
        self.seconds = {"start-up": time.process_time()}
        """Processor time by stage, in the order in which they began."""
        self._begun = time.monotonic()
        self._done = 0.0
        self._show: Callable[[float], object] | None = None

    @contextmanager
    def shown(self, show: Callable[[float], object]) -> Iterator[None]:
        """Tell `show` behind each piece how much of the run is done, 0 to 1, once it has taken long."""
        self._show = show
        try:
            yield
        finally:
            self._show = None

    @contextmanager
    def __call__(self, stage: str, share: float) -> Iterator[None]:
        """Count a piece of a stage's work; `share` is how much of the whole run it is likely to be, 0 to 1."""
        before = time.process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - before
        self._done += share
        if self._show and time.monotonic() - self._begun > PATIENCE:
            self._show(min(1.0, self._done))
