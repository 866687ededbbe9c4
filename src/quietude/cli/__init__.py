"""The command line: arguments → request → render → printed results."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the program and exit."""
    try:
        # Imported here: Ctrl-C in the first moment ends it as quietly as any other.
        from quietude.cli.app import main as run
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except MemoryError:
        sys.exit("error: there is not enough memory to start")
    run()
