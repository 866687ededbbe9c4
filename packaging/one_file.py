"""The program in one file: also runs the worker processes, which ask for a module by name."""

import multiprocessing
import runpy
import sys


def main() -> None:
    """Run ``quietude``, or a module where a worker was started with ``-m``."""
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    while words and words[0] in {"-P", "-X"}:  # options of an interpreter, which this is not
        words = words[2:] if words[0] == "-X" else words[1:]
    if words[:1] == ["-m"]:
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return
    from quietude.cli import main as program

    program()


if __name__ == "__main__":
    main()
