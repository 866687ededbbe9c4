"""Parts of a plain script that are marked as optional by a word."""

from __future__ import annotations

from typing import Any

import pytest

from quietude.script.importing.blocks.optional_marks import take_optional_marks
from quietude.script.importing.corrections import Corrections
from quietude.script.importing.importer import import_text
from quietude.script.model import Say
from quietude.script.parse import script_from_data


def steps(text: str, corrections: Corrections | None = None) -> list[Any]:
    sections = import_text(text, "x.md", None, corrections).data["sections"]
    return [step for section in sections for step in section["steps"]]


def test_a_heading_marks_its_whole_section() -> None:
    text = (
        "## Arriving\nSit down.\n\n## Body scan (optional)\nFeel your feet.\n\n## End\nStand up.\n"
    )
    sections = import_text(text, "x.md").data["sections"]
    assert [section.get("optional") for section in sections] == [None, 5, None]
    assert [section["title"] for section in sections] == ["Arriving", "Body scan", "End"]


@pytest.mark.parametrize(
    ("heading", "title", "rank"),
    [
        ("## Body scan (optional 2)", "Body scan", 2),
        ("## Body scan (optional, 3 minutes)", "Body scan", 5),
        ("## Body scan (3 minutes, optional)", "Body scan", 5),
        ("## [optional] Body scan", "Body scan", 5),
        ("## Optional: Body scan", "Body scan", 5),
        ("**Body scan (optional)**", "Body scan", 5),
        ("## Körperreise (facultatif)", "Körperreise", 5),
        ("## Optional", "Optional", 5),
        ("## Optional breathing", "Optional breathing", None),
    ],
)
def test_headings_are_marked_in_many_ways(heading: str, title: str, rank: int | None) -> None:
    text = f"## Arriving\nSit down.\n\n{heading}\n\nFeel your feet.\n"
    section = import_text(text, "x.md").data["sections"][1]
    assert (section["title"], section.get("optional")) == (title, rank)


def test_a_line_takes_the_silence_after_it_along() -> None:
    text = "Sit down.\n(pause 5 s)\n\nLet go. [optional]\n\n(pause 9 s)\n\nStand up.\n(pause 5 s)\n"
    assert steps(text) == [
        "Sit down.",
        {"pause": "5s"},
        {"say": "Let go.", "optional": 5},
        {"pause": "9s", "optional": 5},
        "Stand up.",
        {"pause": "5s"},
    ]


@pytest.mark.parametrize(
    "line",
    ["[optional] Let go.", "Let go. (optional)", "(Optional) Let go.", "Optional: Let go.",
     "[optional]\nLet go.", "- [optional] Let go."],
)  # fmt: skip
def test_lines_are_marked_in_many_ways(line: str) -> None:
    assert steps(f"Sit down.\n\n{line}\n\nStand up.\n") == [
        "Sit down.",
        {"say": "Let go.", "optional": 5},
        "Stand up.",
    ]


def test_a_word_within_a_sentence_marks_nothing() -> None:
    for line in ("A cushion is optional here.", "Put a hand on your heart (optional) and rest."):
        assert steps(f"Sit down.\n\n{line}\n") == ["Sit down.", line]


def test_a_correction_marks_a_line() -> None:
    text = "Sit down.\n\nLet go.\n\nStand up.\n"
    assert steps(text, Corrections({3: "optional 2"}))[1] == {"say": "Let go.", "optional": 2}
    assert steps(text.replace("go.", "go. <!-- optional -->"))[1]["optional"] == 5


def test_lines_keep_their_numbers() -> None:
    text = "One.\n[optional]\nTwo.\n\n# Three (optional 3)\n"
    assert take_optional_marks(text) == ("One.\n\nTwo.\n\n# Three\n", {3: 5, 5: 3})
    script = script_from_data(import_text("A.\n\n[optional 4]\nB.\n", "x.txt").data, source="x")
    assert [step.optional for step in script.steps() if isinstance(step, Say)] == [None, 4]


def test_a_heading_without_marks_is_optional_too() -> None:
    text = (
        "Evening (5 minutes)\n\nArriving\n\nSit down in a way that suits you. What do you notice?\n\n"
        "Listening (optional)\n\nHear what is near. Hear what is far.\n\n"
        "Coming back\n\nOpen your eyes. You can stop at any time.\n"
    )
    sections = import_text(text, "a.txt").data["sections"]
    assert [(section["title"], section.get("optional")) for section in sections] == [
        ("Arriving", None), ("Listening", 5), ("Coming back", None)
    ]  # fmt: skip


def test_a_mark_at_a_later_line_is_that_of_its_line() -> None:
    text = "Sit down here.\n[optional] Feel the floor.\nRest now.\n"
    assert import_text(text, "a.txt", "phrases").data["sections"][0]["steps"] == [
        "Sit down here.", {"say": "Feel the floor.", "optional": 5}, "Rest now.",
    ]  # fmt: skip
