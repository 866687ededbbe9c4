"""The program: its commands, its exit codes, and how it reports errors."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated, Any

import typer

from quietude._util.child_python import leave_out_current_folder
from quietude.cli.console import print_error
from quietude.cli.help.commands import CommandApp, HelpfulGroup, LateCommands
from quietude.cli.machine.trouble import machine_trouble
from quietude.cli.making.saved_options import use_settings
from quietude.cli.streams import open_closed_streams, safe_streams
from quietude.errors import QuietudeError

EXIT_INTERRUPTED = 130


_DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO}


_MODULES = {
    "render": "quietude.cli.render",
    "studio": "quietude.cli.studio",
    "play": "quietude.cli.listening.play",
    "plan": "quietude.cli.plan",
    "exercises": "quietude.cli.lists.exercises",
    "programmes": "quietude.cli.lists.programmes",
    "beds": "quietude.cli.lists.beds",
    "voices": "quietude.cli.voices",
    "new": "quietude.cli.import_show",
    "import": "quietude.cli.import_show",
    "show": "quietude.cli.import_show",
    "schema": "quietude.cli.import_show",
    "prompt": "quietude.cli.prompt",
    "check": "quietude.cli.check",
    "takes": "quietude.cli.making.takes",
    "series": "quietude.cli.publishing.series",
    "doctor": "quietude.cli.machine.doctor",
    "settings": "quietude.cli.machine.settings",
    "cache": "quietude.cli.machine.cache",
}
"""The module of each command, in the order of the page of help."""


class _InterruptedError(QuietudeError):
    """Ctrl-C as one of our errors: Typer would print "Aborted" and exit with 1."""

    exit_code = EXIT_INTERRUPTED


class _CommandGroup(HelpfulGroup):
    """The commands; turns interruptions and broken streams into clear ends."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": LateCommands(_MODULES)})

    def list_commands(self, ctx: Any) -> list[str]:
        """Returns their names, in order; Typer's own would make every one of them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt as error:
            message = "interrupted; no unfinished file was left behind"
            raise _InterruptedError(message) from error
        except BrokenPipeError:
            # The reader of our output has gone (`| head`), so there is nobody to tell.
            _close_stdout()
            raise typer.Exit(0) from None
        except (OSError, MemoryError, RuntimeError, ImportError) as error:
            if isinstance(error, OSError) and error.errno in _DISK_TROUBLE and not error.filename:
                _close_stdout()
                message = f"the results cannot be written ({(error.strerror or '').lower()})"
                raise QuietudeError(message, hint="Free some space where they go.") from error
            if trouble := machine_trouble(error):
                raise trouble from error
            raise
        return result


def _close_stdout() -> None:
    """Redirect stdout to nowhere: flushing its buffer at exit would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = CommandApp(
    name="quietude",
    cls=_CommandGroup,
    help="Voice-guided meditation sessions: composed, spoken, mixed and mastered offline.",
    epilog="""
        quietude exercises hug                    find an exercise
        quietude render safe-place --duration 10  make it, ten minutes long
        quietude render my-script.txt             make a session of your own words
    """,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:  # noqa: FBT001  (typer calls it with the flag)
    if value:
        from importlib.metadata import version

        typer.echo(f"quietude {version('quietude')}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    del version  # its callback has printed it
    # Before any command: files of a killed process may hold personal words.
    from quietude._util.unfinished import clear
    from quietude._util.work_folder import clear_temporary_files

    clear()
    clear_temporary_files()
    use_settings(context)


def main() -> None:
    """Run the program and exit: 0 done, 1 failed, 2 usage, 128 + N ended by signal N."""
    leave_out_current_folder()
    open_closed_streams()
    with safe_streams():
        try:
            app()
        except QuietudeError as error:
            print_error(error)
            sys.exit(error.exit_code)
