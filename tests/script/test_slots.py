from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.errors import SlotError
from quietude.script.model import Script, Slot
from quietude.script.slots import clean_value, slot_values

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
def test_values_that_are_refused(value: str) -> None:
    with pytest.raises(SlotError, match='"name"'):
        clean_value(NAME, value)


@given(st.text(max_size=120))
def test_what_comes_through_is_plain(value: str) -> None:
    try:
        spoken = clean_value(NAME, value)
    except SlotError:
        return
    assert len(spoken) <= 80
    assert not set(spoken) & set("<>{}[]\n\r\t\\/")
    assert all(unicodedata.category(it)[0] != "C" or it in "\u200c\u200d" for it in spoken)


def test_unknown_slots_are_named(small: Script) -> None:
    with pytest.raises(SlotError, match='no slot "nmae"') as caught:
        slot_values(small, {"nmae": "Ada"})
    assert "name" in str(caught.value.hint)
