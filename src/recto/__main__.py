"""The program's beginning: `recto`, and `python -m recto`."""

import sys


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it without a traceback while it is still being loaded, too."""
    try:
        from recto.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # diagnostics.INTERRUPTED, which may not have been loaded


if __name__ == "__main__":
    main()
