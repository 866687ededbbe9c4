"""Plain text and Markdown: heads, line breaks, and everything that is not speech."""

from __future__ import annotations

import time

import pytest

from examples import imported_steps
from quietude.script.importing.importer import import_text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_head_of_a_mail_is_not_spoken(end: str) -> None:
    head = ["From: Ada <a@example.org>", "Sent: Monday", "Subject: The lantern", "", "Rest."]
    imported = import_text(end.join(head), "a.txt")
    assert imported.data["title"] == "The lantern"
    assert imported.data["sections"][0]["steps"] == ["Rest."]
    assert imported_steps("To: the child you were.\n\nRest.") == [
        "To: the child you were.",
        "Rest.",
    ]


@pytest.mark.parametrize(
    ("text", "policy", "lines"),
    [
        ("One short line.\nAnother one.\n\nThree.\n", "phrases", 3),
        ("This is a long line of prose that was wrapped by an editor at some\ncolumn and goes on to say a good deal more than one would like to\nhear in the end.\n", "wrapped", 1),
        ("and so we\ncome to rest\nhere now\n", "transcript", 1),
    ],
)  # fmt: skip
def test_line_breaks_are_guessed_and_said(text: str, policy: str, lines: int) -> None:
    imported = import_text(text, "x.txt")
    assert any(policy in assumption.text for assumption in imported.assumptions)
    assert len(imported.data["sections"][0]["steps"]) == lines
    assert len(imported_steps(text, policy="phrases")) == text.count("\n") - text.count("\n\n")


def test_wrapping_noise_is_not_spoken() -> None:
    text = (
        "---\ntitle: Calm\nduration: 10 min\n---\n# Calm\n**Instructor:** Welcome.\n"
        "- a bullet is speech\n1. so is a number\n> And a quote.\n<!-- not this\nnor this -->\n"
        '"Quoted speech."\n_All in italics._\nTranscript\n***\n<break time="3s"/>\n'
    )
    imported = import_text(text, "x.md")
    assert imported.data["title"] == "Calm"
    assert imported.declared_s == 600
    assert imported.data["sections"][0]["steps"] == [
        "Welcome.", "a bullet is speech", "so is a number", "And a quote.", "Quoted speech.",
        "All in italics.", {"pause": "3s"},
    ]  # fmt: skip


@pytest.mark.parametrize(("head", "label", "heard"), [
    ("主播：小雨\n\n", "小雨：", ""), ("", "吸气：", "吸气："), ("主播：小雨\n\n", "吸气：", "吸气："),
])  # fmt: skip
def test_a_name_without_capitals_is_a_speaker_if_the_head_names_it(
    head: str, label: str, heard: str
) -> None:
    said = ("你好，请坐下来。", "感觉你的呼吸。", "慢慢睁开眼睛。")
    rows = import_text(head + "\n\n".join(label + one for one in said), "x.txt").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [heard + one for one in said]


def test_the_only_heading_above_all_speech_is_the_title_and_no_chapter() -> None:
    imported = import_text("# Evening Harbour (5 min)\n\nSit down.\n\nGood night.\n", "pasted.md")
    assert imported.data["title"] == "Evening Harbour"
    assert [row.why for row in imported.view.rows if row.what == "left out"] == ["title"]
    assert imported.declared_s == 300


def test_times_at_the_end_of_headings_are_clock_times_where_they_begin_at_zero() -> None:
    text = "# Evening\n\n## In 0:00\n\nSit.\n\n## Settle – 2:30\n\nFeel.\n"
    imported = import_text(text, "a.md")
    assert [section["title"] for section in imported.data["sections"]] == ["In", "Settle"]
    assert imported.silence_s > 120
    psalms = text.replace("In 0:00", "Psalm 23:1").replace("Settle – 2:30", "John 3:16")
    assert import_text(psalms, "a.md").silence_s == 0


WRAPPED = """\
The boat lies still upon the lake, and nothing at all has to
be done about it today. Let the water come, and let it go as
it likes. You can hear the reeds, which have been talking so
since the morning, about nothing much. They may go on talking
for as long as they like.

Your breath is a little like them, and needs no reply at all.
It comes and it goes, and it asks for nothing in between now.
When a thought comes by, it can sit with you in the boat here.
"""


def test_a_sentence_that_ends_with_a_full_line_of_wrapped_prose_is_followed_by_the_next() -> None:
    rows = import_text(WRAPPED, "a.txt").view.rows
    assert len([row for row in rows if row.what in {"spoken", "unsure"}]) == 2
    lines = WRAPPED.split("\n\n")[1]  # by themselves, each is a phrase
    assert len([row for row in import_text(lines, "a.txt").view.rows if row.what == "spoken"]) == 3


def test_a_gap_of_thousands_of_spaces_takes_no_time() -> None:
    started = time.process_time()
    rows = import_text("- Sit down" + " " * 20_000 + "here.\n", "a.md").view.rows
    assert "Sit down here." in {row.text for row in rows}
    assert time.process_time() - started < 2  # 4.4 s as it is
