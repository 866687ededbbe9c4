"""Captions and transcripts: readable, in order, and read back by their own rules."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quietude.deliver.captions import LINE_CHARS, Heard, captions, lrc, srt, vtt
from quietude.deliver.tags import ChapterTag
from quietude.deliver.transcript import (
    Part,
    chapters_json,
    chapters_txt,
    transcript_md,
    transcript_txt,
)

CHAPTERS = [ChapterTag("Arriving", 0, 0, 61_000), ChapterTag("Rest *now*", 9, 61_000, 90_000)]
LONG = (
    "Let the breath come and go by itself, in its own time, and notice how the ground carries "
    "you, wherever you may be lying or sitting at this moment of the day."
)


def test_a_long_phrase_is_cut_into_captions_of_two_lines() -> None:
    made = captions([Heard(1000, 11_000, LONG)], 20_000)
    assert " ".join(" ".join(it.lines) for it in made) == LONG
    assert len(made) == 2
    assert all(len(it.lines) == 2 and len(line) <= 42 for it in made for line in it.lines)
    assert made[0].start_ms == 1000
    assert made[0].end_ms < made[1].start_ms < 11_000 <= made[1].end_ms


def test_a_short_phrase_stands_for_a_second_if_there_is_room() -> None:
    first, second = captions([Heard(0, 300, "Rest."), Heard(700, 900, "Now.")], 5000)
    assert (first.end_ms, second.end_ms) == (660, 1700)


PHRASES = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(1, 8000), st.text(min_size=1, max_size=200)),
    max_size=12,
)


@given(PHRASES)
def test_captions_are_in_order_and_fit(phrases: list[tuple[int, int, str]]) -> None:
    at, heard = 0, []
    for gap, length, text in phrases:
        at += gap
        heard.append(Heard(at, at + length, text))
        at += length
    made = captions(heard, at + 1000)
    for one, following in pairwise(made):
        assert one.start_ms < one.end_ms
        assert one.start_ms <= following.start_ms
    for it in made:
        assert 1 <= len(it.lines) <= 2
        assert all(line and len(line) <= LINE_CHARS for line in it.lines)
    said = "".join("".join(text.split()) for _, _, text in phrases)
    assert "".join("".join("".join(it.lines).split()) for it in made) == said


def test_the_notations() -> None:
    made = captions([Heard(3_661_005, 3_663_000, "A < B & C")], 3_670_000)
    assert vtt(made) == "WEBVTT\n\n1\n01:01:01.005 --> 01:01:03.000\nA &lt; B &amp; C\n"
    assert srt(made) == "1\n01:01:01,005 --> 01:01:03,000\nA < B & C\n"
    assert lrc(made, "T", 3_670_000).splitlines() == [
        "[ti:T]", "[by:Quietude]", "[length:61:10]", "[61:01.00]A < B & C", "[61:03.00]",
    ]  # fmt: skip


def test_transcripts() -> None:
    parts = [Part(CHAPTERS[0], ["Welcome.", "1. A <b>"]), Part(CHAPTERS[1], [])]
    assert transcript_txt("T", parts) == (
        "T\n\n00:00:00  Arriving\n\nWelcome.\n\n1. A <b>\n\n00:01:01  Rest *now*\n"
    )
    assert transcript_md("T", parts) == (
        "# T\n\n## Arriving (00:00:00)\n\nWelcome.\n\n1\\. A \\<b\\>\n\n"
        "## Rest \\*now\\* (00:01:01)\n"
    )


def test_chapters() -> None:
    read = json.loads(chapters_json("T", CHAPTERS))
    assert read["version"] == "1.2.0"
    assert read["chapters"][1] == {"startTime": 61.0, "title": "Rest *now*"}
    assert chapters_txt(CHAPTERS) == "00:00:00 Arriving\n00:01:01 Rest *now*\n"


def test_a_long_phrase_is_cut_where_its_words_are_said() -> None:
    text = " ".join(f"word{it:02}" for it in range(30))
    starts = tuple(1000 + 100 * it if it < 10 else 8000 + 100 * it for it in range(30))
    told = captions([Heard(1000, 12_000, text, starts)], 20_000)
    shared = captions([Heard(1000, 12_000, text)], 20_000)
    first = len(" ".join(told[0].lines).split())
    assert [it.lines for it in told] == [it.lines for it in shared]
    assert told[1].start_ms == starts[first]
    assert shared[1].start_ms != starts[first]
