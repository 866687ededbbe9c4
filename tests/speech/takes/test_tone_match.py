"""One curve for all takes of a folder, and voices between them at their level and in their tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from murmurs import RATE_HZ, murmur
from quietude.audio.clip import Clip
from quietude.audio.loudness import gated_lufs
from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Timeline
from quietude.sound.narration import Narration, phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.on_demand import OnDemand
from quietude.speech.speaker import Speaker
from quietude.speech.takes import folder as folder_module
from quietude.speech.takes.folder import Takes
from quietude.speech.takes.line_id import line_id
from quietude.speech.takes.octave_levels import octave_powers
from quietude.speech.takes.recorded_first import RecordedFirst
from quietude.speech.takes.room_tone import room_tone
from quietude.speech.voice_selection import ChosenVoice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.speech.engines.base import Phrase

WARM, THIN = {250: 4.0, 4000: -4.0}, {250: -3.0, 2000: 2.0, 4000: 3.0}
LINES = [Utterance(f"Line {n} of the script.", "tone", 115, 0, n + 1) for n in range(4)]
NAME = Utterance("Hello, Ada.", "tone", 115, 0, 9)


class Thin(ToneEngine):
    """A voice that is thin and soft, and counts what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def speak(self, phrase: Phrase) -> Clip:
        self.said.append(phrase.text)
        quiet = np.zeros(RATE_HZ // 10, np.float32)
        words = murmur(1.5, seed=len(phrase.text), level=0.02, colour_db=THIN)
        return Clip(np.concatenate([quiet, words, quiet]), RATE_HZ)


@pytest.fixture(autouse=True)
def little_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "KNOWN_FROM_S", 5.0)


def record(folder: Path, line: Utterance, sound: Samples, room: float = 1e-4) -> Path:
    folder.mkdir(exist_ok=True)
    around = np.zeros(RATE_HZ // 2, np.float32)
    whole = np.concatenate([around, sound, around])
    noise = np.random.default_rng(3).standard_normal(len(whole)) * room
    path = folder / f"001 line {line_id(line.text)}.wav"
    soundfile.write(path, whole + noise, RATE_HZ, subtype="PCM_24")
    return path


@pytest.fixture
def takes(tmp_path: Path) -> Path:
    folder = tmp_path / "takes"
    for n, line in enumerate(LINES):
        record(folder, line, murmur(1.5, seed=n, colour_db=WARM))
    return folder


def nothing(_done: int, _total: int) -> None:
    pass


def timeline_of(lengths: Mapping[Utterance, int]) -> Timeline:
    """Phrases one after the other."""
    starts = np.cumsum([0, *lengths.values()])
    placed = [
        Placement(line, int(start), length)
        for start, (line, length) in zip(starts[:-1], lengths.items(), strict=True)
    ]
    return Timeline("", tuple(placed), (), (), (), (), int(starts[-1]), RATE_HZ)


def octaves_db(samples: Samples) -> NDArray[np.float64]:
    return 10.0 * np.log10(octave_powers(Clip(samples, RATE_HZ)))


def test_all_takes_have_the_curve_of_all_of_them(takes: Path) -> None:
    curve = Takes(takes).curve
    assert curve.gains_db[1] < 0 < curve.gains_db[5]
    # One line of another colour is heard with the curve of all, and hardly changes it.
    record(takes, LINES[3], murmur(1.5, seed=9, colour_db={1000: 6.0}))
    changed = Takes(takes)
    assert np.abs(np.subtract(changed.curve.gains_db, curve.gains_db)).max() <= 1
    with Thin() as engine:
        spoken = Speaker(engine, user_cache(), RATE_HZ, takes=changed).speak_all(LINES, nothing)
    for line in (LINES[0], LINES[3]):
        take = changed.of(line)
        assert take is not None
        before, after = octaves_db(take.heard()[0].samples), octaves_db(spoken.clip(line).samples)
        np.testing.assert_allclose(after - before, changed.curve.gains_db, atol=1.0)


def test_keys_follow_the_curve_and_not_every_recording(
    takes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key() -> str:
        found = Takes(takes)
        take = found.of(LINES[0])
        assert take is not None
        return found.key(take, RATE_HZ)

    first = key()
    record(takes, NAME, murmur(1.5, seed=8, colour_db=WARM))
    assert key() == first
    for n, line in enumerate(LINES[1:]):
        record(takes, line, murmur(1.5, seed=n, colour_db=THIN))
    assert key() != first
    monkeypatch.setattr(folder_module, "KNOWN_FROM_S", 20.0)
    short = Takes(takes)
    assert short.spectrum is None
    assert short.curve.is_flat
    assert short.tone_db == ()


def test_levels_are_measured_once_and_go_with_their_take(
    takes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (takes / f"broken {line_id('Gone.')}.wav").write_bytes(b"RIFF")
    first = Takes(takes).spectrum
    monkeypatch.setattr(folder_module, "words_and_room", lambda _clip: pytest.fail("again"))
    assert Takes(takes).spectrum == first
    take = Takes(takes).of(LINES[0])
    assert take is not None
    assert user_cache().remove_starting(take.key_prefix) == 1


def test_a_phrase_nobody_recorded_comes_within_one_unit_and_nearer_in_each_octave(
    takes: Path,
) -> None:
    said = [*LINES, NAME]
    with Thin() as engine:
        plain = Speaker(engine, user_cache(), RATE_HZ).speak_all([NAME], nothing).clip(NAME)
        speaker = Speaker(engine, user_cache(), RATE_HZ, power=phrase_power, takes=Takes(takes))
        spoken = speaker.speak_all(said, nothing)
        assert spoken.recorded == frozenset(LINES)
        count = len(engine.said)
        again = Speaker(engine, user_cache(), RATE_HZ, takes=Takes(takes)).speak_all(said, nothing)
        assert len(engine.said) == count
        assert again.lengths == spoken.lengths
    own = np.mean([octaves_db(spoken.clip(line).samples) for line in LINES], axis=0)

    def apart_db(samples: Samples) -> NDArray[np.float64]:
        """The distance of a phrase from the takes in each octave from 250 Hz to 4 kHz."""
        found = (octaves_db(samples) - own)[1:6]
        return np.asarray(np.abs(found - found.mean()))

    before, after = apart_db(plain.samples), apart_db(spoken.clip(NAME).samples)
    assert before.max() > 4.0
    assert after.max() < 1.5
    narration = Narration(
        timeline_of(spoken.lengths), spoken.clip, -20.0, spoken.powers, spoken.recorded
    )
    levels = [gated_lufs(phrase_power(Clip(narration.phrase(line), RATE_HZ))) for line in said]
    assert levels[-1] == pytest.approx(np.median(levels[:-1]), abs=1.0)
    # Other recordings ask for another curve, and for no phrase to be spoken again.
    for n, line in enumerate(LINES):
        record(takes, line, murmur(1.5, seed=n, colour_db=THIN))
    with Thin() as engine:
        other = Speaker(engine, user_cache(), RATE_HZ, takes=Takes(takes)).speak_all(said, nothing)
        assert engine.said == []
        assert apart_db(other.clip(NAME).samples).max() > after.max()
        # Forgotten, it is gone in each of its forms, whatever takes they were for.
        assert Speaker(engine, user_cache(), RATE_HZ, takes=Takes(takes)).forget([NAME]) == 3


def test_a_live_session_is_near_the_takes_once_its_voice_is_measured(takes: Path) -> None:
    chosen = ChosenVoice(Thin(), "tone", "asked for")
    with OnDemand(chosen, user_cache(), RATE_HZ, phrase_power) as speaking:

        def session() -> RecordedFirst:
            made = RecordedFirst(speaking, Takes(takes), user_cache(), RATE_HZ, phrase_power)
            made.wait_for([*LINES, NAME])
            return made

        first = session()
        plain = first.clip(NAME)
        np.testing.assert_array_equal(plain.samples, speaking.clip(NAME).samples)
        sentences = Speaker(chosen.engine, user_cache(), RATE_HZ, takes=Takes(takes)).tone_match
        assert sentences is not None
        speaking.wait_for(sentences.sentences("tone"))  # ordered by the first session, for later
        np.testing.assert_array_equal(first.clip(NAME).samples, plain.samples)
        second = session()
        matched = second.clip(NAME)
        assert matched.frames == second.lengths([NAME])[NAME] == plain.frames
        rendered = Speaker(chosen.engine, user_cache(), RATE_HZ, takes=Takes(takes))
        expected = rendered.speak_all([NAME], nothing).clip(NAME)
        np.testing.assert_allclose(matched.samples, expected.samples, atol=1e-4)
        np.testing.assert_allclose(second.powers([NAME])[NAME], phrase_power(matched), rtol=1e-6)
        assert second.powers([NAME])[NAME] is second.powers([NAME])[NAME]


def test_the_room_between_takes_has_their_curve_and_no_seam(takes: Path) -> None:
    for n, line in enumerate(LINES):
        record(takes, line, murmur(1.5, seed=n, colour_db=WARM), room=3e-3)
    found = Takes(takes)
    loop = room_tone(found, LINES, user_cache(), RATE_HZ)
    assert loop is not None
    take = found.of(LINES[0])
    assert take is not None
    gains = octaves_db(loop) - octaves_db(take.room().samples)
    np.testing.assert_allclose(gains[2:], found.curve.gains_db[2:], atol=1.0)
    seam = np.concatenate([loop[-2000:], loop[:2000]])
    assert np.abs(np.diff(seam)).max() < 1.2 * np.abs(np.diff(loop)).max()
