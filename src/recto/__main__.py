"""The program's beginning and end: `recto`, and `python -m recto`."""

import gc
import os


def main() -> None:
    """Load the command line, run it and leave with its exit code; Ctrl-C leaves no traceback, while it loads, either.

    Python's search for cyclic garbage is off from here on: loading and building make hundreds of thousands of objects
    and hardly a cycle, and the search would take a third of a long build.  When the command line is done, all it wrote
    is flushed, all files are closed and all locks released: Python need not take a build's objects down one by one,
    which would be a tenth of a small build's time.
    """
    gc.disable()
    try:
        from recto.cli import main as run

        run()
    except KeyboardInterrupt:
        os._exit(130)  # diagnostics.INTERRUPTED, which may not have been loaded
    except SystemExit as end:
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    main()
