"""The command line: arguments → request → render. A thin door over the package."""

from quietude.cli.app import app, main

__all__ = ["app", "main"]
