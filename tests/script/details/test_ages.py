"""Ages as people write them."""

from __future__ import annotations

import pytest

from quietude.errors import SlotError
from quietude.script.details.ages import age_in_words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("7", "7"),
        ("seven", "seven"),
        ("Seven.", "Seven"),
        ("about seven", "seven"),
        ("maybe about 7 years old", "7"),
        ("7-year-old", "7"),
        ("five or six", "five or six"),
        ("four to six", "four to six"),
        ("forty-one", "forty-one"),
        ("six and a half", "six and a half"),
        ("I'm 41", "41"),
    ],
)
def test_an_age_fits_into_a_sentence(written: str, spoken: str) -> None:
    assert age_in_words("child_age", written) == spoken


@pytest.mark.parametrize("written", ["-3", "banana", "or", "about", "700", "seven bananas", "³"])
def test_other_values_are_refused_without_being_quoted(written: str) -> None:
    with pytest.raises(SlotError) as refused:
        age_in_words("child_age", written)
    assert '"child_age" is an age' in str(refused.value)
    assert written == "or" or written not in refused.value.message
