"""Lines that stand apart from the others of a script are spoken, and listed as unsure."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text

PLAIN = "Sit down.\n\nLook at the sea.\n\nStay a while.\n\n"


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        (PLAIN + "*Dim the light in the room.*\n", []),  # said to whoever leads: left out
        (PLAIN + "*The tide goes far out here.*\n", ["The tide goes far out here."]),
        ("*Sit down.*\n\n*Look at the sea.*\n\n*Stay.*\n", []),  # the whole script is in italics
        (PLAIN + "Rest (or walk) here.\n", ["Rest (or walk) here."]),
        (PLAIN + "Say *may all beings be well* now.\n", ["Say may all beings be well now."]),
        (('Sit down, all of you.\n\n"You are safe."\n\n"You are here."\n\nYou may rest.\n\n'
          "You are at home now, in your own time.\n\nOpen the door.\n"),
         ["You may rest.", "You are at home now, in your own time.", "Open the door."]),
        (PLAIN + "Invite the participants to stretch.\n", []),
        (PLAIN, []),
    ],
)  # fmt: skip
def test_a_line_that_stands_apart_is_unsure(text: str, unsure: list[str]) -> None:
    assert [row.text for row in import_text(text, "a.md").view.unsure] == unsure
