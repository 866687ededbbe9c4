"""Timeline → the gain of the bed: down while the voice speaks, gently up in the silences.

The timeline says when the voice will speak, so the bed is already down when it does. The figures
follow published practice: Torcoli et al., JAES 67(12), 2019 (ambience at least 15 LU under
speech, 4 LU more for listeners who are not experts) and WCAG 1.4.7 (20 dB).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from quietude.sound.curve import GainCurve, Point
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.timeline import Timeline

UNDER_VOICE_LU = 25.0
"""How far the bed lies below the voice while it speaks.

Loudness flatters low frequencies: under brown noise 25 LU are little more than 20 dB of level.
"""

RISE_LU = 6.0
"""How much the bed rises in a silence, at most."""

BELOW_GATE_LU = 2.0
"""How far the risen bed stays below the relative gate of BS.1770.

The gate lies 10 LU below the mean of everything, and the mean falls with the share of speech. A bed
above it would count as programme, and the voice would have to be pushed up to make up for it.
"""

READY_S, FALL_S, HOLD_S, RISE_S = 0.15, 0.6, 0.35, 1.8
"""Down this long before the voice, over this long; up this long after it, over this long."""

STAY_DOWN_S = 4.0
"""A gap shorter than this between two phrases does not bring the bed up: no pumping."""

FADE_IN_S, FADE_OUT_S = 4.0, 8.0
LONG_TAIL_S, LONG_FADE_S = 40.0, 150.0
"""A silence at the end longer than this is one to fall asleep in: the bed stays on for a third of
it, and fades over the rest or over this long."""

FLOOR_DB = -90.0
"""Where a fade starts and ends: below the last bit of a 16-bit file."""

_FADE_STEPS = 24


def bed_curve(timeline: Timeline, *, level_db: float = 0.0) -> GainCurve:
    """The gain of the bed over a session, in dB relative to the voice's loudness.

    Args:
        timeline: When the voice speaks.
        level_db: The listener's own wish, added everywhere.
    """
    down = -UNDER_VOICE_LU + level_db
    up = down + bed_rise_lu(timeline)
    points = [Point(0, up)]
    rate_hz = timeline.sample_rate_hz
    for start, end in _speaking(timeline):
        ready = start - seconds_to_frames(READY_S, rate_hz)
        leave = end + seconds_to_frames(HOLD_S, rate_hz)
        points += [
            Point(ready - seconds_to_frames(FALL_S, rate_hz), up),
            Point(ready, down),
            Point(leave, down),
            Point(leave + seconds_to_frames(RISE_S, rate_hz), up),
        ]
    return GainCurve([it for it in points if it.frame >= 0])


def bed_rise_lu(timeline: Timeline) -> float:
    """How much the bed rises in the silences of a session, in LU: less where little is said."""
    share = timeline.speech_frames / timeline.total_frames
    gate_under_voice = 10.0 - 10.0 * math.log10(max(share, 1e-3))
    room = UNDER_VOICE_LU - gate_under_voice - BELOW_GATE_LU
    return min(RISE_LU, max(0.0, room))


def fade_curve(timeline: Timeline, *, longest_s: float = FADE_OUT_S) -> GainCurve:
    """The fade of everything at both ends: 0 dB in between.

    The fades fit into the silence at each end, so the voice is never faded.

    Args:
        timeline: How long the silence at each end is.
        longest_s: How long a fade may be; room tone needs hardly any.
    """
    rate_hz, total = timeline.sample_rate_hz, timeline.total_frames
    first = timeline.silences[0].length_frames
    last = timeline.silences[-1].length_frames
    fade_in = min(seconds_to_frames(min(FADE_IN_S, longest_s), rate_hz), first)
    out_s = min(FADE_OUT_S, longest_s)
    if last > seconds_to_frames(LONG_TAIL_S, rate_hz):
        out_s = min(LONG_FADE_S, last / rate_hz * 2 / 3)
    fade_out = min(seconds_to_frames(out_s, rate_hz), last)
    out = _fade_out(total - fade_out, total - 1)
    return GainCurve([Point(0, FLOOR_DB), Point(fade_in, 0.0), *out])


def _fade_out(start: int, end: int) -> list[Point]:
    """A fade to nothing along the square of what is left, in straight pieces.

    It is 12 dB down half way, so that it is heard nearly to its end; one that fell evenly to
    silence would be over for the ear after a third of the time.
    """
    points = [Point(start, 0.0)]
    for step in range(1, _FADE_STEPS):
        gain_db = 40.0 * math.log10(1.0 - step / _FADE_STEPS)
        points.append(Point(start + (end - start) * step // _FADE_STEPS, gain_db, straight=True))
    return [*points, Point(end, FLOOR_DB, straight=True)]


def _speaking(timeline: Timeline) -> Sequence[tuple[int, int]]:
    """The stretches the bed stays down for, first frame and first frame after, in order."""
    bridge = seconds_to_frames(STAY_DOWN_S, timeline.sample_rate_hz)
    stretches: list[tuple[int, int]] = []
    for it in timeline.placements:
        if stretches and it.start_frame - stretches[-1][1] < bridge:
            stretches[-1] = (stretches[-1][0], it.end_frame)
        else:
            stretches.append((it.start_frame, it.end_frame))
    return stretches
