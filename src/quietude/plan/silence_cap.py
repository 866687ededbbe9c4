"""How long a listener may be left without a voice, kept whatever is stretched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from quietude.plan.apportion import share_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.model import Pause


def cap_run(run: Sequence[Pause], cap_frames: int) -> list[Pause]:
    """Neighbouring silences, none of them stretching so far that together they pass the cap.

    What is written stays: a silence is never made shorter than its ideal, so a script that asks
    for a longer one gets it (and a word from ``quietude check``).

    Args:
        run: Silences with no voice between them.
        cap_frames: The most they may come to together.
    """
    ideal = sum(it.ideal_frames for it in run)
    room = [it.max_frames - it.ideal_frames for it in run]
    allowed = max(0, cap_frames - ideal)
    if sum(room) <= allowed:
        return list(run)
    weights = [Fraction(max(it.ideal_frames, 1)) for it in run]
    shares = share_out(allowed, room, weights)
    return [
        replace(it, max_frames=it.ideal_frames + share)
        for it, share in zip(run, shares, strict=True)
    ]
