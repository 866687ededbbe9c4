"""Samples to compare, of beds or of voices: the file they are written to, and their list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.options.declaring import option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.session.audition import Sample
    from quietude.session.listening.levelled import LevelledSample


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOptions:
    """The file of samples that are all equally loud, and whether they are played."""

    output: Annotated[
        Path,
        option(
            panels.FIRST,
            "One file, in any format, for all of them; or a folder, with a file for each.",
            "-o",
            "--output",
            metavar="FILE",
        ),
    ] = Path("audition.wav")
    file_format: Annotated[
        str,
        option(panels.RUN, "The format of the files in a folder.", "--format", metavar="FORMAT"),
    ] = "wav"
    play: Annotated[bool, option(panels.FIRST, "Play it when it is done.", "--play")] = False
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False

    def show(self, samples: Iterable[tuple[str, Sample | LevelledSample]]) -> None:
        """Print the name and place of each sample, and play them if that is asked for."""
        from quietude._util.playback import play

        paths: dict[Path, None] = {}
        for name, sample in samples:
            place = f" at {sample.start_s:.1f} s" if sample.start_s else ""
            typer.echo(f"{sample.path}{place}: {name}, {sample.seconds:.1f} s")
            paths[sample.path] = None
        for path in paths if self.play else ():
            play(path)
