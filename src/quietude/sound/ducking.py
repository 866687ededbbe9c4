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
"""Loudness of the bed below the voice while it speaks.

Low frequencies count little in loudness: for brown noise 25 LU are hardly more than 20 dB of level.
"""

RISE_LU = 6.0
"""The most the bed rises in a silence."""

BELOW_GATE_LU = 2.0
"""Distance of the risen bed below the relative gate of BS.1770.

The gate lies 10 LU below the mean of everything above it, and that mean falls with the share of
speech. A bed above the gate would count as programme and lower the integrated loudness, and the
voice would have to be pushed up to make up for it.
"""

READY_S, FALL_S, HOLD_S, RISE_S = 0.15, 0.6, 0.35, 1.8
"""Down this long before the voice (READY), over this long (FALL); up again this long after it
(HOLD), over this long (RISE)."""

STAY_DOWN_S = 4.0
"""A gap shorter than this between two phrases does not bring the bed up: no pumping."""

FADE_IN_S, FADE_OUT_S = 4.0, 8.0
LONG_TAIL_S, LONG_FADE_S = 40.0, 150.0
"""A final silence longer than LONG_TAIL_S is one to fall asleep in: the bed stays for a third of
it, and fades over the rest, or over LONG_FADE_S if that is shorter."""

FLOOR_DB = -90.0
"""Start and end level of a fade: below the last bit of a 16-bit file."""

_FADE_STEPS = 24


@dataclass(frozen=True, slots=True)
class _DuckRegion:
    """Frames under which the bed is ducked, and how much deeper than usual."""

    start: int
    end: int
    deeper_db: float


def bed_curve(
    timeline: Timeline, *, level_db: float = 0.0, deeper_db: Mapping[Placement, float] | None = None
) -> GainCurve:
    """Returns the gain of the bed over a session, in dB relative to the voice's loudness.

    Args:
        timeline: The times of the phrases.
        level_db: Added everywhere: a correction for the bed, and the listener's wish.
        deeper_db: Additional ducking under single phrases.
    """
    down = -UNDER_VOICE_LU + level_db
    up = down + bed_rise_lu(timeline)
    fall, rise = (seconds_to_frames(time_s, timeline.sample_rate_hz) for time_s in (FALL_S, RISE_S))
    points = [Point(0, up)]
    for phrases in _speaking(timeline):
        regions = _duck_regions(phrases, deeper_db or {}, timeline.sample_rate_hz)
        points.append(Point(regions[0].start - fall, up))
        for region in regions:
            level = down - region.deeper_db
            points += [Point(region.start, level), Point(region.end, level)]
        points.append(Point(regions[-1].end + rise, up))
    return GainCurve([point for point in points if point.frame >= 0])


def bed_rise_lu(timeline: Timeline) -> float:
    """The rise of the bed in the silences of a session, in LU: less if there is little speech."""
    # Almost all programme is the voice, so its mean power is share × voice, and the gate lies
    # 10 LU below that.
    share = timeline.speech_frames / timeline.total_frames
    gate_under_voice = 10.0 - 10.0 * math.log10(max(share, 1e-3))
    room = UNDER_VOICE_LU - gate_under_voice - BELOW_GATE_LU
    return min(RISE_LU, max(0.0, room))


def fade_curve(timeline: Timeline, *, longest_s: float = FADE_OUT_S) -> GainCurve:
    """Returns the fade of everything at both ends: 0 dB in between.

    The fades fit into the silence at each end, so the voice is never faded.

    Args:
        timeline: The silences at both ends.
        longest_s: The longest fade; room tone needs hardly any.
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
    """A fade to silence with gain (1 - t)², in straight pieces in dB.

    It is 12 dB down half way, so it is heard nearly to its end. A fade linear in dB would be over
    for the ear after a third of the time.
    """
    points = [Point(start, 0.0)]
    for step in range(1, _FADE_STEPS):
        gain_db = 40.0 * math.log10(1.0 - step / _FADE_STEPS)
        points.append(Point(start + (end - start) * step // _FADE_STEPS, gain_db, straight=True))
    return [*points, Point(end, FLOOR_DB, straight=True)]


def _speaking(timeline: Timeline) -> list[list[Placement]]:
    """Groups of phrases so close together that the bed stays down between them, in order."""
    bridge = seconds_to_frames(STAY_DOWN_S, timeline.sample_rate_hz)
    together: list[list[Placement]] = []
    for phrase in timeline.placements:
        if together and phrase.start_frame - together[-1][-1].end_frame < bridge:
            together[-1].append(phrase)
        else:
            together.append([phrase])
    return together


def _duck_regions(
    phrases: Sequence[Placement], deeper_db: Mapping[Placement, float], sample_rate_hz: int
) -> list[_DuckRegion]:
    """The regions of a group of phrases, each at one depth.

    Between two regions the gain moves at the usual pace. A region with no time for that between
    its deeper neighbours is ducked as deep as the less deep of those.
    """
    ready, hold, fall, rise = (
        seconds_to_frames(time_s, sample_rate_hz) for time_s in (READY_S, HOLD_S, FALL_S, RISE_S)
    )
    regions = _merge_neighbours(
        _DuckRegion(phrase.start_frame - ready, phrase.end_frame + hold, deeper_db.get(phrase, 0.0))
        for phrase in phrases
    )
    # Each round deepens one region that has no time for its slopes, and merges equal neighbours, so
    # there are fewer regions every time until all fit.
    while True:
        around = zip([None, *regions], regions, [*regions[1:], None], strict=False)
        level = [_without_slopes(*neighbours, fall, rise) for neighbours in around]
        tight = next((n for n, region in enumerate(level) if region.end < region.start), None)
        if tight is None:
            return level
        depths = (region.deeper_db for region in regions[max(tight - 1, 0) : tight + 2])
        least_db = min(depth for depth in depths if depth > regions[tight].deeper_db)
        regions[tight] = replace(regions[tight], deeper_db=least_db)
        regions = _merge_neighbours(regions)


def _merge_neighbours(regions: Iterable[_DuckRegion]) -> list[_DuckRegion]:
    """Returns the regions with neighbours of one depth merged."""
    merged: list[_DuckRegion] = []
    for region in regions:
        if merged and merged[-1].deeper_db == region.deeper_db:
            merged[-1] = replace(merged[-1], end=region.end)
        else:
            merged.append(region)
    return merged


def _without_slopes(
    before: _DuckRegion | None,
    region: _DuckRegion,
    after: _DuckRegion | None,
    fall: int,
    rise: int,
) -> _DuckRegion:
    """A region less the slope up from a deeper one before it and down to a deeper one after it."""
    start, end = region.start, region.end
    if before and before.deeper_db > region.deeper_db:
        start = before.end + rise
    if after and after.deeper_db > region.deeper_db:
        end = after.start - fall
    return replace(region, start=start, end=end)
