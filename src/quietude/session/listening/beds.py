"""Auditions of beds: the same seconds of each, at one loudness, to choose by ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.errors import UsageError
from quietude.session.listening.levelled import LEVEL_LUFS, NamedSound, write_levelled
from quietude.sound.assets import find_bed
from quietude.sound.beds import open_bed
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.session.listening.levelled import LevelledSample

_FADE_S = 1.0
_SHORTEST_S, _LONGEST_S = 2.0, 120.0


def audition_beds(  # noqa: PLR0913  (files and sounds)
    beds: Sequence[str],
    seconds: float,
    output: Path,
    folder: Path,
    *,
    overwrite: bool = False,
    file_format: str = "wav",
) -> list[LevelledSample]:
    """Write some seconds of several beds, all at one loudness.

    Args:
        beds: Ids of beds, or paths of tracks.
        seconds: The length of each, 2 to 120.
        output: A file of any format, which gets all beds one after the other with a chapter for
            each; or a folder, which gets a file for each.
        folder: The folder that paths of tracks begin in.
        overwrite: True to replace files that are there already.
        file_format: The format of the files in a folder.

    Raises:
        QuietudeError: if there is no such bed, or a file cannot be written; then none is.
    """
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        message = f"a sample of a bed has {_SHORTEST_S:g} to {_LONGEST_S:g} seconds"
        raise UsageError(message)
    return write_levelled(
        lambda: [_sample(name, seconds, folder) for name in beds],
        output,
        subject="Beds",
        overwrite=overwrite,
        file_format=file_format,
    )


def _sample(name: str, seconds: float, folder: Path) -> NamedSound:
    source = open_bed(find_bed(name, folder), SAMPLE_RATE_HZ, LEVEL_LUFS)
    samples = source.open().read(round(seconds * SAMPLE_RATE_HZ))
    fade = np.linspace(0.0, 1.0, round(_FADE_S * SAMPLE_RATE_HZ), dtype=np.float32)[:, None]
    samples[: len(fade)] *= fade
    samples[-len(fade) :] *= fade[::-1]
    return NamedSound(name, samples)
