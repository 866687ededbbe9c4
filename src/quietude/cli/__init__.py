"""The command line: arguments → request → render → printed results."""

from quietude.cli.app import app, main

__all__ = ["app", "main"]
