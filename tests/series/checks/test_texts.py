from __future__ import annotations

from pathlib import Path

import pytest

from site_checks import messages


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("chapters/001-short.json", "{}", "not chapters of Podcasting 2.0"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 1, "title": "a"}]}', "do not ascend from 0"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": ""}]}', "has no title"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "a"}, {"startTime": 999, "title": "b"}]}', "after the end"),
        ("transcripts/001-short.vtt", "1\n00:00:00.000 --> 00:00:01.000\na\n", "not WEBVTT"),
        ("transcripts/001-short.vtt", "WEBVTT\n\n", "no caption"),
        ("transcripts/001-short.vtt", "WEBVTT\n\n00:00:00.000 --> 01:00:01.000\na\n", "ends after"),
        ("transcripts/001-short.srt", "1\n00:00:02,000 --> 00:00:01,000\na\n", "not in order"),
        ("transcripts/001-short.srt", "1\n00:00:00,000 --> 00:00:01,000\n" + "a" * 66, "more than 65"),
    ],
)  # fmt: skip
def test_chapters_and_transcripts(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert message in messages(folder)
