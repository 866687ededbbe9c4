"""Lengths by themselves are those of a script or of its part, and no silences."""

from __future__ import annotations

import pytest

from quietude.script.importing.importer import import_text

REST = """
Sit down in a way that suits you. Let your feet find the floor.

[pause 60 seconds]

Come back to the room.
"""


@pytest.mark.parametrize("title", ["# Evening", "Evening"])
@pytest.mark.parametrize(
    "written",
    ["(about 9 minutes)", "*Length: 9 minutes*", "⏱ 9 min", "[9 minutes]", "Approx. length: 9 min",
     "約9分"],
)  # fmt: skip
def test_a_length_under_the_title_is_that_of_the_script(title: str, written: str) -> None:
    imported = import_text(f"{title}\n\n{written}\n{REST}", "a.md")
    assert imported.declared_s == 540
    assert imported.silence_s == 60


def test_lengths_under_headings_are_those_of_the_parts() -> None:
    text = "# Evening\n\n## Arrive\n\n*(2 minutes)*\n\nSit down.\n\n## Return\n\n(1 minute)\n\nCome back.\n"
    imported = import_text(text, "a.md")
    assert (imported.silence_s, imported.declared_s) == (0, 180)
    silent = text.replace("Return", "Silence")
    assert import_text(silent, "a.md").silence_s > 0


def test_a_silence_before_the_first_word_stays() -> None:
    assert import_text(f"# Evening\n\n[2 minutes of silence]\n{REST}", "a.md").silence_s == 180
