"""Subtitles: phrases at their times in the plan, what is not said, and lines said too fast."""

from __future__ import annotations

from quietude.plan.compose import compose
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import unstretched
from quietude.plan.request import Request
from quietude.script.documents.registry import format_of
from quietude.script.documents.subtitles import Subtitle, Subtitles, without_names
from quietude.script.importing.corrections import Corrections
from quietude.script.importing.importer import Imported, import_source
from quietude.script.parse import script_from_data

SRT = """1
00:00:06,250 --> 00:00:08,000
<i>Sit down,</i>

2
00:00:08,100 --> 00:00:10,000
and let the rain fall.

3
00:00:11,000 --> 00:00:14,000
[soft rain]

4
00:00:40,500 --> 00:00:42,000
- ANNA: Come back.
"""


def imported(text: str, corrections: Corrections | None = None) -> Imported:
    return import_source(Subtitles().read(text.encode()), "a.srt", None, corrections)


def test_every_phrase_is_said_at_its_time() -> None:
    found = imported(SRT)
    plan = compose(script_from_data(found.data, source="a"), Request())
    timeline = unstretched(plan, estimated_lengths(plan), {})
    at = {
        placed.utterance.text: placed.start_frame / timeline.sample_rate_hz
        for placed in timeline.placements
    }
    assert at == {"Sit down, and let the rain fall.": 6.25, "Come back.": 40.5}
    left = [(row.line, row.text) for row in found.view.left_out]
    assert left == [(11, "[soft rain]")]
    assert [row.line for row in found.view.rows if row.what == "spoken"] == [3, 15]


def test_subtitles_are_known_by_their_times_in_a_text_file_too() -> None:
    pasted = SRT.split("\n", 1)[1]
    assert isinstance(format_of(".txt", SRT.encode()), Subtitles)
    assert isinstance(format_of(".txt", pasted.encode()), Subtitles)
    assert not isinstance(format_of(".txt", b"1\nSit down at 00:10.\n"), Subtitles)


def test_rolling_captions_are_said_once() -> None:
    rolling = "WEBVTT\n\n00:05.000 --> 00:07.000\nrest here\n\n00:07.000 --> 00:09.000\nrest here\nand stay.\n"
    assert [row.text for row in imported(rolling).view.rows if row.what == "spoken"] == [
        "rest here and stay."
    ]


def test_a_correction_leaves_a_subtitle_out() -> None:
    found = imported(SRT, Corrections(by_line={15: "leave out"}))
    assert [row.text for row in found.view.rows if row.what == "spoken"] == [
        "Sit down, and let the rain fall."
    ]


def test_lines_that_are_said_too_fast_are_reported_with_the_rate_that_fits() -> None:
    words = "let the rain fall on the roof and on the road tonight."
    cues = [f"00:00:{5 + 5 * n:02},000 --> 00:00:{9 + 5 * n:02},000\n{words}\n" for n in range(5)]
    told = [guess.text for guess in imported("\n".join(cues)).assumptions]
    assert any("--rate" in text for text in told)


def test_names_of_a_meeting_are_not_said() -> None:
    said = ["Anna Smith: Sit down.", "Anna Smith: Remember: rest.", "Tom Jones: Thank you."]
    cues = without_names([Subtitle(1, at, at + 1, [words]) for at, words in enumerate(said)])
    assert [cue.words for cue in cues] == ["Sit down.", "Remember: rest.", "Thank you."]
    alone = [Subtitle(1, 0, 1, ["Remember: rest."]), Subtitle(2, 2, 3, ["Rest."])]
    assert without_names(alone)[0].words == "Remember: rest."
