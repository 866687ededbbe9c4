"""Timeline → tags: chapters and lyrics, beside the texts that a session or an episode brings."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.deliver.tags import ChapterTag, LyricLine, Tags, with_overrides
from quietude.script.browse.show_notes import show_notes
from quietude.session.phrase_times import phrase_times
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script


def tag_texts(script: Script, overrides: Mapping[str, str], region: str = "") -> Tags:
    """Tags of a single session before it has a timeline: nothing personal.

    Args:
        script: Its title, language and notes.
        overrides: Texts to write instead, by name; they have been checked.
        region: The country for the support lines in its notes; "" for anywhere.
    """
    texts = Tags(
        title=script.title,
        album="Quietude",
        artist="Quietude",
        genre="Meditation",
        comment=show_notes(script, region),
        language=script.language,
        chapters=(),
    )
    return with_overrides(texts, overrides)


def session_tags(texts: Tags, timeline: Timeline, *, lyrics: bool) -> Tags:
    """Tags of a finished session or episode: these texts, with chapters and the words.

    Args:
        texts: Title, album, cover and the rest; their chapters and lyrics are not used.
        timeline: The times of chapters and phrases.
        lyrics: True to have the narration in the file, False where it gives away something
            personal.
    """
    rate_hz = timeline.sample_rate_hz
    return dataclasses.replace(
        texts,
        chapters=[
            ChapterTag(
                chapter.title,
                chapter.start_frame,
                frames_to_ms(chapter.start_frame, rate_hz),
                frames_to_ms(chapter.end_frame, rate_hz),
            )
            for chapter in timeline.chapters
        ],
        lyrics=[
            LyricLine(start_ms, placement.utterance.text)
            for placement, start_ms, _ in phrase_times(timeline)
            if lyrics
        ],
    )
