"""The program itself: its commands, its exit codes, and what a person sees of an error."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from quietude.cli import (
    check,
    import_show,
    library,
    plan,
    programmes,
    render,
    schema,
    series,
    system,
    voices,
)
from quietude.cli.console import complain
from quietude.cli.signals import Termination
from quietude.errors import QuietudeError

EXIT_INTERRUPTED = 130


_DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO}


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
            # Whoever read our output has gone (`| head`): there is nobody to tell.
            _close_stdout()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno not in _DISK_TROUBLE or error.filename is not None:
                raise
            _close_stdout()
            message = f"what there is to say cannot be written ({(error.strerror or '').lower()})"
            raise QuietudeError(message, hint="Make room where it is to go.") from error
        return result


def _close_stdout() -> None:
    """What is still buffered must not meet the same trouble when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    name="quietude",
    cls=_Program,
    help="Voice-guided meditation sessions: composed, spoken, mixed and mastered offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
render.register(app)
plan.register(app)
check.register(app)
import_show.register(app)
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
    termination = Termination()
    termination.install()
    for stream in (sys.stdout, sys.stderr):
        _say_anything(stream)
    try:
        app()
    except QuietudeError as error:
        complain(error)
        sys.exit(error.exit_code)
    finally:
        termination.finish()


def _say_anything(stream: TextIO) -> None:
    """Let a stream take every character: an old terminal shows "?" for what it does not have.

    What goes to a file or another program is UTF-8, as everything that is read here, unless the
    encoding was asked for.
    """
    if not isinstance(stream, TextIOWrapper):
        return
    asked = stream.isatty() or "PYTHONIOENCODING" in os.environ
    stream.reconfigure(encoding=stream.encoding if asked else "utf-8", errors="replace")
