"""``beds audition``: some seconds of several beds, to choose one by ear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import completion, panels
from quietude.cli.options.declaring import option

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


def audition(  # noqa: PLR0913  (options of a command)
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
    output: Annotated[
        Path,
        option(
            panels.FIRST,
            "One file, in any format, for all beds; or a folder, with a file for each.",
            "-o",
            "--output",
            metavar="FILE",
        ),
    ] = Path("beds.wav"),
    seconds: Annotated[
        float,
        option(panels.FIRST, "The length of each.", metavar="N"),
    ] = 15.0,
    play: Annotated[
        bool,
        option(panels.FIRST, "Play it when it is done.", "--play"),
    ] = False,
    file_format: Annotated[
        str,
        option(panels.RUN, "The format of the files in a folder.", "--format", metavar="FORMAT"),
    ] = "wav",
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False,
) -> None:
    """Hear beds one after the other, all at one loudness. One alone: quietude play rain."""
    from quietude._util.playback import play as play_file
    from quietude.session.listening.beds import audition_beds
    from quietude.sound.assets import beds as known_beds

    names = sorted(known_beds()) if _ALL in beds else list(dict.fromkeys(beds))
    samples = audition_beds(
        names, seconds, output, Path(), overwrite=overwrite, file_format=file_format
    )
    for sample in samples:
        place = f" at {sample.start_s:.1f} s" if sample.start_s else ""
        typer.echo(f"{sample.path}{place}: {sample.name}, {sample.seconds:.1f} s")
    if play:
        for path in dict.fromkeys(sample.path for sample in samples):
            play_file(path)
