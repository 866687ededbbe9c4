"""The program itself: its commands, its exit codes, and what a person sees of an error."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Annotated

import click
import typer

from quietude.cli import library, make, system
from quietude.cli.console import complain
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from types import FrameType

EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143

app = typer.Typer(
    name="quietude",
    help="Voice-guided meditation sessions: composed, spoken, mixed and mastered offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
make.register(app)
library.register(app)
system.register(app)


def _version(value: bool) -> None:  # noqa: FBT001  (typer calls it with the flag)
    if value:
        from importlib.metadata import version

        typer.echo(f"quietude {version('quietude')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the program and end the process: 0 done, 1 failed, 2 usage, 130 interrupted."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = app(standalone_mode=False)
    except QuietudeError as error:
        complain(error)
        code = error.exit_code
    except click.exceptions.Abort:
        print("Interrupted; nothing was left behind.", file=sys.stderr)  # noqa: T201
        code = EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); there is nobody to tell.
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    # Raised like this, every file and worker is let go of on the way out.
    raise SystemExit(EXIT_TERMINATED)
