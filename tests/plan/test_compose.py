"""Plans from scripts: details filled in, and whatever is empty left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from quietude.errors import PlanError, SlotError
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline
from shelf import read_script

if TYPE_CHECKING:
    from quietude.script.model import Script


_VALUES = {"pronoun": "she", "age": "seven"}


def test_personal_details_are_spoken_or_left_out() -> None:
    with_name = outline("safe-place", Request(slot_values={"name": "Ada"}))
    without = outline("safe-place")
    assert with_name.placements[0].utterance.text == "Welcome, Ada."
    assert without.placements[0].utterance.text == "Welcome."


def test_no_template_or_bracket_is_ever_spoken() -> None:
    for exercise in exercise_ids():
        script = read_script(exercise)
        filled = {
            name: slot.choices[0] if slot.choices else _VALUES.get(slot.type, "Ada")
            for name, slot in script.slots.items()
        }
        for values in ({}, filled):
            plan = compose(script, Request(slot_values=values))
            spoken = " ".join(utterance.text for utterance in plan.utterances())
            assert not re.search(r"[\[\]{}<>*_#%|]|\bNone\b|\s[,.]", spoken)


def test_a_step_that_is_left_empty_disappears() -> None:
    text = (
        "id: x\ntitle: X\nslots: {n: {ask: a}}\nsections:\n  - title: A\n    steps:\n"
        '      - Hello.\n      - "{{ n }}"\n      - ask: "{{ n }}"\n'
    )
    timeline = outline(parse_script(text))
    assert [placement.utterance.text for placement in timeline.placements] == ["Hello."]
    assert "reflect" not in {silence.kind for silence in timeline.silences}


def test_nothing_left_to_say_is_an_error() -> None:
    text = 'id: x\ntitle: X\nslots: {n: {ask: a}}\nsections: [{title: A, steps: ["{{ n }}"]}]\n'
    with pytest.raises(PlanError, match="nothing is left to say"):
        outline(parse_script(text))


def test_unknown_slots_are_refused(small: Script) -> None:
    with pytest.raises(SlotError):
        outline(small, Request(slot_values={"nmae": "Ada"}))
