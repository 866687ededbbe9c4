"""Subtitles: those of Aegisub with columns by their head, and credits among them."""

from __future__ import annotations

from quietude.script.documents.subtitles import Subtitles

STYLED = rb"""[Script Info]
Title: The flat roof

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:02.00,0:00:07.00,Voice,{\i1}It is warm,{\i0} and it is late.
Comment: 0,0:00:08.00,0:00:09.00,Voice,softer here
Dialogue: 0,0:01:14.50,0:01:18.00,Voice,Lie down,\Nand let the city hum.
"""


def test_styled_subtitles_are_spoken_at_their_times() -> None:
    form = Subtitles()
    assert form.is_one(STYLED)
    found = form.read(STYLED)
    assert found.text.splitlines() == [
        "[2.000] It is warm, and it is late.",
        "[74.500] Lie down, and let the city hum.",
    ]
    assert found.numbers == (6, 8)


def test_credits_of_subtitles_are_not_spoken() -> None:
    cues = "00:00:01,000 --> 00:00:04,000\nSit down.\n\n00:00:09,000 --> 00:00:12,000\n{}\n"
    for credit in ("Subtitles by the Sunday team", "Untertitel: Freie Gruppe"):
        found = Subtitles().read(cues.format(credit).encode())
        assert found.text == "[1.000] Sit down.\n"
        assert [(row.text, row.why) for row in found.aside] == [(credit, "credits")]
