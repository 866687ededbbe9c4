"""The program itself: its commands, its exit codes, and what a person sees of an error."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from quietude.cli import (
    bring,
    care,
    library,
    make,
    planning,
    programmes,
    schema,
    series,
    system,
    voices,
)
from quietude.cli.console import complain
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from types import FrameType

EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class _InterruptedError(QuietudeError):
    """Ctrl-C, as an error of ours: Typer would call it "aborted" and answer 1."""

    exit_code = EXIT_INTERRUPTED


class _Program(TyperGroup):
    """The commands, with the two ways of being cut short told apart."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt as error:
            message = "interrupted; nothing half-written was left behind"
            raise _InterruptedError(message) from error
        except BrokenPipeError:
            # Whoever read our output has gone (`| head`): there is nobody to tell. What is still
            # buffered must not meet the broken pipe again when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        return result


app = typer.Typer(
    name="quietude",
    cls=_Program,
    help="Voice-guided meditation sessions: composed, spoken, mixed and mastered offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
make.register(app)
planning.register(app)
care.register(app)
bring.register(app)
schema.register(app)
library.register(app)
programmes.register(app)
system.register(app)
voices.register(app)
series.register(app)


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
        app()
    except QuietudeError as error:
        complain(error)
        sys.exit(error.exit_code)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    # Raised like this, every file and worker is let go of on the way out.
    raise SystemExit(EXIT_TERMINATED)
