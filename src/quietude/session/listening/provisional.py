"""A timeline that is heard while its phrases are still being spoken: nothing moves but what must.

It is fitted with estimated lengths. A phrase that turns out longer or shorter keeps its start, and
the silence after it gives way or grows; only where a phrase would run into the next one does that
begin later. What was heard already therefore stays where it was, and the length of the whole is
exact from the beginning.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.plan.timeline import Placement
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline

SHORTEST_GAP_S = 0.5
"""The silence that stays between two phrases where the first is longer than was estimated."""


def with_spoken_lengths(timeline: Timeline, lengths: Mapping[Utterance, int]) -> Timeline:
    """A timeline with the lengths of the phrases that have been spoken meanwhile.

    Args:
        timeline: The timeline as it was fitted with estimates.
        lengths: The length of every phrase that is known, in frames.
    """
    shortest = seconds_to_frames(SHORTEST_GAP_S, timeline.sample_rate_hz)
    placed: list[Placement] = []
    planned_end = ended = 0
    for planned in timeline.placements:
        length = lengths.get(planned.utterance, planned.length_frames)
        gap = min(max(planned.start_frame - planned_end, 0), shortest)
        start = max(planned.start_frame, ended + gap if placed else 0)
        placed.append(Placement(planned.utterance, start, length))
        planned_end, ended = planned.end_frame, start + length
    latest = timeline.total_frames
    for index in range(len(placed) - 1, -1, -1):  # what would pass the end begins earlier
        if placed[index].end_frame <= latest:
            break
        start = max(latest - placed[index].length_frames, 0)
        placed[index] = replace(placed[index], start_frame=start)
        latest = start
    silences = timeline.silences
    if silences:  # the fade at the end is as long as the silence there
        tail = silences[-1]
        ended = placed[-1].end_frame if placed else 0
        start = min(max(tail.start_frame, ended), timeline.total_frames)
        tail = replace(tail, start_frame=start, length_frames=timeline.total_frames - start)
        silences = (*silences[:-1], tail)
    return replace(timeline, placements=tuple(placed), silences=silences)


def same_moment(old: Timeline, new: Timeline, frame: int) -> int:
    """The frame of one timeline at which the moment of another is: the same words, or their share.

    Args:
        old: The timeline that was heard.
        new: The timeline of the same script at another length or with another voice.
        frame: A frame of the old one.
    """
    if old.placements == new.placements:
        return min(frame, new.total_frames - 1)
    starts = [placed.start_frame for placed in old.placements]
    following = dict(pairwise(new.placements))
    spoken = {(one.utterance.line_no, one.utterance.text): one for one in new.placements}
    for heard in reversed(old.placements[: bisect_right(starts, frame)]):
        there = spoken.get((heard.utterance.line_no, heard.utterance.text))
        if there is None:
            continue
        into = frame - heard.start_frame
        if into < heard.length_frames:  # the same place in the phrase
            return there.start_frame + round(into * there.length_frames / heard.length_frames)
        after = following.get(there)
        lead = seconds_to_frames(SHORTEST_GAP_S, new.sample_rate_hz)
        last = after.start_frame - lead if after else new.total_frames - 1
        return max(min(there.end_frame + into - heard.length_frames, last), there.end_frame)
    return min(round(frame * new.total_frames / old.total_frames), new.total_frames - 1)
