"""Writes packaging/quietude.1, the manual page: the commands and their options, from their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

from quietude.cli.app import app
from quietude.cli.help.page import help_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "packaging" / "quietude.1"
WIDTH = 72

_HEAD = """\
.\\" Made by scripts/make_man_page.py; do not edit.
.TH QUIETUDE 1 "" Quietude "User Commands"
.SH NAME
quietude \\- voice-guided meditation sessions, made on your own machine
.SH SYNOPSIS
.B quietude
COMMAND [OPTIONS]
.SH DESCRIPTION
Composes, speaks, mixes and masters guided sessions, offline.
A bare number is a length in minutes.
"""

_TAIL = """\
.SH FILES
Settings, presets and a lexicon of your own are in the folder that
.B quietude settings
prints.
.SH ENVIRONMENT
.B QUIETUDE_DATA_DIR, QUIETUDE_CACHE_DIR, QUIETUDE_CONFIG_DIR
replace the folders of voices, spoken phrases and settings;
.B QUIETUDE_REGION
stands in for \\-\\-region.
.SH EXIT STATUS
0 done, 1 failed, 2 a request that makes no sense, 3 some episodes of a series failed.
.SH NOTES
The voice is synthetic. Sessions are information and support, not therapy.
"""


def man_page() -> str:
    """Returns the page, in the man macros."""
    root = typer.main.get_command(app)
    sections = [
        f'.SS "{path}"\n.nf\n{_escaped(text)}.fi\n' for path, text in _pages(root, None) if text
    ]
    return "".join([_HEAD, ".SH COMMANDS\n", *sections, _TAIL])


def _pages(command: Any, parent: Any) -> Iterator[tuple[str, str]]:
    name = command.name if parent else "quietude"
    context = command.context_class(command, info_name=name, parent=parent)
    yield context.command_path, help_page(command, context, WIDTH)
    for inner in getattr(command, "commands", {}).values():
        if not inner.hidden:
            yield from _pages(inner, context)


def _escaped(text: str) -> str:
    lines = text.replace("\\", "\\e").replace("-", "\\-").splitlines()
    return "".join(f"\\&{line}\n" if line[:1] in {".", "'"} else f"{line}\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(man_page(), encoding="utf-8")
