"""What a rendered session leaves for its tags and texts: its timeline, as JSON and back.

With it, tags, captions, transcript and chapters are written anew without rendering anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Timeline, chapters_between

FORMAT = 1


def facts_json(timeline: Timeline) -> str:
    """The speech and the chapters of a timeline; cues and silences are not needed again."""
    return json.dumps(
        {
            "format": FORMAT,
            "title": timeline.title,
            "total_frames": timeline.total_frames,
            "sample_rate_hz": timeline.sample_rate_hz,
            "chapters": [[it.title, it.start_frame] for it in timeline.chapters],
            "speech": [
                [it.start_frame, it.length_frames, asdict(it.utterance)]
                for it in timeline.placements
            ],
        },
        ensure_ascii=False,
    )


def read_facts(text: str) -> Timeline:
    """The timeline that was kept.

    Raises:
        ValueError: if it is not one of ours, or torn.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            message = "another format of facts"
            raise ValueError(message)
        return Timeline(
            title=data["title"],
            placements=tuple(
                Placement(Utterance(**said), start, length)
                for start, length, said in data["speech"]
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
        message = "these are no facts"
        raise ValueError(message) from error
