"""Regular expressions, compiled when a text first asks for them: of more than a hundred, most documents need half."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a regular expression; what is asked of it is then its own, so that only the first use costs more."""

    def __init__(self, source: str, flags: re.RegexFlag) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        used = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, used)
        return used


def pattern(source: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a regular expression that is compiled at its first use; `re.error` for a wrong one comes then, too."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
