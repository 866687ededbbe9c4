"""The contract of every speech engine. An engine joins by its row in the registry."""

from __future__ import annotations

import shlex
import sys
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.errors import EngineError, SpeechError, UsageError
from quietude.speech.engines.base import TIERS, Phrase
from quietude.speech.engines.neural.piper import piper_present
from quietude.speech.engines.neural.voice_engine import front_end_present
from quietude.speech.engines.registry import ENGINES, FLOOR, open_engine
from quietude.speech.processing import trimmed_seconds
from quietude.speech.speaking_rate import SENTENCES
from tiny_phoneme_model import install_tiny_kokoro
from tiny_voice import install_tiny

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Engine
    from quietude.speech.engines.registry import EngineRow

    Opener = Callable[[], Engine]

TEXTS = [
    "Hello.",
    "There is nothing you have to do right now, and nowhere you have to be.",
    "At 3:30 pm, Dr. Lee counted 1,204 steps; it was 50% of them!",
    "Café, naïve, señor, Zoë, Ångström.",
    "One sentence that goes on and on " + "and on " * 20 + "until it ends.",
    "Ha ha \u2014 \u201cquoted\u201d words, with dashes \u2013 and an ellipsis\u2026",
]


# A program that speaks in tones: a word is a beep, and {rate} is obeyed.
BEEPER = """
import sys, wave
words = [word for word in sys.stdin.read().split() if any(map(str.isalnum, word))]
frames = int(22050 * 60 / float(sys.argv[2]) * sum(2 + len(word) for word in words) / 7)
with wave.open(sys.argv[1], "wb") as file:
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(22050)
    period = (b"\\x00\\x20" * 60 + b"\\x00\\xe0" * 60) * (frames // 120 + 1)
    file.writeframes(period[: 2 * frames])
"""


def _prepare(name: str, folder: Path, patch: pytest.MonkeyPatch) -> str:
    """Gets an engine a voice to speak with; returns the voice it is opened for."""
    if name == "command":
        script = folder / "beeper.py"
        script.write_text(BEEPER)
        return shlex.join([sys.executable, str(script), "{out}", "{rate}"])
    if name == "kokoro" and front_end_present():
        patch.setenv("QUIETUDE_DATA_DIR", str(folder / "data"))
        install_tiny_kokoro(folder / "kokoro")
    if name == "piper" and piper_present():
        patch.setenv("QUIETUDE_DATA_DIR", str(folder / "data"))
        install_tiny(folder / "piper")
    return ""


@pytest.fixture(scope="module", params=ENGINES.values(), ids=list(ENGINES))
def row(request: pytest.FixtureRequest) -> EngineRow:
    found: EngineRow = request.param
    return found


@pytest.fixture(scope="module")
def opened(row: EngineRow, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Opens the engine of a row, for a voice that is installed once."""
    with pytest.MonkeyPatch.context() as patch:
        voice = _prepare(row.name, tmp_path_factory.mktemp(row.name), patch)

        def opener() -> Engine:
            try:
                return open_engine(row.name, voice)
            except EngineError as error:
                assert error.hint
                pytest.skip(error.message)

        yield opener


@pytest.fixture(scope="module")
def engine(opened: Opener) -> Iterator[Engine]:
    with opened() as engine:
        yield engine


@pytest.fixture(scope="module")
def said(engine: Engine) -> Callable[[str], Clip]:
    """Says a text at 115 words a minute; each but once."""
    return cache(lambda text: engine.speak(Phrase(text, engine.default_voice("en"), 115)))


@pytest.mark.parametrize("text", TEXTS)
def test_text_becomes_a_clip(said: Callable[[str], Clip], text: str) -> None:
    clip = said(text)
    assert clip.samples.dtype == np.float32
    assert clip.samples.ndim == 1
    assert clip.sample_rate_hz >= 16_000
    assert np.all(np.isfinite(clip.samples))
    assert 0.01 < np.abs(clip.samples).max() <= 1.0
    words = len(text.split())
    assert 0.08 * words < clip.seconds < 2.5 + 1.2 * words


@pytest.mark.parametrize("text", TEXTS)
def test_latin_letters_pass_the_check_of_letters(engine: Engine, text: str) -> None:
    engine.check_letters(text, engine.default_voice("en"))


def test_the_check_of_letters_refuses_what_speaking_refuses(engine: Engine) -> None:
    voice, text = engine.default_voice("en"), "Welcome, 你好."
    try:
        engine.speak(Phrase(text, voice, 115))
    except SpeechError:
        with pytest.raises(SpeechError, match=r"letters|no sound"):
            engine.check_letters(text, voice)
    else:
        engine.check_letters(text, voice)


HOSTILE = {
    "long": "and on it goes, " * 625,
    "no-spaces": "a" * 310,
    "control": "One\x00two\x07three\x1b[31m four\r\nfive\u200b\ufeffsix.",
    "mixed": "Hello Привет 你好 مرحبا friend.",
    "numbers": "1 23 456 7,890 1/2 3.14 50% $5 1e10 2026-11-21 10:45 XIV.",
    "emoji": "I 🌻 you 👩‍👩‍👧 very much 🏳️‍🌈.",
    "markup": "<speak>Hi</speak> & [[hello]] {x} `rm -rf` $(id) %s \\n '\"; quit();",
    "marks": "?!?! Wait -- what... (hm) «so» ‘it’ is; well: yes — no.",
    "foreign": "Привет, мир.",
    "half-a-character": "Here \ud800 it is, my friend.",
    "right-to-left": "Rest \u202ehere\u202c now, \u200fplease.",
    "no-width": "Re\u200bst he\u200dre, \u2060now\ufe0f.",
    "unpronounceable": "Xzqvbr ptkgrw, mbwrzq.",
}


@pytest.mark.parametrize(
    "names",
    [[name for name in HOSTILE if name != "long"], pytest.param(["long"], marks=pytest.mark.slow)],
    ids=["all", "long"],
)
def test_hostile_text_is_spoken_or_refused_in_plain_words(engine: Engine, names: list[str]) -> None:
    voice = engine.default_voice("en")
    for name in names:
        try:
            clip = engine.speak(Phrase(HOSTILE[name], voice, 125))
        except SpeechError as error:
            assert not isinstance(error, EngineError), name
            assert "Traceback" not in error.message
            assert name in {"mixed", "foreign"}
            _assert_as_ever(engine, after=name)
        else:
            words = sum(any(map(str.isalnum, word)) for word in HOSTILE[name].split())
            assert np.all(np.isfinite(clip.samples)), name
            assert np.abs(clip.samples).max() <= 1.0, name
            assert clip.seconds > 0.1 * words, name
    _assert_as_ever(engine, after=names[-1])


def _assert_as_ever(engine: Engine, *, after: str) -> None:
    phrase = Phrase("Hello there.", engine.default_voice("en"), 115)
    assert 0.2 < trimmed_seconds(engine.speak(phrase)) < 2.5, after


def test_faster_is_shorter(row: EngineRow, engine: Engine) -> None:
    assert row.obeys_rate
    text = "You may let the breath come and go, in its own time, with nothing to change."
    voice = engine.default_voice("en")
    lengths = [engine.speak(Phrase(text, voice, rate)).seconds for rate in (100, 120, 140)]
    assert lengths[0] > lengths[1] * 1.08 > lengths[2] * 1.08**2


@pytest.mark.parametrize(
    "apart", [0, *(pytest.param(apart, marks=pytest.mark.slow) for apart in (-10, 10))]
)
def test_the_rate_is_what_was_asked_for(row: EngineRow, engine: Engine, apart: int) -> None:
    if engine.identity().engine == "tone":
        pytest.skip("its words are as long as their letters")
    voice, rate = engine.default_voice("en"), row.calm_wpm + apart
    clips = [engine.speak(Phrase(text, voice, rate)) for text in SENTENCES]
    words = sum(len(text.split()) for text in SENTENCES)
    assert 60 * words / sum(map(trimmed_seconds, clips)) == pytest.approx(rate, rel=0.05)


def test_order_and_repetition_change_nothing(engine: Engine, said: Callable[[str], Clip]) -> None:
    voice = engine.default_voice("en")
    first = [said(text).frames for text in TEXTS[:3]]
    engine.speak(Phrase(TEXTS[0], voice, 130))
    again = [engine.speak(Phrase(text, voice, 115)).frames for text in reversed(TEXTS[:3])]
    assert first == pytest.approx(again[::-1], rel=0.02)


def test_voices_are_listed_and_can_be_used(engine: Engine) -> None:
    voices = engine.voices()
    ids = [voice.id for voice in voices]
    assert ids == sorted(set(ids))
    assert engine.default_voice("en") in ids
    assert all(voice.tier in TIERS for voice in voices)
    assert {voice.engine for voice in voices} == {engine.identity().engine}


def test_an_unknown_voice_is_an_error(engine: Engine) -> None:
    with pytest.raises(EngineError, match="no voice"):
        engine.speak(Phrase("Hello.", "gmw/nonsense", 115))
    assert engine.speak(Phrase("Hello.", engine.default_voice("en"), 115)).frames


@pytest.mark.parametrize("text", ["", "   ", "...", "🌻", "—"])
def test_nothing_to_say_is_an_error(engine: Engine, text: str) -> None:
    with pytest.raises(SpeechError):
        engine.speak(Phrase(text, engine.default_voice("en"), 115))


def test_the_identity_names_versions(row: EngineRow, engine: Engine) -> None:
    identity = engine.identity()
    assert identity.engine == row.name
    assert identity.version
    assert identity == engine.identity()


def test_the_row_tells_the_truth_about_words(row: EngineRow, engine: Engine) -> None:
    text = "Rest your eyes."
    marks = engine.speak(Phrase(text, engine.default_voice("en"), 115)).marks
    assert len(marks) == (len(text.split()) if row.tells_words else 0)
    assert list(marks) == sorted(marks)


def test_the_row_tells_the_truth_about_ipa(row: EngineRow, engine: Engine) -> None:
    write = row.ipa_notation()
    if write is None:
        return
    voice = engine.default_voice("en")
    spelt = engine.speak(Phrase("Hello, Siobhan.", voice, 115))
    spoken = engine.speak(Phrase(f"Hello, {write('ʃɪˈvɔːn')}.", voice, 115))
    assert spoken.seconds != spelt.seconds
    assert trimmed_seconds(spoken) < 2.5  # one name, not its phonemes one by one


def test_closing_ends_an_engine_for_good(row: EngineRow, opened: Opener) -> None:
    engine = opened()
    engine.close()
    engine.close()
    if row.name != "tone":
        with pytest.raises(EngineError, match="closed"):
            engine.speak(Phrase("Hello.", "any", 115))


def test_every_row_says_whose_work_it_is_and_how_to_get_it(row: EngineRow) -> None:
    assert row.provenance
    assert row.install or row.name in {FLOOR, "command", "tone"}


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(UsageError, match="no speech engine"):
        open_engine("nonsense")
