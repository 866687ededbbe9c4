"""Remarks on how a session came to its length."""

from __future__ import annotations

from quietude.cli.length_notes import fit_notes
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline

LONG = """\
id: long
title: Long
slots: {name: {ask: "Your name?", default: ""}}
sections:
  - title: A
    steps:
      - Welcome to this place.
      - say: Dear {{ name }}, you might stay a little longer here, if you like.
        optional: 2
      - {pause: 5s, optional: 3}
      - Goodbye.
"""


def notes(request: Request, rate_wpm: int = 115) -> list[str]:
    return fit_notes(outline(parse_script(LONG), request), request, "tone:tone", rate_wpm)


def test_words_left_out_are_told_without_personal_details() -> None:
    told = notes(Request(duration_s=20, engine="tone", slot_values={"name": "Ada"}))
    assert told[0] == "1 line left out to fit the length:"
    assert "line 8: Dear ‹name›, you might stay a little longer" in told[1]
    assert "Ada" not in " ".join(told)


def test_nothing_is_told_where_nothing_was_done() -> None:
    assert notes(Request(engine="tone")) == []


def test_another_length_and_a_faster_voice_are_told() -> None:
    told = notes(Request(duration_s=600, nearest=True, engine="tone"))
    assert told[0].startswith("10:00 was asked for; ")
    assert "is the longest this script can be" in told[0]
    shortest = notes(Request(duration_s=6, nearest=True, engine="tone"), 130)
    assert "is the shortest this script can be" in shortest[0]
    assert shortest[1] == "the voice speaks 13% faster than it would, to fit the length"


def test_a_silence_that_grew_long_is_told_with_its_line() -> None:
    text = "id: x\ntitle: X\nstretch: 10\nsections:\n  - title: A\n    steps:\n"
    text += "      - Sit down.\n      - pause: 20s\n      - Come back.\n"
    request = Request(duration_s=200, engine="tone")
    told = fit_notes(outline(parse_script(text), request), request, "tone:tone", 115)
    assert told[-1].startswith("that leaves long silences: line 8 2:")
    assert told[-1].endswith("instead of 0:20")
