"""The bed lies 20 dB and more below the voice while it speaks: every bed, by level and loudness."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy import signal

from quietude.sound.assets import beds
from quietude.sound.clearance import WCAG_DB, Clearance
from quietude.sound.loudness import k_weighting
from quietude.sound.mix import Levels, Mix
from spoken import clip_of, session

RATE_HZ = 44_100


@pytest.mark.parametrize("bed", sorted(beds()))
def test_every_bed_is_20_db_below_the_voice(bed: str) -> None:
    found = Mix(session(), clip_of, bed).clearance()
    assert len(found.rms_db) == len(session().placements)
    assert min(found.rms_db) >= WCAG_DB
    assert min(found.loudness_lu) >= WCAG_DB
    assert max(found.loudness_lu) < 40.0  # and it is there


def test_a_louder_bed_is_told() -> None:
    usual = Mix(session(), clip_of, "rain").clearance()
    louder = Mix(session(), clip_of, "rain", Levels(bed_db=9.0)).clearance()
    np.testing.assert_allclose(np.subtract(usual.rms_db, louder.rms_db), 9.0, atol=0.01)
    summary = louder.summary()
    assert summary
    assert summary["least_db"] <= summary["median_db"]


def test_without_a_bed_there_is_nothing_to_tell() -> None:
    assert Mix(session(), clip_of, "none").clearance().summary() is None


@pytest.mark.parametrize("bed", sorted(beds()))
def test_it_is_what_the_stems_have(bed: str) -> None:
    """Filtered by scipy, phrase by phrase, on the stems as they are written."""
    timeline = session()
    mix = Mix(timeline, clip_of, bed)
    stems = mix.stems()
    last = timeline.placements[5].end_frame
    voice, under = (stems[it].read(last) for it in ("voice", "bed"))
    heard = [signal.sosfilt(k_weighting(RATE_HZ), it, axis=0) for it in (voice, under)]
    found = mix.clearance()
    for number, it in enumerate(timeline.placements[:6]):
        part = slice(-(-it.start_frame // 4410) * 4410, it.end_frame // 4410 * 4410)
        for levels, (a, b) in ((found.rms_db, (voice, under)), (found.loudness_lu, heard)):
            expected = 10 * np.log10((a[part] ** 2).mean() / (b[part] ** 2).mean())
            assert levels[number] == pytest.approx(expected, abs=1.0)


def test_a_track_with_loud_moments_goes_down_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    hum = np.random.default_rng(1).normal(0, 0.02, RATE_HZ * 30)
    hum[RATE_HZ * 12 : RATE_HZ * 18] *= 8  # 18 dB louder for six seconds
    soundfile.write(path, hum, RATE_HZ)
    found = Mix(session(), clip_of, str(path)).clearance()
    assert min(found.rms_db) >= WCAG_DB
    softer = Mix(session(), clip_of, str(path), Levels(bed_db=-5.0)).clearance()
    np.testing.assert_allclose(np.subtract(softer.rms_db, found.rms_db), 5.0, atol=0.01)


def test_what_a_bed_goes_down_by_has_a_bound() -> None:
    assert Clearance((19.0, 30.0), (22.0, 31.0)).missing_db() == pytest.approx(2.0)
    assert Clearance((21.0,), (19.5,)).missing_db() == pytest.approx(1.5)
    assert Clearance((25.0,), (25.0,)).missing_db() == 0.0
    assert Clearance((-9.0,), (2.0,)).missing_db() == 12.0
    assert Clearance((), ()).missing_db() == 0.0
