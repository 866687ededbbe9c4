"""Show notes, with support lines of a region and their dates."""

from __future__ import annotations

import re
from datetime import date

import pytest
from typer.testing import CliRunner

from quietude.cli.app import app
from quietude.errors import UsageError
from quietude.script.browse.show_notes import check_region, show_notes
from quietude.script.model import Script
from quietude.script.parse import parse_script
from quietude.script.schema.support_lines import support

NOTED = """\
id: x
title: X
about: What it is.
content_note: What may come up.
sections: [{title: A, steps: [Hello.]}]
"""


@pytest.fixture
def script() -> Script:
    return parse_script(NOTED)


def test_the_notes_of_a_region(script: Script) -> None:
    parts = show_notes(script, "gb").split("\n\n")
    checked = support().regions["GB"].lines[0].checked
    assert checked
    assert parts[:2] == ["What it is.", "What may come up."]
    assert "not therapy" in parts[2]
    assert parts[-1].splitlines() == [
        "If you need someone to talk to now (United Kingdom):",
        "Samaritans: 116 123, free, day and night",
        "NAPAC, for adults who were abused as children: https://napac.org.uk",
        # The oldest of its lines tells how far they can be trusted.
        f"As published in 2016-12. Compared with published pages on {checked.day}. Numbers change.",
        "In an emergency: 999",
    ]


@pytest.mark.parametrize("region", ["", "JP"])
def test_elsewhere_the_notes_point_to_directories(script: Script, region: str) -> None:
    notes = show_notes(script, region)
    assert "https://findahelpline.com" in notes
    assert "As published in 20" in notes
    assert not re.search(r"\d{3}", notes.partition("As published")[0])


@pytest.mark.parametrize("region", ["UK", "England", "G1", "é!"])
def test_a_region_is_a_code(script: Script, region: str) -> None:
    with pytest.raises(UsageError) as caught:
        show_notes(script, region)
    assert caught.value.hint


def test_every_support_line_has_a_dated_source() -> None:
    texts = support()
    lines = [
        *texts.directories,
        *(line for region in texts.regions.values() for line in region.lines),
    ]
    assert len(lines) >= 12
    assert texts.directories
    for line in lines:
        assert line.source.where
        assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", line.source.dated), line.name
        if line.checked:
            date.fromisoformat(line.checked.day)
            assert line.source.dated <= line.checked.day, line.name
            assert line.checked.against
    assert all(line.checked for region in texts.regions.values() for line in region.lines)
    assert all(check_region(code) == code for code in texts.regions)


def test_unchecked_lines_are_not_called_compared() -> None:
    notes = show_notes(parse_script(NOTED))
    assert not all(line.checked for line in support().directories)
    assert "ompared" not in notes


def test_printed_notes_come_with_a_reminder_to_confirm_them() -> None:
    printed = CliRunner().invoke(app, ["show", "first-aid", "--notes", "--region", "NZ"])
    assert "1737" in printed.stdout
    assert "confirm every number" in printed.stderr
    assert "confirm every number" not in printed.stdout


def test_that_a_recording_is_no_therapy_is_said_once() -> None:
    said = NOTED.replace("What may come up.", "It may ache. This is not a substitute for therapy.")
    parts = show_notes(parse_script(said)).split("\n\n")
    assert parts[1] == "It may ache."
    assert sum("a substitute for" in part for part in parts) == 1


def test_a_script_without_notes_still_points_to_help() -> None:
    bare = parse_script("id: x\ntitle: X\nsections: [{title: A, steps: [Hello.]}]\n")
    assert show_notes(bare).startswith("This is information and support, not therapy")
