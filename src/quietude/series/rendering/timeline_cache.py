"""The timeline of a rendered session, kept as JSON.

With it, tags, captions, transcript and chapters are written anew without rendering anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from quietude._util.strict_reading import number, parse_json, whole
from quietude._util.strict_reading import text as str_
from quietude.plan.model import Tune, Utterance
from quietude.plan.timeline import Placement, Timeline, chapters_between
from quietude.speech.word_times import SOURCES, WordTimes

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1


def timeline_json(timeline: Timeline, words: Mapping[Utterance, WordTimes] | None = None) -> str:
    """Speech and chapters of a timeline; cues and silences are not needed again.

    Args:
        timeline: The timeline.
        words: Times of the words of its phrases, as far as they are known.
    """
    known = words or {}
    phrases = [known.get(placement.utterance) for placement in timeline.placements]
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
            "words": [
                [times.starts, [SOURCES.index(source) for source in times.sources], times.end]
                if times
                else None
                for times in phrases
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


def read_words(text: str, timeline: Timeline) -> dict[Utterance, WordTimes]:
    """Times of the words of the phrases, as far as they were kept with a timeline.

    Args:
        text: The text that the timeline was read from.
        timeline: The timeline.

    Raises:
        ValueError: if they are not ours, or torn.
    """
    found: dict[Utterance, WordTimes] = {}
    try:
        kept = parse_json(text).get("words", [])
        for placement, times in zip(timeline.placements, kept, strict=bool(kept)):
            if times is not None:
                starts, sources, end = times
                found[placement.utterance] = WordTimes(
                    tuple(map(whole, starts)),
                    tuple(SOURCES[whole(source, most=len(SOURCES) - 1)] for source in sources),
                    whole(end),
                )
    except (KeyError, TypeError, AttributeError) as error:
        message = "these are no times of words"
        raise ValueError(message) from error
    return found


def _utterance(data: Any) -> Utterance:
    for name in ("text", "voice", "spoken"):
        str_(data[name])
    for name in ("rate_wpm", "section", "line_no"):
        whole(data[name])
    tune = Tune(**{name: number(value, -100.0, 100.0) for name, value in data["tune"].items()})
    return Utterance(**{**data, "tune": tune})
