"""Plain words for what a target asks and a file does not have, and for what players would cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.sound.targets import AcxTarget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.session.result import AudioFile
    from quietude.sound.targets import Target

NOTED_LU = 0.5
"""A smaller difference in loudness is not worth a word."""

NOTED_SHARE = 0.05
"""A smaller share of a file that is skipped is not worth a word."""


def level_notes(target: Target, file: AudioFile) -> list[str]:
    """Returns a sentence for each figure that a finished file does not have, and why.

    Args:
        target: The figures it was made for.
        file: The file as it was measured.
    """
    return list(_loudness(target, file))


def skip_notes(file: AudioFile) -> list[str]:
    """Returns a sentence about what a player that skips silences would cut, if that is much."""
    if file.skipped_share < NOTED_SHARE:
        return []
    cut = f"a player set to skip silences would cut {file.skipped_share:.0%} of it"
    return [f"{cut}: a louder bed keeps them, or ask listeners to turn that off"]


def _loudness(target: Target, file: AudioFile) -> Iterator[str]:
    if file.shortfall_lu >= 0.1:  # noqa: PLR2004
        yield (
            f"the voice is {file.shortfall_lu:.1f} LU below the target: more would distort it or "
            "other loud sounds"
        )
    name = target.name or "the target"
    if isinstance(target, AcxTarget) and file.levels:
        low, high = target.rms_db
        if target.missing_db(file.levels.rms_db):
            change = "shorter" if file.levels.rms_db < low else "longer"
            yield (
                f"{file.levels.rms_db:.1f} dB RMS, where ACX asks for {low:g} to {high:g} and will "
                f"refuse it: the voice keeps its level, so make the silences {change}"
            )
        return
    over_lu = file.loudness.integrated_lufs - target.loudness_lufs
    if file.voice_lufs is not None and abs(over_lu) >= NOTED_LU + file.shortfall_lu:
        side = "above" if over_lu > 0 else "below"
        cause = "bells or bed are loud" if over_lu > 0 else "silences and bed count too"
        yield (
            f"the whole is {abs(over_lu):.1f} LU {side} {target.loudness_lufs:g} LUFS, since "
            f"{cause}: the voice has the level of {name} instead, as in every session"
        )
