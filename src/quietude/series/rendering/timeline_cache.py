"""The timeline of a rendered session, kept as JSON.

With it, tags, captions, transcript and chapters are written anew without rendering anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from quietude._util.strict_reading import parse_json, whole
from quietude._util.strict_reading import text as str_
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
        data = parse_json(text)
        if data["format"] != FORMAT:
            message = "this timeline has another format"
            raise ValueError(message)
        return Timeline(
            title=str_(data["title"]),
            placements=tuple(
                Placement(_utterance(utterance), whole(start), whole(length))
                for start, length, utterance in data["speech"]
            ),
            cues=(),
            silences=(),
            chapters=chapters_between(
                [(str_(title), whole(start), "practice") for title, start in data["chapters"]],
                whole(data["total_frames"]),
            ),
            dropped_lines=(),
            total_frames=whole(data["total_frames"]),
            sample_rate_hz=whole(data["sample_rate_hz"], least=1),
        )
    except (KeyError, TypeError, AttributeError) as error:
        message = "this is not a timeline"
        raise ValueError(message) from error


def _utterance(data: Any) -> Utterance:
    for name in ("text", "voice", "spoken"):
        str_(data[name])
    for name in ("rate_wpm", "section", "line_no"):
        whole(data[name])
    return Utterance(**data)
