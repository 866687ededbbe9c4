"""Transcripts and chapter lists, read back by their own rules."""

from __future__ import annotations

import json

from quietude.deliver.tags import ChapterTag
from quietude.deliver.transcript import (
    ChapterText,
    chapters_json,
    chapters_txt,
    transcript_md,
    transcript_txt,
)

CHAPTERS = [ChapterTag("Arriving", 0, 0, 61_000), ChapterTag("Rest *now*", 9, 61_000, 90_000)]


def test_a_transcript_as_text_and_as_markdown() -> None:
    parts = [ChapterText(CHAPTERS[0], ["Welcome.", "1. A <b>"]), ChapterText(CHAPTERS[1], [])]
    assert transcript_txt("T", parts) == (
        "T\n\n00:00:00  Arriving\n\nWelcome.\n\n1. A <b>\n\n00:01:01  Rest *now*\n"
    )
    assert transcript_md("T", parts) == (
        "# T\n\n## Arriving (00:00:00)\n\nWelcome.\n\n1\\. A \\<b\\>\n\n"
        "## Rest \\*now\\* (00:01:01)\n"
    )


def test_notes_and_every_paragraph_are_in_a_transcript() -> None:
    parts = [ChapterText(CHAPTERS[0], ["- One [1]", "Two"])]
    assert transcript_txt("T", parts, "Call.").endswith("- One [1]\n\nTwo\n\n* * *\n\nCall.\n")
    assert transcript_md("T", parts, "a\nb\n\n*c*").endswith(
        "\\- One \\[1\\]\n\nTwo\n\n* * *\n\na  \nb\n\n\\*c\\*\n"
    )


def test_chapters_have_thousandths_and_lists_whole_seconds_that_have_passed() -> None:
    late = [*CHAPTERS, ChapterTag("Back", 0, 3_661_999, 3_700_000)]
    assert json.loads(chapters_json("T", late))["chapters"][2]["startTime"] == 3661.999
    assert chapters_txt(late).splitlines()[2] == "01:01:01 Back"


def test_chapter_lists_as_json_and_as_text() -> None:
    read = json.loads(chapters_json("T", CHAPTERS))
    assert read["version"] == "1.2.0"
    assert read["chapters"][1] == {"startTime": 61.0, "title": "Rest *now*"}
    assert chapters_txt(CHAPTERS) == "00:00:00 Arriving\n00:01:01 Rest *now*\n"
