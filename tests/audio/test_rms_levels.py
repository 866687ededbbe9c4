"""The plain level of a stream, in any blocks."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.audio.rms_levels import RmsMeter
from quietude.units import SILENCE_DB

RATE_HZ = 44_100


@pytest.mark.parametrize("size", [1, 997, 44_100, 100_000])
def test_levels_do_not_depend_on_blocks(size: int) -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, (100_000, 2)).astype(np.float32)
    sound[44_100:66_150] *= 0.01
    meter = RmsMeter(RATE_HZ)
    blocks: list[Samples] = np.split(sound, range(size, 100_000, size)) if size > 1 else [sound]
    for block in blocks:
        meter.add(block)
    found = meter.result()
    assert found.rms_db == pytest.approx(10 * np.log10((sound**2).mean()), abs=1e-4)
    assert found.floor_db == pytest.approx(-60.0, abs=0.1)


def test_of_less_than_half_a_second_the_floor_is_its_own_level() -> None:
    meter = RmsMeter(RATE_HZ)
    meter.add(np.full((RATE_HZ // 2 - 1, 2), 0.1, dtype=np.float32))
    assert meter.result().rms_db == meter.result().floor_db == pytest.approx(-20.0, abs=1e-3)


def test_silence_has_a_number() -> None:
    meter = RmsMeter(RATE_HZ)
    assert meter.result().rms_db == SILENCE_DB
    meter.add(np.zeros((RATE_HZ, 2), dtype=np.float32))
    assert (meter.result().rms_db, meter.result().floor_db) == (SILENCE_DB, SILENCE_DB)
