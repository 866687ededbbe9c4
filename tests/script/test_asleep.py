"""A script to fall asleep by."""

from __future__ import annotations

import dataclasses

import pytest

from quietude import Request, Script, outline, parse_script
from quietude.errors import PlanError
from quietude.script.asleep import for_sleep
from quietude.script.model import Bell, every_step

RATE_HZ = 44_100
SLEEP = Request(ending="sleep", engine="tone")


def test_nothing_wakes_who_falls_asleep(small: Script) -> None:
    usual, asleep = outline(small), outline(small, SLEEP)
    said = " ".join(placement.utterance.text for placement in asleep.placements)
    assert "Thank you for your time" in " ".join(
        placement.utterance.text for placement in usual.placements
    )
    assert "Thank you for your time" not in said
    assert [chapter.title for chapter in asleep.chapters] == ["Arriving", "Resting"]
    assert asleep.silences[-1].length_frames == 180 * RATE_HZ


def test_bells_after_the_first_word_are_left_out(small: Script) -> None:
    opening = small.sections[0].steps[0]
    assert isinstance(opening, Bell)
    rung = dataclasses.replace(
        small,
        sections=tuple(
            dataclasses.replace(section, steps=(*section.steps, opening))
            for section in small.sections
        ),
    )
    assert sum(isinstance(step, Bell) for step in rung.steps()) == 4
    bells = [step for step in every_step(for_sleep(rung).steps()) if isinstance(step, Bell)]
    assert bells == [opening]
    first_word = outline(rung, SLEEP).placements[0].start_frame
    assert [cue.start_frame < first_word for cue in outline(rung, SLEEP).cues] == [True]


def test_a_script_that_only_leads_back() -> None:
    text = "id: a\ntitle: A\nsections:\n  - {title: Back, role: return, steps: [Hello.]}\n"
    with pytest.raises(PlanError, match="nothing to fall asleep by"):
        for_sleep(parse_script(text))
