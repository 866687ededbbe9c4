"""Takes found in a folder, made fit to hear, and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Clip
from quietude.errors import SoundError, UsageError
from quietude.plan.model import Utterance
from quietude.speech.takes.cleaning import cleaned, hum_of
from quietude.speech.takes.folder import Take, Takes
from quietude.speech.takes.line_id import line_id
from quietude.speech.takes.report import problems_of, summary_of, take_reports

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

RATE_HZ = 44_100


def utterance(text: str) -> Utterance:
    return Utterance(text, "", 115, 0, 1)


def recording(
    *, words_s: float = 2.0, level: float = 0.1, room: float = 1e-4, hum_hz: float = 0.0
) -> Samples:
    """A second of a room, something spoken, and another second of the room."""
    rng = np.random.default_rng(1)
    spoken = np.zeros(round((words_s + 2.0) * RATE_HZ))
    t = np.arange(len(spoken)) / RATE_HZ
    middle = (t >= 1.0) & (t < 1.0 + words_s)
    spoken[middle] = (
        level * np.sin(2 * np.pi * 187.0 * t[middle]) * (1.2 + np.sin(25.0 * t[middle]))
    )
    hum = sum(np.sin(2 * np.pi * hum_hz * n * t) / n for n in (1, 2, 3)) if hum_hz else 0.0
    return np.asarray(spoken + room * rng.standard_normal(len(t)) + 0.004 * hum, dtype=np.float32)


def strength(samples: Samples, hz: float) -> float:
    """The amplitude of one frequency."""
    turns = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / RATE_HZ)
    return float(np.abs((samples * np.hanning(len(samples)) * turns).mean()))


def put(folder: Path, name: str, samples: Samples | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    soundfile.write(path, recording() if samples is None else samples, RATE_HZ)
    return path


def test_a_take_is_found_by_its_id_and_the_last_one_is_heard(tmp_path: Path) -> None:
    rest = utterance("You can rest.")
    put(tmp_path, f"007 you-can-rest {line_id(rest.text)}.wav")
    second = put(tmp_path, f"you can rest-{line_id(rest.text)}-2.flac")
    stray = put(tmp_path, "birdsong.wav")
    (tmp_path / "notes.txt").write_text("later", encoding="utf-8")
    takes = Takes(tmp_path)
    take = takes.of(rest)
    assert take is not None
    assert take.path == second
    assert takes.of(utterance("You can go.")) is None
    assert takes.unused([rest]) == [stray]
    assert takes.missing([rest, utterance("You can go.")]) == [utterance("You can go.")]


def test_another_recording_under_the_same_name_is_another_clip(tmp_path: Path) -> None:
    rest = utterance("Rest.")
    name = f"{line_id(rest.text)}.wav"
    put(tmp_path, name)
    first = Takes(tmp_path)
    take = first.of(rest)
    assert take is not None
    key = first.key(take, RATE_HZ)
    put(tmp_path, name, recording(words_s=1.5))
    second = Takes(tmp_path)
    again = second.of(rest)
    assert again is not None
    assert second.key(again, RATE_HZ) != key


def test_where_takes_alone_may_be_heard_a_missing_one_is_named(tmp_path: Path) -> None:
    lines = [utterance("One."), utterance("Two.")]
    Takes(tmp_path).refuse_missing(lines, "a.txt")
    with pytest.raises(UsageError, match=r'"One\.", and of 1 more'):
        Takes(tmp_path, only=True).refuse_missing(lines, "a.txt")
    with pytest.raises(UsageError, match="no folder"):
        Takes(tmp_path / "nowhere")


@pytest.mark.parametrize("samples", [np.zeros(RATE_HZ, np.float32), np.full(RATE_HZ, np.nan)])
def test_nothing_is_no_take(tmp_path: Path, samples: Samples) -> None:
    rest = utterance("Rest.")
    soundfile.write(tmp_path / f"{line_id(rest.text)}.wav", samples, RATE_HZ, subtype="FLOAT")
    take = Takes(tmp_path).of(rest)
    assert take is not None
    with pytest.raises(SoundError, match="nothing to hear"):
        take.heard()


def test_a_whole_reading_is_told_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, f"{line_id('Rest.')}.wav")
    monkeypatch.setattr("quietude.speech.takes.folder.LONGEST_S", 3.0)
    monkeypatch.setattr(
        "quietude.speech.takes.folder.read_samples", lambda _path: pytest.fail("read")
    )
    with pytest.raises(SoundError, match="lasts longer than 3 s"):
        Take(path, 1).heard()


@pytest.mark.parametrize("rate_hz", [100, 1000])
def test_a_file_too_slow_for_a_voice_is_refused(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / f"{line_id('Rest.')}.wav"
    soundfile.write(path, recording()[:5000], rate_hz)
    with pytest.raises(SoundError, match="hold no voice"):
        Take(path, 1).heard()
    assert Takes(tmp_path).spectrum is None


def test_a_take_is_cut_at_its_quiet_edges_whatever_its_room() -> None:
    for room in (1e-4, 2e-3):
        clip, quality = cleaned(Clip(recording(room=room), RATE_HZ))
        assert quality.seconds == pytest.approx(2.0, abs=0.05)
        assert clip.seconds == pytest.approx(2.0 + 0.22, abs=0.05)
        assert quality.clipped == 0


@pytest.mark.parametrize("mains_hz", [50.0, 60.0])
def test_hum_is_found_and_filtered(mains_hz: float) -> None:
    samples = recording(hum_hz=mains_hz)
    assert hum_of(samples, RATE_HZ) == mains_hz
    clip, quality = cleaned(Clip(samples, RATE_HZ))
    assert quality.hum_hz == mains_hz
    assert strength(clip.samples, 2 * mains_hz) < 0.2 * strength(samples, 2 * mains_hz)
    assert hum_of(recording(), RATE_HZ) == 0.0


def test_takes_to_record_again_are_named(tmp_path: Path) -> None:
    texts = ["A calm line to read.", "A loud line to read.", "Another line to read.", "Gone."]
    lines = [utterance(text) for text in texts]
    put(tmp_path, f"{line_id(texts[0])}.wav")
    loud = np.clip(recording(level=0.9), -0.999, 0.999)
    put(tmp_path, f"{line_id(texts[1])}.wav", loud)
    put(tmp_path, f"{line_id(texts[2])}.wav", recording(room=0.01))
    fine, too_loud, noisy, gone = take_reports(Takes(tmp_path), lines)
    assert fine.problems == ()
    assert any("too loud for the recorder" in problem for problem in too_loud.problems)
    assert any("below the voice" in problem for problem in noisy.problems)
    assert gone.problems == ("not recorded",)


def test_clicks_around_the_words_are_cut_away_and_those_between_are_named() -> None:
    words = recording(words_s=1.0)
    gap = recording(words_s=1.0)[RATE_HZ:]
    whole = np.concatenate([words, gap])  # words from 1 to 2 s and from 3 to 4 s
    for at_s in (0.6, 2.6, 4.5):
        at = round(at_s * RATE_HZ)
        whole[at : at + 300] += 0.02 * np.random.default_rng(2).standard_normal(300)
    clip, quality = cleaned(Clip(whole.astype(np.float32), RATE_HZ))
    assert quality.seconds == pytest.approx(3.0, abs=0.05)
    assert clip.frames / RATE_HZ == pytest.approx(3.22, abs=0.06)
    assert quality.clicks_s == pytest.approx((2.6,), abs=0.03)
    [problem] = problems_of(utterance("Two words and a pause here."), quality, quality.speech_db)
    assert "a click, of lips or of a key, at 2.6 s" in problem
    burst = recording(words_s=1.0)
    at = round(2.12 * RATE_HZ)  # the end of "up", a tenth of a second after its vowel
    burst[at : at + 300] += 0.02 * np.random.default_rng(2).standard_normal(300)
    assert cleaned(Clip(burst, RATE_HZ))[1].seconds == pytest.approx(1.13, abs=0.03)


def test_a_room_that_is_never_alone_is_not_judged(tmp_path: Path) -> None:
    phrases = [utterance("You can rest."), utterance("Let it be.")]
    sound = recording()
    soft = sound[RATE_HZ : 3 * RATE_HZ]  # its softest moments are words
    for phrase, samples in zip(phrases, (sound, soft), strict=True):
        put(tmp_path, f"{line_id(phrase.text)}.wav", samples)
    reports = take_reports(Takes(tmp_path), phrases)
    around, tight = (report.quality for report in reports)
    assert around is not None
    assert tight is not None
    assert around.distance_db is not None
    assert around.distance_db > 50
    assert tight.distance_db is None
    assert not any("room" in problem for report in reports for problem in report.problems)
    assert "The room is not known in 1 of 2 takes" in summary_of(reports)
    assert summary_of(reports[1:]).startswith("Levels +0 to +0 dB")
