"""Binaural and isochronic tones: what they are, how loud, and whether they come through."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import BRIEF_S
from quietude import Request, Script, Sound, render
from quietude.audio.clip import Samples
from quietude.audio.loudness import LoudnessMeter
from quietude.deliver.formats.registry import FORMATS
from quietude.errors import UsageError
from quietude.script.bed import LibraryBed, NoBed
from quietude.sound.beds import BedSource
from quietude.sound.contrast import WCAG_DB
from quietude.sound.mix import VOICE_LUFS, Mix
from quietude.sound.power_profile import SpeechBandMeter
from quietude.sound.tones import Tones, ToneStem, parse_tones, with_tones
from spoken import clip_of, session

RATE_HZ = 44_100
BINAURAL, ISOCHRONIC = Tones("binaural", 6.0, 200.0), Tones("isochronic", 5.0, 220.0)


def pitch_hz(mono: Samples, rate_hz: int) -> float:
    """The strongest pitch between 150 and 250 Hz, to a few hundredths of a hertz."""
    points = 1 << 21
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), points))
    first, last = (round(hz * points / rate_hz) for hz in (150.0, 250.0))
    return float((first + int(np.argmax(spectrum[first:last]))) * rate_hz / points)


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 9000), min_size=1, max_size=9), binaural=st.booleans())
def test_blocks_make_no_difference(cuts: list[int], binaural: bool) -> None:  # noqa: FBT001
    tones = BINAURAL if binaural else ISOCHRONIC
    stem = ToneStem(tones, RATE_HZ)
    parts = np.concatenate([stem.read(frames) for frames in cuts])
    np.testing.assert_allclose(ToneStem(tones, RATE_HZ).read(sum(cuts)), parts, atol=1e-6)


def test_each_ear_has_its_pitch_hours_later() -> None:
    stem = ToneStem(BINAURAL, RATE_HZ)
    stem._now = 8 * 3600 * RATE_HZ
    block = stem.read(4 * RATE_HZ)
    assert pitch_hz(block[:, 0], RATE_HZ) == pytest.approx(197.0, abs=0.06)
    assert pitch_hz(block[:, 1], RATE_HZ) == pytest.approx(203.0, abs=0.06)
    assert np.abs(block).max() == pytest.approx(1.0, abs=1e-3)


def test_isochronic_tones_swell_without_a_step() -> None:
    block = ToneStem(ISOCHRONIC, RATE_HZ).read(RATE_HZ)
    np.testing.assert_array_equal(block[:, 0], block[:, 1])
    level = np.abs(block[:, 0]).reshape(100, -1).max(axis=1)
    assert (level < 0.05).sum() >= 4
    assert (level > 0.95).sum() >= 5
    assert np.abs(np.diff(block[:, 0], 2)).max() < 0.002


def lufs(block: Samples) -> float:
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    meter.add(block)
    return meter.integrated_lufs()


@pytest.mark.parametrize("tones", [BINAURAL, ISOCHRONIC])
def test_tones_lie_8_lu_under_a_bed_and_are_added_to_it(tones: Tones) -> None:
    """Samples and powers, which the level of the whole bed follows from."""
    bed = BedSource(lambda: LOUD, lambda first, last: np.full((4, last - first), 1e-3))
    both = with_tones(bed, tones, RATE_HZ, -20.0)
    block = both.open().read(4 * RATE_HZ)
    alone = block - np.float32(0.25)
    assert lufs(alone) == pytest.approx(-28.0, abs=0.1)
    meter = SpeechBandMeter(RATE_HZ, 2)
    meter.add(alone)
    told = both.powers(3, 40)
    assert told.shape == (4, 37)
    ratio = (told - 1e-3).mean(axis=1) / meter.powers().mean(axis=1)
    np.testing.assert_allclose(ratio, 1.0, rtol=0.02)


class Steady:
    """A bed that is one number."""

    def read(self, frames: int) -> Samples:
        return np.full((frames, 2), 0.25, dtype=np.float32)

    def seek(self, frame: int) -> None:
        pass


LOUD = Steady()


def test_tones_lie_under_the_voice_and_fade_with_everything() -> None:
    mix = Mix(session(), clip_of, NoBed(), tones=BINAURAL)
    assert min(mix.contrast().rms_db) >= WCAG_DB
    block = mix.stems()["bed"].read(12 * RATE_HZ)
    assert np.abs(block[:10]).max() < 1e-5
    # Without the gain of the bed over the session they are as loud as where they were put.
    at = np.arange(5 * RATE_HZ, 12 * RATE_HZ)
    plain = block[at] / mix.bed_curve.at(at)[:, None]
    assert lufs(plain.astype(np.float32)) == pytest.approx(VOICE_LUFS - 8.0, abs=0.1)


def test_isochronic_tones_beat_at_their_rate() -> None:
    """One swell for each beat, sine squared: half of full scale at a quarter of it."""
    level = np.abs(ToneStem(ISOCHRONIC, RATE_HZ).read(2 * RATE_HZ)[:, 0])
    beats = level.reshape(10, -1)  # 5 a second
    envelope = beats.max(axis=0).reshape(20, -1).max(axis=1)
    expected = np.sin(np.pi * (np.arange(20) + 0.5) / 20) ** 2
    np.testing.assert_allclose(envelope, expected, atol=0.1)


def test_there_are_no_tones_by_default(brief: Script, tmp_path: Path) -> None:
    result = render(brief, tmp_path / "a.wav", Request(BRIEF_S, engine="tone"), Sound(bed=NoBed()))
    assert result.sound.tones is None


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "m4b"])
def test_every_encoder_keeps_the_ears_apart(small: Script, tmp_path: Path, name: str) -> None:
    if name == "m4a" and not shutil.which("ffmpeg"):
        pytest.skip("needs ffmpeg")
    path = tmp_path / f"a.{name}"
    request = Request(duration_s=48.0, engine="tone")
    result = render(small, path, request, Sound(bed=LibraryBed("pink"), tones=BINAURAL))
    form = FORMATS[name]
    rate_hz = form.rate_hz(RATE_HZ)
    sound = np.concatenate(list(form.decode_session(path, form.frames(48 * RATE_HZ, RATE_HZ))))
    silence = max(result.timeline.silences, key=lambda silence: silence.length_frames)
    start = silence.start_frame * rate_hz // RATE_HZ + rate_hz
    part = sound[start : start + 4 * rate_hz]
    assert pitch_hz(part[:, 0], rate_hz) == pytest.approx(197.0, abs=0.2)
    assert pitch_hz(part[:, 1], rate_hz) == pytest.approx(203.0, abs=0.2)


@pytest.mark.parametrize(
    ("written", "tones"),
    [
        ("binaural", Tones("binaural", 6.0, 200.0)),
        ("Binaural:4.5", Tones("binaural", 4.5, 200.0)),
        ("isochronic:8@180", Tones("isochronic", 8.0, 180.0)),
        ("isochronic@300", Tones("isochronic", 6.0, 300.0)),
        (" binaural:0.5@80 ", Tones("binaural", 0.5, 80.0)),
        ("binaural:40@600", Tones("binaural", 40.0, 600.0)),
    ],
)
def test_the_notation_of_tones(written: str, tones: Tones) -> None:
    assert parse_tones(written) == tones
    assert parse_tones(str(tones)) == tones


@pytest.mark.parametrize(
    "written",
    ["", "binural", "binaural:", "binaural:41", "binaural:0.4", "isochronic:5@601", "binaural@79"],
)
def test_other_notations_are_refused(written: str) -> None:
    with pytest.raises(UsageError):
        parse_tones(written)
