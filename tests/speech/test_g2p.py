"""Words as a dictionary has them, and rough sounds for words it lacks."""

from __future__ import annotations

import pytest

from quietude.speech.g2p import guessed_phones, plain_words


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("“Grown-up,”", ["grown", "up"]),
        ("it’s", ["it's"]),
        ("Café…", ["cafe"]),
        ("1,204", []),
        ("мир", []),
        ("(hm)", ["hm"]),
        ("'tis", ["tis"]),
    ],
)
def test_words_as_a_dictionary_has_them(token: str, words: list[str]) -> None:
    assert plain_words(token) == words


@pytest.mark.parametrize(
    ("token", "sounds"),
    [
        ("Ship,", "SH IH P"),
        ("1,204", "W AH N TH AW Z AH N D T UW HH AH N D R AH D F AO R"),
        ("3:30", "TH R IY TH ER T IY"),
        ("50%", "F IH F T IY P ER S EH N T"),
        ("007", "Z IH R OW Z IH R OW S EH V AH N"),
        ("NHS", "EH N EY CH EH S"),
        ("мир", ""),
        ("letter", "L EH T ER"),
        ("14", "F AO R T IY N"),
        ("300", "TH R IY HH AH N D R AH D"),
        ("20", "T W EH N T IY"),
        ("0", "Z IH R OW"),
        ("5,000", "F AY V TH AW Z AH N D"),
        ("1234567", "W AH N T UW TH R IY F AO R F AY V S IH K S S EH V AH N"),
        ("a", "AE"),
    ],
)
def test_rough_sounds(token: str, sounds: str) -> None:
    assert " ".join(guessed_phones(token)) == sounds
