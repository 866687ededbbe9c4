"""``doctor``: the state of this machine, and what to do about it."""

from __future__ import annotations

import json
import shlex
import subprocess
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.text import counted
from quietude.cli.help import panels
from quietude.cli.lists.rows import page_width
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option
from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.cli.machine.health import Check

_NAMES = 10


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MACHINE,
        epilog="""
            quietude doctor
            quietude doctor --fix
        """,
    )(doctor)


def doctor(
    *,
    fix: Annotated[
        bool,
        option(
            panels.FIRST,
            "Install what is missing and what pip can bring, into this Python.",
            "--fix",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what works on this machine, and what to do about what does not.

    Speaks a word, and looks for formats, tracks, a player and a browser. Exits with 1 if nothing
    can be spoken or written here.
    """
    from quietude.cli.machine.health import health

    checks: list[Check] = []
    for check in health():
        checks.append(check)
        if not as_json:
            typer.echo("\n".join(_rows(check)))
    broken = [check for check in checks if check.state == "broken"]
    missing = [check for check in checks if check.state == "missing"]
    if as_json:
        typer.echo(json.dumps({"checks": [asdict(check) for check in checks]}))
    else:
        typer.echo(_verdict(broken, missing))
    packages = tuple(dict.fromkeys(one for check in (*broken, *missing) for one in check.pip))
    if fix:
        _install(packages)
    elif broken:
        raise typer.Exit(1)


def _rows(check: Check) -> list[str]:
    mark = {"ok": "", "missing": "- ", "broken": "! "}[check.state]
    lines = _wrapped(f"{mark}{check.text}")
    for advice in check.advice:
        lines += _wrapped(advice)
    head = f"{check.name:<{_NAMES}}{lines[0]}"
    return [head, *(" " * _NAMES + line for line in lines[1:])]


def _wrapped(text: str) -> list[str]:
    width = max(page_width() - _NAMES, 30)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _verdict(broken: list[Check], missing: list[Check]) -> str:
    if broken:
        return f"\n{counted(len(broken), 'thing')} marked ! must be fixed first."
    if missing:
        return "\nSessions can be made here. What is marked - is optional."
    return "\nEverything works."


def _install(packages: tuple[str, ...]) -> None:
    from quietude.cli.machine.health import pip_command

    if not packages:
        typer.echo("There is nothing that pip could install.")
        return
    command = pip_command(packages)
    if not command:
        message = "this Python has no pip, and there is no uv"
        raise UsageError(message, hint=f"Install by hand: {' '.join(packages)}")
    typer.echo(f"$ {shlex.join(command)}")
    if subprocess.run(command, check=False).returncode:  # noqa: S603  (our own words)
        message = f"pip could not install {' and '.join(packages)}"
        raise UsageError(message, hint="Its own message is above.")
    typer.echo("Done. See again: quietude doctor")
