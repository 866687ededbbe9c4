"""The meters of ``scripts/bench_sound.py`` against figures that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from bench_sound import Found
from sound_meters import RATE_HZ, gated, in_parts, lufs, powers, weighted

if TYPE_CHECKING:
    from pathlib import Path


def tone(level: float, seconds: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * 997 * np.arange(round(seconds * rate_hz)) / rate_hz)
    return np.repeat(wave[:, None], 2, axis=1)


def test_a_tone_has_the_loudness_of_the_recommendation() -> None:
    """BS.1770-4: 997 Hz at full scale in one ear is -3.01 LUFS, so in two it is 0."""
    power = powers(weighted(tone(0.1, 5.0)))[5:]
    assert lufs(float(power.mean())) == pytest.approx(-20.0, abs=0.05)
    assert gated(power) == pytest.approx(-20.0, abs=0.05)
    both = np.concatenate([power, powers(weighted(tone(0.001, 20.0)))[5:]])
    assert gated(both) == pytest.approx(-20.0, abs=0.15)  # the soft part is gated out


@pytest.mark.slow
def test_a_file_is_measured_alike_in_parts_and_at_any_rate(tmp_path: Path) -> None:
    for rate_hz in (44_100, 48_000):
        soundfile.write(tmp_path / "a.wav", tone(0.1, 130.0, rate_hz), rate_hz, subtype="FLOAT")
        k, plain = in_parts(tmp_path / "a.wav")
        assert len(k) == 1300
        assert lufs(float(k[5:].mean())) == pytest.approx(-20.0, abs=0.1)
        assert 10 * np.log10(plain[5:].mean()) == pytest.approx(-20.0, abs=0.1)


def test_a_figure_outside_its_bound_is_told() -> None:
    fine = Found("a", -16.0, -18.0, 20.5, 21.0, 12.0, 14.0, 9.0, 5.0, 1.0, 3.0, 0.5, 40.0, 0.8)
    assert fine.outside() == []
    bad = Found(
        "a", -15.0, -18.0, 19.0, 21.0, float("nan"), 14.0, 9.0, 5.0, 1.0, 3.0, 0.5, 40.0, 0.8
    )
    assert [words.split(",")[0] for words in bad.outside()] == [
        "a: voice -15.00", "a: least 19.00",
    ]  # fmt: skip
    assert "|  | 14.0" in bad.row()
