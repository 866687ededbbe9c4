"""SSML: speech, silences and pronunciations are kept, everything else is reported."""

from __future__ import annotations

import pytest

from examples import imported_steps
from notations import PRONOUNCED, SSML
from quietude.errors import ScriptError
from quietude.script.importing.importer import import_text


def test_ssml() -> None:
    imported = import_text(SSML, "x.ssml")
    first, second = imported.data["sections"]
    assert first["steps"] == [
        {"say": "Welcome S.", "says": {"S.": {"says": "Saoirse", "exact": True}}}, "Rest", {"pause": "3s"}, "here.", {"pause": "13.1s"},
    ]  # fmt: skip
    assert second["title"] == "Second part"
    assert second["steps"][0] == "Slowly now."
    assert second["steps"][1] == {"note": "audio http://example.org/x.mp3"}
    assert any("<prosody rate" in assumption.text for assumption in imported.assumptions)


def test_ssml_pronunciations_are_kept_and_effects_reported() -> None:
    imported = import_text(PRONOUNCED, "x.ssml")
    found = imported.data["sections"][0]["steps"]
    assert found == [
        {
            "say": "To Niamh on the 3rd, from BBC by Ed, 1/2.",
            "says": {"Niamh": {"ipa": "niːv"}, "BBC": {"says": "B B C", "exact": True}},
        },
        "Slowly. D is here. So so. Hi", "Me.", "in", {"pause": "1s"}, "two",
    ]  # fmt: skip
    reported = {(assumption.line, assumption.text) for assumption in imported.assumptions}
    assert {
        (1, '"Niamh" is pronounced "niːv"'),
        (2, '"3" is read as 3rd'),
        (2, '"BBC" is pronounced "B B C"'),
        (3, '"x-sampa" of "Ed" is left out; the words are kept'),
        (3, '"date" of "1/2" is left out; the words are kept'),
        (4, '<prosody rate="slow"> is left out; its words are kept (also on line 5)'),
        (5, '<emphasis level="strong"> is left out; its words are kept'),
        (6, '<voice name="z"> is left out; its words are kept'),
        (6, "<sub> is left out: its words are parted by another tag"),
    } <= reported
    assert any(line == 4 and 'how "D" is said is left out' in text for line, text in reported)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<speak>Hello", "well-formed"),
        ("<speak>&nbsp;Hi</speak>", "well-formed"),
        ('<!DOCTYPE speak [<!ENTITY a "aaaa">]><speak>&a;</speak>', "DTD"),
        ("<speak>" + "<p>" * 100 + "x" + "</p>" * 100 + "</speak>", "deep"),
        ("<speak><break/></speak>", "nothing is spoken"),
    ],
)
def test_broken_ssml_is_refused(text: str, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        import_text(text, "x.ssml")


@pytest.mark.parametrize(
    "inside", ["bell", '<sub alias="bell sound effect">bell</sub>', "<p>x</p>"]
)
def test_words_inside_audio_are_not_spoken(inside: str) -> None:
    audio = f'<audio src="bell.mp3">{inside}<break time="9s"/></audio>'
    found = imported_steps(f"<speak>Rest. {audio}Go re&#xAD;laxed.</speak>", "x.ssml")
    assert found == ["Rest.", {"note": "audio bell.mp3"}, "Go relaxed."]
