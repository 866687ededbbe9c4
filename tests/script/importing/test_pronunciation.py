"""Pronunciations of other notations inside a line."""

from __future__ import annotations

from typing import Any

import pytest

from quietude.script.importing.importer import import_text


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        ('Hi (Niamh)[sub:"Neev"].', "Hi Niamh.", {"Niamh": {"says": "Neev"}}),
        ('Hi (Niamh)[ipa:"niːv"].', "Hi Niamh.", {"Niamh": {"ipa": "niːv"}}),
        ("The (Al){aluminum} pot.", "The Al pot.", {"Al": {"says": "aluminum"}}),
        ("A (pecan)/pɪˈkɑːn/ pie.", "A pecan pie.", {"pecan": {"ipa": "pɪˈkɑːn"}}),
        ("[Niamh](/niːv/) is here.", "Niamh is here.", {"Niamh": {"ipa": "niːv"}}),
        ("The (BBC)[characters].", "The BBC.", {"BBC": {"says": "B B C", "exact": True}}),
    ],
)
def test_pronunciations_inside_a_line_are_kept(line: str, text: str, says: Any) -> None:
    imported = import_text(f"Hello.\n\n{line}\n", "x.md")
    assert imported.data["sections"][0]["steps"][1] == {"say": text, "says": says}
    word = next(iter(says))
    assert any(
        assumption.line == 3 and f'"{word}" is pronounced' in assumption.text
        for assumption in imported.assumptions
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('(Rest)[emphasis:"strong"] here.', ["Rest here."]),
        ("(pause){ring the chime} Rest.", [{"pause": "2.5-12.5s"}, "bell", "Rest."]),
        ("Go (on){only the one who wrote this may ever read it}.",
         ["Go (on)", {"note": "only the one who wrote this may ever read it"}]),
        ('Go (on)[sub:"<x>"] now.', ["Go on now."]),
        ("Rest <prosody rate='slow'>here</prosody>.", ["Rest here."]),
    ],
)  # fmt: skip
def test_other_marks_are_reported_and_not_spoken(line: str, expected: list[Any]) -> None:
    imported = import_text(f"{line}\n", "x.md")
    assert imported.data["sections"][0]["steps"] == expected
    assert any(assumption.line == 1 and ("left out" in assumption.text or "note" in assumption.text or "taken" in assumption.text)
               for assumption in imported.assumptions)  # fmt: skip
