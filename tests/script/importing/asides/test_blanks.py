"""Open places as people write them: which are slots, their questions, and what is said without them."""

from __future__ import annotations

import pytest

from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.importing.importer import import_text
from quietude.script.parse import script_from_data


def said(text: str, **values: str) -> str:
    script = script_from_data(import_text(text, "a.txt", "phrases").data, source="a")
    plan = compose(script, Request(slot_values=values))
    return " ".join(utterance.text for utterance in plan.utterances())


@pytest.mark.parametrize(
    "place",
    ["{first_name}", "{{name}}", "[Client name]", "[Name]", "(client's name)", "«name»", "<NAME>",
     "%name%", "${name}", "NAME", "[insert name here]", "[Vorname]", "[prénom]", "{nombre}"],
)  # fmt: skip
def test_a_name_is_asked_and_left_out_with_its_comma(place: str) -> None:
    text = f"Welcome, {place}. Sit down.\n{place}, you can rest here.\n"
    assert import_text(text, "a.txt").data["slots"]["name"]["ask"].startswith("What should")
    assert said(text, name="Ada") == "Welcome, Ada. Sit down. Ada, you can rest here."
    assert said(text) == "Welcome. Sit down. You can rest here."


def test_another_detail_has_the_words_that_stand_there() -> None:
    text = "Think of [safe place] now.\nSee {healingColor} light.\n"
    slots = import_text(text, "a.txt").data["slots"]
    assert slots["place"] == {"ask": "Safe place?", "default": "your safe place"}
    assert slots["healing_color"]["default"] == "your healing color"


def test_a_gap_is_asked_with_its_sentence_and_unsure() -> None:
    imported = import_text("It smells of ____ here.\n", "a.txt")
    assert imported.data["slots"]["blank"]["ask"] == (
        "What belongs in the gap: It smells of ____ here."
    )
    assert [row.why for row in imported.view.unsure] == ["a blank is left open"]


@pytest.mark.parametrize(
    "text",
    ["Rest. [pause]\n", "[whispers] Rest.\n", "Rest (wait ____ seconds) here.\n", "REST NOW.\nStay.\n",
     "«Rest now», she said.\n", "Rest. [odd thing]\n", "THE NAME OF THE WIND.\nRest.\n"],
)  # fmt: skip
def test_directions_quotes_and_capitals_are_no_places(text: str) -> None:
    assert "slots" not in import_text(text, "a.txt").data
