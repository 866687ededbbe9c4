"""The timeline of a rendered session, kept as JSON.

With it, tags, captions, transcript and chapters are written anew without rendering anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Timeline, chapters_between

FORMAT = 1


def timeline_json(timeline: Timeline) -> str:
    """Speech and chapters of a timeline; cues and silences are not needed again."""
    return json.dumps(
        {
            "format": FORMAT,
            "title": timeline.title,
            "total_frames": timeline.total_frames,
            "sample_rate_hz": timeline.sample_rate_hz,
            "chapters": [[chapter.title, chapter.start_frame] for chapter in timeline.chapters],
            "speech": [
                [placement.start_frame, placement.length_frames, asdict(placement.utterance)]
                for placement in timeline.placements
            ],
        },
        ensure_ascii=False,
    )


def read_timeline(text: str) -> Timeline:
    """Read a timeline that was kept.

    Raises:
        ValueError: if the text is not one of ours, or torn.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            message = "this timeline has another format"
            raise ValueError(message)
        return Timeline(
            title=data["title"],
            placements=tuple(
                Placement(Utterance(**utterance), start, length)
                for start, length, utterance in data["speech"]
            ),
            cues=(),
            silences=(),
            chapters=chapters_between(
                [(title, start, "practice") for title, start in data["chapters"]],
                data["total_frames"],
            ),
            dropped_lines=(),
            total_frames=data["total_frames"],
            sample_rate_hz=data["sample_rate_hz"],
        )
    except (KeyError, TypeError) as error:
        message = "this is not a timeline"
        raise ValueError(message) from error
