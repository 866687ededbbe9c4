"""Every exercise reads well with the details that people write, and with none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from each import each
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.details.slots import slot_values
from quietude.script.templates.template import slots_used
from quietude.session.planning import outline
from shelf import read_script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.plan.model import Utterance
    from quietude.script.model import Script, Slot

ALL = each(exercise_ids())

VALUES = (
    "",
    "   ",
    "my grandma's kitchen",
    "O'Neill",
    "Zoë",
    "the beach at Whitby",
    "the little one",
    "a red bicycle.",
    "don't forget me!",
    "bread, butter, and jam;",
    "7 Elm Road",
    "my bear 🧸",
    "“sunny”",
    "somewhere very quiet, with a window that looks out on the old pear tree and on the water",
)

DOUBLED = re.compile(r"[.,;:!?]\s*[,;:]|[,;:]\s*[.!?]|(?<!\.)\.\s*\.(?!\.)|[!?]\s*[.!?]|\s[.,;:!?]")


def value_for(slot: Slot, value: str) -> str:
    """The value, or one that the type of the slot can take."""
    if slot.type == "text":
        return value[: slot.max_chars].strip()
    if slot.choices:
        return slot.choices[len(value) % len(slot.choices)]
    return {"pronoun": "she", "yes-no": "yes", "number": "7", "age": "about 7 years old."}.get(
        slot.type, ""
    )


def filled(script: Script, value: str) -> dict[str, str]:
    return {name: value_for(slot, value) for name, slot in script.slots.items()}


def complaints(script: Script, utterances: Iterable[Utterance]) -> list[str]:
    """The sentences in which a detail reads badly; others are as they were written."""
    lines = {step.line for step in script.steps() if slots_used(getattr(step, "text", ""))}
    said = [each.text for each in utterances if each.line_no in lines]
    bad = [text for text in said if DOUBLED.search(text) or not text.lstrip("“\"'")[:1].isupper()]
    return [text for text in bad if not text.lstrip("“\"'")[:1].isdigit() or DOUBLED.search(text)]


@ALL
def test_an_exercise_reads_well_with_whatever_is_given(exercise: str) -> None:
    script = read_script(exercise)
    for seed, value in enumerate(VALUES if script.slots else ()):
        plan = compose(script, Request(seed=seed, slot_values=filled(script, value)))
        assert complaints(script, plan.utterances()) == [], (value, seed)


@pytest.mark.slow
@ALL
def test_an_exercise_reads_well_at_every_length(exercise: str) -> None:
    script = read_script(exercise)
    for minutes in script.lengths_min:
        for value in VALUES:
            request = Request(duration_s=60 * minutes, slot_values=filled(script, value))
            said = [placed.utterance for placed in outline(script, request).placements]
            assert complaints(script, said) == [], (minutes, value)


@ALL
def test_nothing_given_is_the_default(exercise: str) -> None:
    script = read_script(exercise)
    defaults = slot_values(script, {})
    assert slot_values(script, dict.fromkeys(script.slots, "")) == defaults
    empty = compose(script, Request(slot_values=dict.fromkeys(script.slots, "")))
    assert empty == compose(script, Request())


def test_a_detail_that_several_ask_for_has_one_question() -> None:
    asked: dict[str, set[str]] = {}
    for exercise in exercise_ids():
        for slot in read_script(exercise).slots.values():
            asked.setdefault(slot.name, set()).add(slot.ask)
    assert {name: asks for name, asks in asked.items() if len(asks) > 1} == {}
