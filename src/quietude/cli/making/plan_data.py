"""A planned session as the JSON that ``plan --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quietude.plan.timeline import Timeline
    from quietude.session.forecast import Forecast


def plan_data(expected: Forecast) -> dict[str, Any]:
    """Returns a forecast as plain values: everything in its timeline, and the voice."""
    timeline = expected.timeline
    return {
        "title": timeline.title,
        "sample_rate_hz": timeline.sample_rate_hz,
        "total_frames": timeline.total_frames,
        **_words(timeline),
        **_sounds(timeline),
        "shares": _shares(timeline),
        "left_out_lines": list(timeline.dropped_lines),
        "left_out": [{"line": left.line_no, "text": left.text} for left in timeline.left_out],
        "voice": expected.voice,
        "rate_wpm": expected.request.rate_wpm,
        "estimated": expected.estimated > 0,
        "estimated_phrases": expected.estimated,
        "slots_not_readable": list(expected.unreadable_slots),
    }


def _words(timeline: Timeline) -> dict[str, Any]:
    """The chapters, phrases and silences of a timeline."""
    chapters = [
        {"title": chapter.title, "start_frame": chapter.start_frame}
        for chapter in timeline.chapters
    ]
    speech = [
        {
            "text": placement.utterance.text,
            "line": placement.utterance.line_no,
            "start_frame": placement.start_frame,
            "length_frames": placement.length_frames,
        }
        for placement in timeline.placements
    ]
    silences = [
        {
            "kind": silence.kind,
            "line": silence.line_no,
            "start_frame": silence.start_frame,
            "length_frames": silence.length_frames,
            "ideal_frames": silence.ideal_frames,
        }
        for silence in timeline.silences
    ]
    return {"chapters": chapters, "speech": speech, "silences": silences}


def _sounds(timeline: Timeline) -> dict[str, Any]:
    """The bells, breaths, taps and beds of a timeline."""
    cues = [
        {
            "kind": placed.cue.kind,
            "asset": str(placed.cue.asset),
            "start_frame": placed.start_frame,
        }
        for placed in timeline.cues
    ]
    beds = [
        {
            "bed": str(bed.bed),
            "line": bed.line_no,
            "start_frame": bed.start_frame,
            "fade_frames": bed.fade_frames,
        }
        for bed in timeline.beds
    ]
    return {"cues": cues, "beds": beds}


def _shares(timeline: Timeline) -> list[dict[str, Any]]:
    """The share of each part in its length, with the usual bounds."""
    from quietude.plan.proportions import shares

    return [
        {"part": one.part, "share": round(one.share, 4), "low": one.low, "high": one.high}
        for one in shares(timeline)
    ]
