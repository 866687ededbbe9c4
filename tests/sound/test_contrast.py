"""The bed lies 20 dB and more below the voice while it speaks: every bed, by level and loudness."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from scipy import signal

from quietude.audio.clip import Clip
from quietude.audio.loudness import k_weighting
from quietude.plan.model import Cue, Utterance
from quietude.plan.timeline import CuePlacement, Placement
from quietude.script.bed import Bed, LibraryBed, NoBed, TrackBed
from quietude.sound.assets import beds
from quietude.sound.beds import BedSource, open_bed
from quietude.sound.contrast import (
    REQUIRED_LU,
    REQUIRED_SPEECH_DB,
    WCAG_DB,
    Contrast,
    measure_contrast,
)
from quietude.sound.levels import LevelOffsets
from quietude.sound.mix import Mix
from quietude.sound.power_profile import BAND_HZ, SPEECH, SpeechBandMeter
from spoken import clip_of, session

RATE_HZ = 44_100
QUICK_BEDS = ["rain", "ocean", "bowl-drone"]
"""Noise, waves and tones: the others are made of the same."""
SLOW_BEDS = [
    pytest.param(bed, marks=pytest.mark.slow) for bed in sorted(beds()) if bed not in QUICK_BEDS
]


@pytest.mark.parametrize("bed", [*QUICK_BEDS, *SLOW_BEDS])
def test_every_bed_is_20_db_below_the_voice(bed: str) -> None:
    """By its own figures, and by scipy's, phrase by phrase on the stems."""
    mix, timeline = Mix(session(), clip_of, LibraryBed(bed)), session()
    found = mix.contrast()
    assert len(found.rms_db) == len(timeline.placements)
    assert min(found.rms_db) >= WCAG_DB
    assert min(found.loudness_lu) >= REQUIRED_LU - 0.01
    assert min(found.speech_db) >= REQUIRED_SPEECH_DB - 0.01
    assert max(found.loudness_lu) < 40.0  # and it is there
    # The share that three phrases in four need is taken from the whole bed, not from each for itself.
    starts = np.array([placed.start_frame for placed in timeline.placements])
    gains = mix.bed_curve.at(starts)
    assert (gains > 0.99 * gains.max()).mean() >= 0.4  # some go down with their neighbours
    stems = mix.stems()
    last = timeline.placements[5].end_frame
    voice, under = (stems[name].read(last) for name in ("voice", "bed"))
    for number, placed in enumerate(timeline.placements[:6]):
        # The sound before a phrase is in the filters, as it is in a listener's ears.
        before = slice(max(0, placed.start_frame - RATE_HZ // 2), placed.end_frame)
        inside = -(-placed.start_frame // 4410) * 4410 - before.start
        length = placed.end_frame // 4410 * 4410 - before.start - inside
        heard = [signal.sosfilt(k_weighting(RATE_HZ), x[before], axis=0) for x in (voice, under)]
        plain = voice[before], under[before]
        for levels, pair in ((found.rms_db, plain), (found.loudness_lu, heard)):
            a, b = (x[inside : inside + length] for x in pair)
            expected = 10 * np.log10((a**2).mean() / (b**2).mean())
            # Of tones, more is reckoned with: they may add up.
            assert expected - 4.0 < levels[number] < expected + 1.0


@pytest.fixture(scope="module")
def over_rain() -> Mix:
    return Mix(session(), clip_of, LibraryBed("rain"))


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
@pytest.mark.parametrize("cuts", [[200_000], [1, 4409, 70_001, 125_589]])
def test_the_band_of_words_agrees_with_a_band_pass_filter(rate_hz: int, cuts: list[int]) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, (200_000, 2)).astype(np.float32)
    noise[:, 1] *= 0.5
    noise[100_000:] *= 0.1
    meter = SpeechBandMeter(rate_hz, 2)
    at = 0
    for frames in cuts:
        meter.add(noise[at : at + frames])
        at += frames
    band = signal.butter(8, BAND_HZ, "bandpass", fs=rate_hz, output="sos")
    expected = (signal.sosfilt(band, noise, axis=0) ** 2).sum(axis=1)
    found = meter.powers()[SPEECH]
    hop = rate_hz // 10
    assert len(found) == 200_000 // hop
    for half in (slice(0, 99_000), slice(105_000, 200_000)):
        hops = slice(-(-half.start // hop), half.stop // hop)
        level = 10 * np.log10(found[hops].mean() / expected[half].mean())
        assert level == pytest.approx(0.0, abs=0.4)


def test_a_soft_bed_that_covers_words_is_lowered(tmp_path: Path) -> None:
    """The stand-in voice has little above 700 Hz: what lies there covers it, what lies below not."""
    clearances = []
    for name, band in (("low", (60.0, 400.0)), ("middle", (1000.0, 3000.0))):
        noise = np.random.default_rng(1).normal(0, 0.1, RATE_HZ * 20)
        sos = signal.butter(4, band, "bandpass", fs=RATE_HZ, output="sos")
        soundfile.write(tmp_path / f"{name}.wav", signal.sosfilt(sos, noise), RATE_HZ)
        found = Mix(session(), clip_of, TrackBed(tmp_path / f"{name}.wav")).contrast()
        clearances.append(found)
    low, middle = clearances
    assert min(low.speech_db) > REQUIRED_SPEECH_DB + 10
    assert min(middle.speech_db) >= REQUIRED_SPEECH_DB - 0.01
    assert min(middle.loudness_lu) > min(low.loudness_lu) + 1


def test_a_louder_bed_shows_in_the_contrast(over_rain: Mix) -> None:
    usual = over_rain.contrast()
    louder = Mix(session(), clip_of, LibraryBed("rain"), LevelOffsets(bed_db=9.0)).contrast()
    np.testing.assert_allclose(np.subtract(usual.rms_db, louder.rms_db), 9.0, atol=0.01)
    summary = louder.summary()
    assert summary
    assert summary["least_db"] <= summary["median_db"]


def test_a_louder_voice_leaves_the_rest_as_it_is(over_rain: Mix) -> None:
    usual, louder = (
        over_rain,
        Mix(session(), clip_of, LibraryBed("rain"), LevelOffsets(voice_db=6.0)),
    )
    last = session().placements[2].end_frame
    for name, gain in (("voice", 10 ** (6 / 20)), ("bed", 1.0), ("cues", 1.0)):
        found, wanted = louder.stems()[name].read(last), usual.stems()[name].read(last)
        np.testing.assert_allclose(found, gain * wanted, atol=2e-4)
    more = np.subtract(louder.contrast().rms_db, usual.contrast().rms_db)
    np.testing.assert_allclose(more, 6.0, atol=0.05)


def test_without_a_bed_there_is_no_contrast() -> None:
    assert Mix(session(), clip_of, NoBed()).contrast().summary() is None


def test_the_bell_level_reaches_the_bells() -> None:
    rung = dataclasses.replace(session(), cues=(CuePlacement(Cue("bell", "bell"), RATE_HZ),))
    usual, louder = (
        Mix(rung, clip_of, NoBed(), LevelOffsets(bell_db=level_db))
        .stems()["cues"]
        .read(3 * RATE_HZ)
        for level_db in (0.0, 6.0)
    )
    assert np.abs(usual).max() > 0.01
    np.testing.assert_allclose(louder, 10 ** (6 / 20) * usual, rtol=1e-3, atol=1e-7)


def test_a_track_with_loud_moments_is_lowered_automatically(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    hum = np.random.default_rng(1).normal(0, 0.02, RATE_HZ * 30)
    hum[RATE_HZ * 12 : RATE_HZ * 18] *= 8  # 18 dB louder for six seconds
    soundfile.write(path, hum, RATE_HZ)
    found = Mix(session(), clip_of, TrackBed(path)).contrast()
    assert min(found.rms_db) >= WCAG_DB
    softer = Mix(session(), clip_of, TrackBed(path), LevelOffsets(bed_db=-5.0)).contrast()
    np.testing.assert_allclose(np.subtract(softer.rms_db, found.rms_db), 5.0, atol=0.01)


def test_the_automatic_attenuation_has_a_limit() -> None:
    phrases = session().placements[:6]
    found = Contrast(
        phrases,
        rms_db=(19.0, 21.0, 21.0, 25.0, -9.0, 25.0),
        loudness_lu=(22.0, 18.5, 21.0, 25.0, 2.0, 25.0),
        speech_db=(25.0, 25.0, 9.0, 25.0, 25.0, 25.0),
    )
    missing = found.missing_db()
    assert list(missing) == list(phrases)
    assert list(missing.values()) == pytest.approx([1.5, 0.0, 9.0, 0.0, 19.0, 0.0])
    louder = found.missing_db(voice_db=5.0)
    assert list(louder.values()) == pytest.approx([6.5, 4.5, 14.0, 0.5, 19.0, 0.5])


def test_a_bed_that_covers_words_more_lies_lower_under_them() -> None:
    def figures(covers_db: float) -> Contrast:
        def opened(bed: Bed, *how: Any) -> BedSource:
            return dataclasses.replace(open_bed(bed, *how), covers_db=covers_db)

        return Mix(session(), clip_of, LibraryBed("pink"), bed_opener=opened).contrast()

    covering, usual = figures(6.0), figures(0.0)
    lower_db = np.subtract(covering.speech_db, usual.speech_db)
    assert np.all(lower_db >= 1.0)
    assert min(covering.speech_db) >= REQUIRED_SPEECH_DB + 6.0 - 0.01
    assert open_bed(LibraryBed("pink"), RATE_HZ, -24.0).covers_db > 0.0


def test_a_soft_phrase_does_not_lower_the_whole_bed() -> None:
    """One of them has lost what lies in the band of words: the bed goes down there alone."""
    timeline = session()
    weak = timeline.placements[3]
    low = signal.butter(6, 300.0, fs=RATE_HZ, output="sos")

    def clip(utterance: Utterance) -> Clip:
        found = clip_of(utterance)
        if utterance != weak.utterance:
            return found
        dull = 0.4 * found.samples + 0.6 * signal.sosfilt(low, found.samples)
        return Clip(dull.astype(np.float32), RATE_HZ)

    usual, processed = (Mix(timeline, fetch, LibraryBed("pink")) for fetch in (clip_of, clip))
    others = [
        placed
        for placed in timeline.placements
        if abs(placed.start_frame - weak.start_frame) > 9 * RATE_HZ
    ]
    at = np.array([placed.start_frame for placed in others])
    np.testing.assert_allclose(
        processed.bed_curve.at(at), usual.bed_curve.at(at), rtol=0.122
    )  # 1 dB
    found = processed.contrast()
    assert min(found.speech_db) >= REQUIRED_SPEECH_DB - 0.01
    under = np.array([weak.start_frame])
    lower_db = 20 * np.log10(usual.bed_curve.at(under) / processed.bed_curve.at(under))
    assert lower_db[0] > 2.5


def test_a_phrase_is_compared_with_the_bed_under_it() -> None:
    """Voice and bed have 30 and 10 dB in one row, 28 and 10, 22 and 10. One has no bed under it."""
    hop = RATE_HZ // 10
    spans = ((2.5, 9.5), (20.0, 26.0), (30.0, 34.0))
    placements = tuple(
        Placement(Utterance(str(n), "v", 115, 0, n), round(a * hop), round((b - a) * hop))
        for n, (a, b) in enumerate(spans)
    )
    timeline = dataclasses.replace(session(), placements=placements, cues=())
    # WEIGHTED, PLAIN and SPEECH, in this order.
    voice = np.array([(1e3, 10**2.8, 10**2.2), (1e3, 1e3, 1e3), (1e2, 1e3, 1e4)])
    bed = np.full((3, 40), 1e-4)
    for first, last, under in (
        (2, 10, (10.0, 10.0, 10.0)),  # all the tenths in which it sounds
        (20, 26, (0.0, 0.0, 0.0)),
        (30, 34, (10.0, 1.0, 10.0)),
    ):
        bed[:, first:last] = np.array([under]).T
    found = measure_contrast(voice, lambda hops: bed[:, hops], timeline)
    assert found.phrases == (placements[0], placements[2])
    assert found.loudness_lu == pytest.approx((20.0, 10.0))
    assert found.rms_db == pytest.approx((18.0, 30.0))
    assert found.speech_db == pytest.approx((12.0, 30.0))
    assert found.summary() == {
        "least_db": 18.0, "median_db": 24.0, "least_lu": 10.0, "median_lu": 15.0,
        "least_speech_db": 12.0, "median_speech_db": 21.0,
    }  # fmt: skip
