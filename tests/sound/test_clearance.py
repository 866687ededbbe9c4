"""The bed lies 20 dB and more below the voice while it speaks: every bed, by level and loudness."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.sound.assets import beds
from quietude.sound.clearance import WCAG_DB
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


def test_it_is_what_a_measurement_of_the_stems_says() -> None:
    from scipy import signal

    timeline = session()
    stems = Mix(timeline, clip_of, "ocean").stems()
    voice, bed = (stems[it].read(timeline.total_frames) for it in ("voice", "bed"))
    found = Mix(timeline, clip_of, "ocean").clearance()
    weighted = [signal.sosfilt(k_weighting(RATE_HZ), it, axis=0) for it in (voice, bed)]
    for number, it in enumerate(timeline.placements):
        part = slice(it.start_frame, it.end_frame)
        plain = 10 * np.log10((voice[part] ** 2).mean() / (bed[part] ** 2).mean())
        heard = 10 * np.log10((weighted[0][part] ** 2).mean() / (weighted[1][part] ** 2).mean())
        # Tenths of a second that lie wholly in the phrase: its silent ends count less.
        assert found.rms_db[number] == pytest.approx(plain, abs=1.5)
        assert found.loudness_lu[number] == pytest.approx(heard, abs=1.5)
