"""Personal details: made safe to speak, or refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.errors import ScriptError, SlotError
from quietude.script.details.profile import read_profile
from quietude.script.details.slots import clean_value, is_personal, slot_values
from quietude.script.model import Script, Slot
from quietude.script.parse import parse_script

NAME = Slot("name", "Your name?", "", 80, 1)


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        ("Ada", "Ada"),
        ("  Ada \n Lovelace\t", "Ada Lovelace"),
        ("Ada 🌻", "Ada"),
        ("O’Neil-Smith, Jr.", "O’Neil-Smith, Jr."),
        ("Zoe\u0308", "Zoë"),
        ("\u202eAda\u202c", "Ada"),
        ("נועה", "נועה"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("A\x00da\x07", "Ada"),
        ("", ""),
    ],
)
def test_values_become_speakable(value: str, spoken: str) -> None:
    assert clean_value(NAME, value) == spoken


@pytest.mark.parametrize(
    "value",
    [
        "<b>Ada</b>",
        "{{ name }}",
        "[pause]",
        "../../etc/passwd",
        "a" * 81,
        "a" * 10_000,
        "🌻🌻",
        "$HOME",
    ],
)
def test_values_with_markup_or_too_many_characters_are_refused(value: str) -> None:
    with pytest.raises(SlotError, match='"name"'):
        clean_value(NAME, value)


@given(st.text(max_size=120))
def test_accepted_values_are_plain_text(value: str) -> None:
    try:
        spoken = clean_value(NAME, value)
    except SlotError:
        return
    assert len(spoken) <= 80
    assert not set(spoken) & set("<>{}[]\n\r\t\\/")
    assert all(unicodedata.category(sign)[0] != "C" or sign in "\u200c\u200d" for sign in spoken)


def test_unknown_slots_are_named(small: Script) -> None:
    with pytest.raises(SlotError, match='does not use "nmae"') as caught:
        slot_values(small, {"nmae": "Ada"})
    assert "name" in str(caught.value.hint)


TYPED = """\
id: x
title: X
slots:
  time: {ask: When?, type: choice, choices: [Morning, Evening], default: Evening}
  rounds: {ask: How many?, type: number, min: 1, max: 9, default: "3"}
  lying: {ask: Lying?, type: yes-no, default: "no"}
sections: [{title: A, steps: ["{{ time }} {{ rounds }} {{ 'lie' if lying else 'sit' }}."]}]
"""


def test_typed_slots() -> None:
    script = parse_script(TYPED)
    assert slot_values(script, {}) == {"time": "Evening", "rounds": "3", "lying": ""}
    given = {"time": "morning", "rounds": "7", "lying": "Yes"}
    assert slot_values(script, given) == {"time": "Morning", "rounds": "7", "lying": "yes"}


def test_a_default_in_other_words_is_not_personal() -> None:
    script = parse_script(TYPED)
    assert not is_personal(script, {"lying": "No", "time": "evening", "rounds": " 3"})
    assert is_personal(script, {"time": "morning"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("time", "noon", "not a choice"), ("rounds", "many", "is a number"),
        ("rounds", "10", "from 1 to 9"), ("lying", "perhaps", "yes or no"),
    ],
)  # fmt: skip
def test_values_of_the_wrong_type_are_refused(name: str, value: str, words: str) -> None:
    with pytest.raises(SlotError, match=words):
        slot_values(parse_script(TYPED), {name: value})


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("{ask: a, type: choice}", "choices are for slots"),
        ("{ask: a, choices: [b]}", "choices are for slots"),
        ("{ask: a, min: 3}", "only a slot of type number"),
        ("{ask: a, type: number, min: 3, default: '1'}", "from 3"),
    ],
)
def test_contradictory_slots_are_refused(slot: str, words: str) -> None:
    text = f"id: x\ntitle: X\nslots: {{n: {slot}}}\nsections: [{{title: A, steps: [Hi.]}}]\n"
    with pytest.raises(ScriptError, match=words):
        parse_script(text)


def test_a_profile_is_plain_details(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text("name: Ada\nlying: true\nrounds: 4\nplace:\n", encoding="utf-8")
    assert read_profile(path) == {"name": "Ada", "lying": "yes", "rounds": "4"}
    for wrong in ("- Ada\n", "name: [Ada]\n", "name: &a Ada\n"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(ScriptError):
            read_profile(path)
