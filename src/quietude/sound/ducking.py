"""Timeline → the gain of the bed: down while the voice speaks, slowly up in the silences.

The timeline says when the voice will speak, so the bed is already down when it does. In a
meditation most of the time is silence, and there the bed is what is heard: its level in pauses is
set by itself, below the voice, whatever the voice needs while it speaks. The figures follow
published practice: Torcoli et al., JAES 67(12), 2019 (ambience at least 15 LU under speech, 4 LU
more for listeners who are not experts) and WCAG 1.4.7 (20 dB).
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

UNDER_VOICE_LU = 18.0
"""Smallest distance of the bed below the voice while it speaks.

Nearly every bed needs more, 20 dB of level: the final distance is set by ``Mix._measure`` in
:mod:`quietude.sound.mix`, from the ``REQUIRED_…`` figures of :mod:`quietude.sound.contrast`.
"""

PAUSE_LU, GUIDE_LU = 12.0, 4.0
"""Loudness of the bed below the voice in a pause, and how much further down it steps during guided
breathing and tapping, which it would cover."""

READY_S = 0.2
"""The bed is fully down this long before the voice."""
FALL_S = 1.8
"""The time it takes to come down."""
HOLD_S = 0.5
"""The bed stays down this long after the voice."""
RISE_S = 3.5
"""The time it takes to come up again."""

STAY_DOWN_S = 8.0
"""A gap shorter than this between two phrases does not bring the bed up: it breathes with the
session rather than with each sentence."""

SLOW_RISE_S = 20.0
"""Time over which the bed rises further in a long silence, so that the next phrase does not
startle: too slow to be noticed."""

FADE_IN_S, FADE_OUT_S = 2.5, 8.0
LONG_TAIL_S, LONG_FADE_S = 40.0, 150.0
"""A final silence longer than LONG_TAIL_S is one to fall asleep in: the bed stays for a third of
it, and fades over the rest, or over LONG_FADE_S if that is shorter."""

FLOOR_DB = -90.0
"""Start and end level of a fade: below the last bit of a 16-bit file."""

_FADE_STEPS = 24
_TAP_S = 1.5


@dataclass(frozen=True, slots=True)
class DuckLevels:
    """Levels of the bed, in dB relative to the voice's loudness.

    Attributes:
        speech_db: Under the voice, where it needs nothing more.
        pause_db: In pauses.
        guide_db: During guided breathing and tapping.
    """

    speech_db: float = -UNDER_VOICE_LU
    pause_db: float = -PAUSE_LU
    guide_db: float = -PAUSE_LU - GUIDE_LU

    @property
    def steady(self) -> bool:
        """True if nothing moves: room tone is no bed that makes way."""
        return self.speech_db == self.pause_db == self.guide_db


@dataclass(frozen=True, slots=True)
class _DuckRegion:
    """Frames in which the bed has one level, and that level, in dB."""

    start: int
    end: int
    level_db: float


def bed_curve(
    timeline: Timeline,
    levels: DuckLevels | None = None,
    *,
    deeper_db: Mapping[Placement, float] | None = None,
    raised_db: Mapping[Placement, float] | None = None,
) -> GainCurve:
    """Returns the gain of the bed over a session, in dB relative to the voice's loudness.

    Args:
        timeline: The times of the phrases and cues.
        levels: The levels of the bed.
        deeper_db: Additional ducking under single phrases.
        raised_db: The further rise of the bed in the long silence before single phrases.
    """
    levels = levels or DuckLevels()
    if levels.steady:
        return GainCurve([Point(0, levels.pause_db)])
    rate_hz = timeline.sample_rate_hz
    fall, rise, slow = (
        seconds_to_frames(time_s, rate_hz) for time_s in (FALL_S, RISE_S, SLOW_RISE_S)
    )
    lead = seconds_to_frames(READY_S, rate_hz)
    raised = {place.start_frame - lead: db for place, db in (raised_db or {}).items()}
    points = [Point(0, levels.pause_db)]
    for group in _groups(_regions(timeline, levels, deeper_db or {}), rate_hz):
        regions = _passable(group, fall, rise)
        top_db = levels.pause_db
        if more_db := raised.get(regions[0].start):
            top_db += more_db
            points.append(Point(min(points[-1].frame + slow, regions[0].start - fall), top_db))
        points.append(Point(regions[0].start - fall, top_db))
        for region in regions:
            points += [Point(region.start, region.level_db), Point(region.end, region.level_db)]
        points.append(Point(regions[-1].end + rise, levels.pause_db))
    return GainCurve([point for point in points if point.frame >= 0])


def long_silences(timeline: Timeline, shortest_s: float) -> list[tuple[int, Placement]]:
    """The silences at least so long between phrases: where each begins, and the phrase after it."""
    shortest = seconds_to_frames(shortest_s, timeline.sample_rate_hz)
    found: list[tuple[int, Placement]] = []
    ended = 0
    for phrase in timeline.placements:
        if ended and phrase.start_frame - ended >= shortest:
            found.append((ended, phrase))
        ended = phrase.end_frame
    return found


def guided_stretches(timeline: Timeline) -> list[tuple[int, int]]:
    """First and last frame of each stretch of guided breathing or tapping, in order."""
    bridge = seconds_to_frames(STAY_DOWN_S, timeline.sample_rate_hz)
    stretches: list[tuple[int, int]] = []
    for placed in sorted(timeline.cues, key=lambda placed: placed.start_frame):
        if placed.cue.kind == "bell":
            continue
        length = sum(placed.cue.phases_frames)
        end = placed.start_frame + (length or seconds_to_frames(_TAP_S, timeline.sample_rate_hz))
        if stretches and placed.start_frame - stretches[-1][1] < bridge:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((placed.start_frame, end))
    return stretches


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
    return GainCurve([*_fade_in(fade_in), *_fade_out(total - fade_out, total - 1)])


def _fade_in(end: int) -> list[Point]:
    """The fade out backwards, so that a session is heard from its first half second."""
    rising = [
        Point(end * step // _FADE_STEPS, 40.0 * math.log10(step / _FADE_STEPS), straight=True)
        for step in range(1, _FADE_STEPS + 1)
    ]
    return [Point(0, FLOOR_DB), *(point for point in rising if point.frame > 0)]


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


def _regions(
    timeline: Timeline, levels: DuckLevels, deeper_db: Mapping[Placement, float]
) -> list[_DuckRegion]:
    """The regions of all phrases, and of what is left of guided stretches between them, in order.

    Between two phrases, a rest of a stretch too short for the bed to come up in belongs to them.
    What comes before the first phrase and after the last one is kept, however short: the bed would
    come up over the taps that are left.
    """
    rate_hz = timeline.sample_rate_hz
    ready, hold = (seconds_to_frames(time_s, rate_hz) for time_s in (READY_S, HOLD_S))
    regions = [
        _DuckRegion(
            phrase.start_frame - ready,
            phrase.end_frame + hold,
            levels.speech_db - deeper_db.get(phrase, 0.0),
        )
        for phrase in timeline.placements
    ]
    if levels.guide_db < levels.pause_db:
        shortest = seconds_to_frames(STAY_DOWN_S, rate_hz)
        spoken = list(regions)
        for start, end in guided_stretches(timeline):
            at = start
            for region in [r for r in spoken if r.end > start and r.start < end]:
                if region.start - at >= (shortest if at > start else 1):
                    regions.append(_DuckRegion(at, region.start, levels.guide_db))
                at = max(at, region.end)
            if end > at:
                regions.append(_DuckRegion(at, end, levels.guide_db))
        regions.sort(key=lambda region: region.start)
    return regions


def _groups(regions: Sequence[_DuckRegion], sample_rate_hz: int) -> list[list[_DuckRegion]]:
    """Regions so close together that the bed does not come up between them, in order."""
    bridge = seconds_to_frames(STAY_DOWN_S - READY_S - HOLD_S, sample_rate_hz)
    together: list[list[_DuckRegion]] = []
    for region in regions:
        if together and region.start - together[-1][-1].end < bridge:
            together[-1].append(region)
        else:
            together.append([region])
    return together


def _passable(group: Iterable[_DuckRegion], fall: int, rise: int) -> list[_DuckRegion]:
    """The regions of a group with time for the slopes between them.

    A region with no time for its slopes between its deeper neighbours gets the level of the less
    deep of those.
    """
    regions = _merge_neighbours(group)
    while True:
        around = zip([None, *regions[:-1]], regions, [*regions[1:], None], strict=False)
        level = [_without_slopes(*neighbours, fall, rise) for neighbours in around]
        tight = next((n for n, region in enumerate(level) if region.end < region.start), None)
        if tight is None:
            return level
        levels = (region.level_db for region in regions[max(tight - 1, 0) : tight + 2])
        next_db = max(level_db for level_db in levels if level_db < regions[tight].level_db)
        regions[tight] = replace(regions[tight], level_db=next_db)
        regions = _merge_neighbours(regions)


def _merge_neighbours(regions: Iterable[_DuckRegion]) -> list[_DuckRegion]:
    """Returns the regions with neighbours of one level merged."""
    merged: list[_DuckRegion] = []
    for region in regions:
        if merged and merged[-1].level_db == region.level_db:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, region.end))
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
    if before and before.level_db < region.level_db:
        start = before.end + rise
    if after and after.level_db < region.level_db:
        end = after.start - fall
    return replace(region, start=start, end=end)
