"""Tags of a session: chapters in milliseconds, and nothing personal."""

from __future__ import annotations

from quietude import Request, Script, outline
from quietude.plan.model import Utterance
from quietude.plan.timeline import Chapter, Placement, Timeline
from quietude.session.tags import session_tags, tag_texts

RATE_HZ = 44_100


def test_each_chapter_ends_where_the_next_begins_and_the_last_with_the_session(
    small: Script,
) -> None:
    timeline = Timeline(
        title="T",
        placements=(Placement(Utterance("One.", "", 100, 0, 3), RATE_HZ, RATE_HZ),),
        cues=(),
        silences=(),
        chapters=(
            Chapter("A", 0, 44_144),
            Chapter("B", 44_144, 220_478),
            Chapter("C", 220_478, 10 * RATE_HZ),
        ),
        dropped_lines=(),
        total_frames=10 * RATE_HZ,
        sample_rate_hz=RATE_HZ,
    )
    tags = session_tags(tag_texts(small, {}), timeline, lyrics=True)
    # 44 144 frames are 1000.998 ms, 220 478 are 4999.501.
    assert [
        (chapter.title, chapter.start_frame, chapter.start_ms, chapter.end_ms)
        for chapter in tags.chapters
    ] == [("A", 0, 0, 1001), ("B", 44_144, 1001, 5000), ("C", 220_478, 5000, 10_000)]
    assert (tags.title, tags.language) == (small.title, small.language)
    assert tags.comment.startswith(small.about)
    assert [(line.start_ms, line.text) for line in tags.lyrics] == [(1015, "One.")]


def test_the_listeners_texts_count_more_than_the_scripts(small: Script) -> None:
    texts = tag_texts(small, {"title": "Mine", "track": "3/12"})
    assert (texts.title, texts.track, texts.artist) == ("Mine", "3/12", "Quietude")


def test_words_that_are_personal_are_not_in_the_tags(small: Script) -> None:
    timeline = outline(small, Request(slot_values={"name": "Wilhelmina"}))
    texts = tag_texts(small, {})
    assert "Wilhelmina" not in repr(session_tags(texts, timeline, lyrics=False))
    assert "Wilhelmina" in session_tags(texts, timeline, lyrics=True).lyrics_text
