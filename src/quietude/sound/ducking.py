"""Timeline → the gain of the bed: down while the voice speaks, gently up in the silences.

The timeline says when the voice will speak, so the bed is already down when it does. The figures
follow published practice: Torcoli et al., JAES 67(12), 2019 (ambience at least 15 LU under
speech, 4 LU more for listeners who are not experts) and WCAG 1.4.7 (20 dB).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.audio.gain_curve import GainCurve, Point
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quietude.plan.timeline import Placement, Timeline

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


@dataclass(frozen=True, slots=True)
class _DuckRegion:
    """Frames for which the bed is held down, and how much further than usual."""

    start: int
    end: int
    deeper_db: float


def bed_curve(
    timeline: Timeline, *, level_db: float = 0.0, deeper_db: Mapping[Placement, float] | None = None
) -> GainCurve:
    """The gain of the bed over a session, in dB relative to the voice's loudness.

    Args:
        timeline: When the voice speaks.
        level_db: Added everywhere: what the bed lacks, and the listener's own wish.
        deeper_db: How much further it goes down under single phrases.
    """
    down = -UNDER_VOICE_LU + level_db
    up = down + bed_rise_lu(timeline)
    fall, rise = (seconds_to_frames(it, timeline.sample_rate_hz) for it in (FALL_S, RISE_S))
    points = [Point(0, up)]
    for phrases in _speaking(timeline):
        held = _held(phrases, deeper_db or {}, timeline.sample_rate_hz)
        points.append(Point(held[0].start - fall, up))
        for it in held:
            level = down - it.deeper_db
            points += [Point(it.start, level), Point(it.end, level)]
        points.append(Point(held[-1].end + rise, up))
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


def _speaking(timeline: Timeline) -> list[list[Placement]]:
    """The phrases between which the bed does not come up, in order."""
    bridge = seconds_to_frames(STAY_DOWN_S, timeline.sample_rate_hz)
    together: list[list[Placement]] = []
    for it in timeline.placements:
        if together and it.start_frame - together[-1][-1].end_frame < bridge:
            together[-1].append(it)
        else:
            together.append([it])
    return together


def _held(
    phrases: Sequence[Placement], deeper_db: Mapping[Placement, float], sample_rate_hz: int
) -> list[_DuckRegion]:
    """How far down the bed is held under phrases that belong together, piece by piece.

    Between two pieces lies the way from one to the other, at the usual pace. A piece that has no
    time for it between its neighbours is held as far down as the less deep of those.
    """
    ready, hold, fall, rise = (
        seconds_to_frames(it, sample_rate_hz) for it in (READY_S, HOLD_S, FALL_S, RISE_S)
    )
    pieces = _alike(
        _DuckRegion(it.start_frame - ready, it.end_frame + hold, deeper_db.get(it, 0.0))
        for it in phrases
    )
    while True:
        around = zip([None, *pieces], pieces, [*pieces[1:], None], strict=False)
        held = [_without_ways(before, it, after, fall, rise) for before, it, after in around]
        tight = next((number for number, it in enumerate(held) if it.end < it.start), None)
        if tight is None:
            return held
        deeper = (it.deeper_db for it in pieces[max(tight - 1, 0) : tight + 2])
        least_db = min(it for it in deeper if it > pieces[tight].deeper_db)
        pieces[tight] = replace(pieces[tight], deeper_db=least_db)
        pieces = _alike(pieces)


def _alike(pieces: Iterable[_DuckRegion]) -> list[_DuckRegion]:
    """The same with neighbours that are held equally far down as one."""
    found: list[_DuckRegion] = []
    for it in pieces:
        if found and found[-1].deeper_db == it.deeper_db:
            found[-1] = replace(found[-1], end=it.end)
        else:
            found.append(it)
    return found


def _without_ways(
    before: _DuckRegion | None, it: _DuckRegion, after: _DuckRegion | None, fall: int, rise: int
) -> _DuckRegion:
    """A piece without the way up to it from a deeper one, and the way down to a deeper one."""
    start, end = it.start, it.end
    if before and before.deeper_db > it.deeper_db:
        start = before.end + rise
    if after and after.deeper_db > it.deeper_db:
        end = after.start - fall
    return replace(it, start=start, end=end)
