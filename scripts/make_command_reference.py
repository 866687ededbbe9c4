"""Makes docs/commands.md: the help of every command, as it is printed at 80 columns."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

from quietude.cli.app import app
from quietude.cli.help.page import help_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
WIDTH = 80

_HEAD = """\
# Commands

Every command with its options, as `--help` prints it. A length is written `10`, `10m`, `10 min`,
`10:00`, `90s` or `1h30m`; a bare number means minutes.

Made by `python scripts/make_command_reference.py`.
"""


def reference() -> str:
    """Returns the page."""
    os.environ.pop("QUIETUDE_REGION", None)
    root = typer.main.get_command(app)
    sections = [f"## {path}\n\n```text\n{text}```\n" for path, text in _pages(root, None)]
    return "\n".join([_HEAD, *sections])


def _pages(command: Any, parent: Any) -> Iterator[tuple[str, str]]:
    """Yields the words and the help of a command, then those of its commands."""
    name = command.name if parent else "quietude"
    context = command.context_class(command, info_name=name, parent=parent)
    text = help_page(command, context, WIDTH)
    yield context.command_path, text
    for inner in getattr(command, "commands", {}).values():
        if not inner.hidden:
            yield from _pages(inner, context)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
