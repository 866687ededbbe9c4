"""The command line: arguments → request → render → printed results."""

from __future__ import annotations

import sys

from quietude.cli.signals import Termination

_INTERRUPTED = 130


def main() -> None:
    """Run the program and exit."""
    termination = Termination()
    # Before anything else is imported: the import system itself loses interruptions.
    termination.install()
    try:
        from quietude.cli.app import main as run

        run()
    except KeyboardInterrupt:  # while modules were loaded, or in the last moment
        sys.exit(_INTERRUPTED)
    except MemoryError:
        sys.exit("error: there is not enough memory to start")
    finally:
        termination.finish()
