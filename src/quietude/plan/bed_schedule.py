"""The beds of a session over its time: those of the script, or the one the listener asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.script.bed import NoBed, RoomTone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.timeline import BedPlacement
    from quietude.script.bed import Bed


@dataclass(frozen=True, slots=True)
class BedStretch:
    """One bed, from where it begins to fade in to where it has faded out.

    Attributes:
        bed: The bed.
        start_frame: Its first frame.
        fade_in_frames: The length of its fade at the start.
        fade_out_frames: The length of its fade at the end.
        end_frame: The first frame after it; None if it goes on to the end.
    """

    bed: Bed
    start_frame: int
    fade_in_frames: int
    fade_out_frames: int
    end_frame: int | None


def replaced_beds(beds: Sequence[BedPlacement], bed: Bed) -> tuple[BedPlacement, ...]:
    """The beds of a session where the listener asked for another one.

    It takes the place of every bed of the script; a silence the script asks for stays one.
    """
    return tuple(
        placed
        if placed.start_frame and isinstance(placed.bed, NoBed | RoomTone)
        else replace(placed, bed=bed)
        for placed in beds
    )


def stretches(beds: Sequence[BedPlacement], first: Bed, total_frames: int) -> list[BedStretch]:
    """The beds of a session one after the other, each fading into the next.

    A change to the bed that is heard already changes nothing, and of two changes at one frame the
    later counts. A fade is over when the next begins, and by the end of the session.

    Args:
        beds: The bed the session begins with, and every change.
        first: The bed it begins with, whatever they say.
        total_frames: The length of the session.
    """
    turns: list[tuple[Bed, int, int]] = [(first, 0, 0)]
    for placed in beds:
        if not placed.start_frame:
            continue
        if len(turns) > 1 and turns[-1][1] == placed.start_frame:
            turns.pop()
        if placed.bed != turns[-1][0]:
            turns.append((placed.bed, placed.start_frame, placed.fade_frames))
    starts = [*(start for _, start, _ in turns[1:]), total_frames]
    fades = [min(fade, end - start) for (_, start, fade), end in zip(turns, starts, strict=True)]
    return [
        BedStretch(bed, start, fade, following_fade, following + following_fade)
        for (bed, start, _), fade, following, following_fade in zip(
            turns, fades, starts, fades[1:], strict=False
        )
    ] + [BedStretch(turns[-1][0], turns[-1][1], fades[-1], 0, None)]
