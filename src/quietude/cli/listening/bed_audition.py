"""``beds audition``: some seconds of several beds, to choose one by ear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import completion, panels
from quietude.cli.listening.samples import SampleOptions
from quietude.cli.options.declaring import option, spread

if TYPE_CHECKING:
    from quietude.cli.help.commands import CommandApp

_ALL = "all"


def register(beds_app: CommandApp) -> None:
    """Add this command to those of the beds."""
    beds_app.command(
        "audition",
        epilog="""
            quietude beds audition rain ocean --play
            quietude beds audition all -o beds.mp3
        """,
    )(audition)


@spread
def audition(
    beds: Annotated[
        list[str],
        typer.Argument(
            help="Beds, sound files of yours, or all.",
            metavar="BED",
            show_default=False,
            autocompletion=completion.beds,
        ),
    ],
    *,
    files: SampleOptions,
    seconds: Annotated[
        float,
        option(panels.FIRST, "The length of each.", metavar="N"),
    ] = 15.0,
) -> None:
    """Hear beds one after the other, all at one loudness. One alone: quietude play rain."""
    from quietude.session.listening.beds import audition_beds
    from quietude.sound.assets import beds as known_beds

    names = sorted(known_beds()) if _ALL in beds else list(dict.fromkeys(beds))
    samples = audition_beds(
        names,
        seconds,
        files.output,
        Path(),
        overwrite=files.overwrite,
        file_format=files.file_format,
    )
    files.show((sample.name, sample) for sample in samples)
