"""Beds of the library as a session plays them."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.script.bed import LibraryBed
from quietude.sound.assets import beds
from quietude.sound.beds import BedSource, open_bed
from quietude.sound.power_profile import SpeechBandMeter

RATE_HZ = 16_000


def opened(name: str, seed: int = 0) -> BedSource:
    return open_bed(LibraryBed(name), RATE_HZ, -20.0, seed)


@pytest.mark.parametrize(("name", "more_db"), [("ocean", 0.0), ("night", 0.0), ("piano", 1.5)])
def test_the_powers_of_a_bed_are_those_of_its_sound(name: str, more_db: float) -> None:
    """Notes may add up, by 1.5 dB in power at most."""
    bed = opened(name)
    meter = SpeechBandMeter(RATE_HZ, 2)
    meter.add(bed.open().read(60 * RATE_HZ))
    found, told = meter.powers(), bed.powers(0, 600)
    assert 10 * np.log10(told.mean(axis=1) / found.mean(axis=1)) == pytest.approx(0.0, abs=0.6)
    assert np.quantile(np.abs(10 * np.log10(told[:2] / found[:2])), 0.8) < 1.5
    most_db = 10 * np.log10(bed.most(0, 600) / told)
    assert most_db == pytest.approx(np.full_like(told, more_db))
    np.testing.assert_array_equal(bed.powers(137, 190), told[:, 137:190])


def test_each_session_has_its_own_waves() -> None:
    one, again, other = (opened("ocean", seed).powers(0, 1200)[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    levels = np.log10([one, other])
    assert abs(np.corrcoef(levels)[0, 1]) < 0.6


def test_all_beds_are_as_loud_as_one_another() -> None:
    """By their powers, over ten minutes; the manifest has what was measured on the sound."""
    for name in ("brown", "clock"):
        powers = opened(name, 3).powers(0, 6000)[0]
        assert -0.691 + 10 * np.log10(powers.mean()) == pytest.approx(-20.0, abs=0.7)
    assert len(beds()) == 17
    assert {asset.loudness_lufs for asset in beds().values()} <= {-29.99, -30.0, -30.01}
