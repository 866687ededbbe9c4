"""Letters that a voice cannot read are found before anything is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quietude.errors import SpeechError
from quietude.plan.request import Request
from quietude.script.lexicon import Lexicon, Pronunciation
from quietude.script.parse import parse_script
from quietude.session.planning import session_plan, unreadable_here
from quietude.session.render import render
from quietude.sound.targets import TARGETS
from quietude.speech.engines.phrase_checks import ascii_text
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.unreadable import (
    readable_values,
    reader,
    refuse_unreadable,
    unreadable_lines,
)
from quietude.speech.voice_selection import ChosenVoice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.plan.model import Plan
    from quietude.script.model import Script

TEXT = """
id: letters
title: Letters
intensity: light
bed: none
slots:
  name: {ask: Name, default: "", fallback: dear friend}
  place: {ask: Place, default: a garden}
sections:
  - title: A
    role: practice
    steps:
      - "Welcome{{ ', ' + name if name }} to {{ place }}. Sit down."
      - OTHER and rest.
      - Rest now.
"""


class LatinVoice(ToneEngine):
    """Tones that refuse whatever flite would refuse."""

    def check_letters(self, text: str, voice: str) -> None:  # noqa: ARG002
        ascii_text(text)


def script(other: str = "Breathe") -> Script:
    return parse_script(TEXT.replace("OTHER", other), source="letters.yaml")


def plan(read: Script, request: Request | None = None) -> Plan:
    return session_plan(read, request or Request(), "tone", TARGETS["podcast"])


def test_lines_are_named_with_their_number() -> None:
    errors = unreadable_lines(plan(script("你好, Привет")), LatinVoice(), "tone")
    assert [error.line for error in errors] == [14]
    assert "Chinese and Cyrillic letters" in errors[0].message
    assert unreadable_lines(plan(script("Ça va, Zoë")), LatinVoice(), "tone") == []


@pytest.mark.parametrize("engine", ["hibari", "piper", "flite"])
def test_pronunciations_in_ipa_are_not_letters_to_read(engine: str) -> None:
    close = session_plan(script("Close your eyes"), Request(), engine, TARGETS["podcast"])
    assert unreadable_lines(close, LatinVoice(), "tone") == []


def test_the_first_line_is_refused_and_the_others_named() -> None:
    request = Request(slot_values={"place": "сад"})
    with pytest.raises(SpeechError, match=r"Cyrillic letters \(line 14, too\)") as caught:
        refuse_unreadable(plan(script("你好"), request), LatinVoice(), "tone", "letters.yaml")
    assert caught.value.where == "letters.yaml:13"


def test_a_value_that_cannot_be_read_gives_way() -> None:
    reads = reader(LatinVoice(), "tone")
    given = Request(slot_values={"name": "李", "place": "сад"})
    request, names = readable_values(script(), given, reads)
    assert names == ("name", "place")
    texts = [phrase.text for phrase in plan(script(), request).utterances()]
    assert texts[0] == "Welcome, dear friend to a garden."
    kept = Request(slot_values={"name": "Zoë", "place": "a quiet room"})
    assert readable_values(script(), kept, reads) == (kept, ())


def test_a_pronunciation_makes_a_value_readable() -> None:
    given = Request(slot_values={"name": "李"}, lexicon=Lexicon((Pronunciation("李", "Lee"),)))
    assert readable_values(script(), given, reader(LatinVoice(), "tone")) == (given, ())


def test_a_render_refuses_before_it_speaks(tmp_path: Path) -> None:
    spoken: list[str] = []

    class Counting(LatinVoice):
        def speak(self, phrase):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            spoken.append(phrase.text)
            return super().speak(phrase)

    with ChosenVoice(Counting(), "tone", "test") as voice:
        with pytest.raises(SpeechError, match="Chinese"):
            render(script("你好"), tmp_path / "a.wav", voice=voice)
        assert spoken == []
        session = render(
            script(), tmp_path / "a.wav", Request(slot_values={"name": "李"}), voice=voice
        )
    assert session.unreadable_slots == ("name",)
    assert "Welcome, dear friend to a garden." in spoken
    assert not any("李" in text for text in spoken)


def test_latin_scripts_open_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_arguments: object) -> None:
        pytest.fail("an engine was opened")

    monkeypatch.setattr("quietude.session.planning.open_voice", opened)
    assert unreadable_here(script("Ça va, Łódź, naïve")) == []
