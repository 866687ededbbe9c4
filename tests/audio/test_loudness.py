"""The meter against EBU Tech 3341 and 3342 signals, and against itself in other blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quietude.audio.clip import Samples
from quietude.audio.loudness import (
    Loudness,
    LoudnessMeter,
    RmsMeter,
    gated_lufs,
    k_weighting,
)
from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.units import SILENCE_DB, SILENCE_LUFS

RATE_HZ = 48_000


def sine(level_db: float, seconds: float, hz: float = 1000.0, rate_hz: int = RATE_HZ) -> Samples:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    mono = 10 ** (level_db / 20) * np.sin(2 * np.pi * hz * time_s)
    return np.repeat(mono[:, None], 2, axis=1).astype(np.float32)


def measured(*parts: Samples, rate_hz: int = RATE_HZ) -> Loudness:
    meter = LoudnessMeter(rate_hz)
    for part in parts:
        meter.add(part)
    return meter.result()


@pytest.mark.parametrize("rate_hz", [44_100, 48_000, 32_000])
def test_3341_case_1_and_2_sines(rate_hz: int) -> None:
    for level in (-23.0, -33.0):
        found = measured(sine(level, 20, rate_hz=rate_hz), rate_hz=rate_hz)
        assert found.integrated_lufs == pytest.approx(level, abs=0.1)


def test_3341_case_3_relative_gate() -> None:
    found = measured(sine(-36, 10), sine(-23, 60), sine(-36, 10))
    assert found.integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_3341_case_4_both_gates() -> None:
    parts = [
        sine(level, seconds)
        for level, seconds in ((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))
    ]
    assert measured(*parts).integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_3341_case_5_levels() -> None:
    found = measured(sine(-26, 20), sine(-20, 20.1), sine(-26, 20))
    assert found.integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "range_lu"),
    [
        ((-20, -30), 10),
        ((-20, -15), 5),
        ((-40, -20), 20),
        ((-50, -35, -20, -35, -50), 15),
    ],
)
def test_3342_loudness_range(levels: tuple[float, ...], range_lu: float) -> None:
    found = measured(*(sine(level, 20) for level in levels))
    assert found.range_lu == pytest.approx(range_lu, abs=1.0)


@pytest.mark.parametrize(
    ("divisor", "phase_deg", "peak_db"),
    [(4, 0, -6.0), (4, 45, -6.0), (6, 60, -6.0), (8, 67.5, -6.0)],
)
def test_3341_cases_15_to_18_true_peak(divisor: int, phase_deg: float, peak_db: float) -> None:
    at = np.arange(RATE_HZ)
    mono = 0.5 * np.sin(2 * np.pi * at / divisor + np.deg2rad(phase_deg))
    mono *= np.minimum(1.0, np.minimum(at, at[::-1]) / 4800)
    block = np.repeat(mono[:, None], 2, axis=1).astype(np.float32)
    assert measured(block).true_peak_dbtp == pytest.approx(peak_db, abs=0.3)


def test_k_weighting_is_the_recommendations_at_48_khz() -> None:
    shelf, high_pass = k_weighting(48_000)
    np.testing.assert_allclose(
        shelf[:3], [1.53512485958697, -2.69169618940638, 1.19839281085285], atol=1e-8
    )
    np.testing.assert_allclose(shelf[4:], [-1.69065929318241, 0.73248077421585], atol=1e-8)
    np.testing.assert_allclose(high_pass[4:], [-1.99004745483398, 0.99007225036621], atol=1e-8)


def test_silence_and_an_empty_stream_have_numbers() -> None:
    assert measured().integrated_lufs == SILENCE_LUFS
    assert measured(np.zeros((RATE_HZ, 2), dtype=np.float32)).integrated_lufs == SILENCE_LUFS


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_blocks_make_no_difference(cuts: list[int], seed: int) -> None:
    signal = np.random.default_rng(seed).normal(0, 0.2, (sum(cuts), 2)).astype(np.float32)
    whole = measured(signal)
    pieces = measured(*np.split(signal, np.cumsum(cuts)[:-1]))
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-4)
    assert pieces.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-4)


def test_skipping_quiet_stretches_never_hides_a_peak() -> None:
    signal = np.random.default_rng(3).normal(0, 0.2, (5000, 2)).astype(np.float32)
    every = interpolated_peaks(signal, 0.0)
    for floor in (0.3, 0.6, 0.9):
        skipped = interpolated_peaks(signal, floor)
        np.testing.assert_allclose(skipped[every > floor], every[every > floor])
    assert len(every) == 5000 - 2 * SIDE + 1


def test_3341_case_19_a_peak_above_full_scale() -> None:
    at = np.arange(RATE_HZ)
    mono = 1.41 * np.sin(2 * np.pi * at / 4 + np.pi / 4)
    mono *= np.minimum(1.0, np.minimum(at, at[::-1]) / 4800)
    found = measured(np.repeat(mono[:, None], 2, axis=1).astype(np.float32))
    assert -0.4 <= found.true_peak_dbtp - 3.0 <= 0.2


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_3341_cases_20_to_23_a_burst_between_the_samples(offset: int) -> None:
    """A tone of fs/6 with one louder swell of fs/4, made at 4 fs and decimated at four places."""
    from scipy import signal

    at = np.arange(4 * RATE_HZ // 2)
    quiet = 0.5 * np.sin(2 * np.pi * at / 24)
    burst = 0.5 * np.exp(-(((at - len(at) / 2) / 600) ** 2)) * np.sin(2 * np.pi * at / 24)
    fine = (quiet + burst) * np.minimum(1.0, np.minimum(at, at[::-1]) / 19_200)
    coarse = signal.resample_poly(np.roll(fine, -offset), 1, 4)
    found = measured(np.repeat(coarse[:, None], 2, axis=1).astype(np.float32))
    expected = 20 * np.log10(np.abs(fine).max())
    assert -0.4 <= found.true_peak_dbtp - expected <= 0.2


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["noise", "square", "walk", "sine"]),
    seed=st.integers(0, 2**32 - 1),
    floor=st.floats(0.05, 1.5),
)
def test_no_kind_of_sound_gets_a_peak_past_the_bounds(kind: str, seed: int, floor: float) -> None:
    rng = np.random.default_rng(seed)
    wave = rng.normal(0, 0.3, 700)
    if kind == "square":
        wave = 0.4 * np.sign(wave)
    elif kind == "walk":
        wave = np.cumsum(wave) * 0.1
    elif kind == "sine":
        wave = 0.5 * np.sin(np.arange(700) * rng.uniform(0, np.pi) + rng.uniform(0, 6))
    signal = np.stack([wave, wave[::-1]], axis=1).astype(np.float32)
    every = interpolated_peaks(signal, 0.0)
    skipped = interpolated_peaks(signal, floor)
    np.testing.assert_allclose(skipped[every > floor * 1.0001], every[every > floor * 1.0001])


def sounding(lufs: float, seconds: float, rate_hz: int = 8000) -> Samples:
    """A tone of a loudness: 997 Hz in both ears, where the weighting and its offset cancel."""
    return sine(lufs, seconds, 997.0, rate_hz)


def programme(*parts: Samples, rate_hz: int = 8000) -> Loudness:
    meter = LoudnessMeter(rate_hz, true_peak=False)
    for part in parts:
        meter.add(part)
    return meter.result()


@pytest.mark.parametrize(
    ("softer", "expected"),
    [
        # Half of the time at -20, half softer: the mean is -22.74 and -22.81, the gate 10 LU below.
        (-32.2, -22.75),
        (-33.4, -20.0),
    ],
)
def test_the_relative_gate_lies_10_lu_below_the_mean(softer: float, expected: float) -> None:
    found = programme(sounding(-20.0, 20), sounding(softer, 20))
    assert found.integrated_lufs == pytest.approx(expected, abs=0.1)


def test_the_absolute_gate_lies_at_minus_70() -> None:
    assert programme(sounding(-69.7, 5)).integrated_lufs == pytest.approx(-69.7, abs=0.1)
    assert programme(sounding(-70.3, 5)).integrated_lufs == SILENCE_LUFS
    # Where the relative gate lies lower, the absolute one holds.
    found = programme(sounding(-65.0, 20), sounding(-70.3, 20))
    assert found.integrated_lufs == pytest.approx(-65.0, abs=0.1)


def test_a_gating_block_lasts_400_ms_and_begins_every_100() -> None:
    """A tenth at -20 in every four: no block of 400 ms is softer than a quarter of its power."""
    tenth = np.concatenate([sounding(-20.0, 0.1), np.zeros((2400, 2), dtype=np.float32)])
    found = programme(*[tenth] * 30)
    assert found.integrated_lufs == pytest.approx(-26.02, abs=0.1)
    # Of 400 ms in silence, the one block that holds them whole says how loud they are.
    assert gated_lufs(np.repeat([0.01], 4)) == pytest.approx(-20.69, abs=0.01)
    assert gated_lufs(np.repeat([0.01], 3)) == SILENCE_LUFS


def test_gating_in_pieces_gives_the_loudness_of_the_whole() -> None:
    """Blocks across the border of two pieces count like any other."""
    found = []
    for start in (100, 8185, 8189, 8190, 8192):
        powers = np.zeros(9000)
        powers[start : start + 6] = (0.01, 0.02, 0.03, 0.03, 0.02, 0.01)
        found.append(gated_lufs(powers))
    assert found == pytest.approx([found[0]] * 5)


def test_the_range_leaves_out_the_softest_tenth_and_the_loudest_twentieth() -> None:
    """3 s louder and 8 s softer of 200 s, in windows of 3 s: 3 % and 5.5 % of all."""
    loud, soft = sounding(-10.0, 3), sounding(-32.0, 8)
    found = programme(sounding(-20.0, 90), loud, sounding(-20.0, 59), soft, sounding(-20.0, 40))
    assert found.range_lu == pytest.approx(0.0, abs=0.3)
    # A fade of 30 LU in 300 s: its own gate is 20 LU below its mean, and the ends are left out.
    ramp = np.concatenate([sounding(-20.0 - step / 10, 1) for step in range(300)])
    powers = 10 ** (-np.arange(300) / 100)
    above = 10 * np.log10(powers[powers > powers.mean() / 100])
    expected = np.quantile(above, 0.95) - np.quantile(above, 0.10)
    assert programme(ramp).range_lu == pytest.approx(float(expected), abs=0.3)


def test_the_range_is_of_three_seconds_at_a_time() -> None:
    """Half of every 3 s is at -20 and half at -30, wherever they begin: nothing changes."""
    both = np.concatenate([sounding(-20.0, 1.5), sounding(-30.0, 1.5)])
    assert programme(*[both] * 10).range_lu == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("ear", [0, 1])
def test_one_ear_alone_has_half_the_power(ear: int) -> None:
    sound = sounding(-20.0, 2)
    sound[:, 1 - ear] = 0.0
    assert programme(sound).integrated_lufs == pytest.approx(-23.01, abs=0.1)


def between_samples(hz: float, frames: int) -> NDArray[np.float64]:
    """The largest magnitude of a sine at each frame and at the three quarters after it."""
    fine = np.abs(np.sin(2 * np.pi * hz * np.arange(4 * frames) / 4))
    return np.asarray(fine.reshape(frames, 4).max(axis=1))


@pytest.mark.parametrize("hz", [0.011, 0.1, 0.23, 0.31, 0.4])
def test_between_the_samples_lies_the_wave_they_are_samples_of(hz: float) -> None:
    """Up to 0.4 of the sample rate, at three places between each pair, in the louder ear."""
    frames = 700
    at = np.arange(-SIDE + 1, frames + SIDE)
    wave = np.sin(2 * np.pi * hz * at)
    soft = 0.1 * np.cos(2 * np.pi * 0.07 * at)
    for pair in ((wave, wave), (wave, soft), (soft, wave)):
        found = interpolated_peaks(np.stack(pair, axis=1).astype(np.float32), 0.0)
        expected = between_samples(hz, frames)
        np.testing.assert_allclose(found, np.maximum(expected, 0.0), atol=0.11)
        loud = expected > 0.2
        np.testing.assert_allclose(found[loud], expected[loud], atol=0.005)


def test_a_peak_at_the_very_end_is_found() -> None:
    """Between the last two samples: silence follows, whether it is in the file or not."""
    at = np.arange(480) - 478.5
    wave = np.repeat((0.9 * np.sinc(0.8 * at))[:, None], 2, axis=1).astype(np.float32)
    silence = np.zeros((100, 2), dtype=np.float32)
    peak_db = measured(wave).true_peak_dbtp
    assert peak_db == pytest.approx(measured(wave, silence).true_peak_dbtp, abs=1e-3)
    assert peak_db > 20 * np.log10(np.abs(wave).max()) + 0.5


LEVEL_RATE_HZ = 44_100


@pytest.mark.parametrize("size", [1, 997, 44_100, 100_000])
def test_levels_do_not_depend_on_blocks(size: int) -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, (100_000, 2)).astype(np.float32)
    sound[44_100:66_150] *= 0.01
    meter = RmsMeter(LEVEL_RATE_HZ)
    blocks: list[Samples] = np.split(sound, range(size, 100_000, size)) if size > 1 else [sound]
    for block in blocks:
        meter.add(block)
    found = meter.result()
    assert found.rms_db == pytest.approx(10 * np.log10((sound**2).mean()), abs=1e-4)
    assert found.floor_db == pytest.approx(-60.0, abs=0.1)


def test_of_less_than_half_a_second_the_floor_is_its_own_level() -> None:
    meter = RmsMeter(LEVEL_RATE_HZ)
    meter.add(np.full((LEVEL_RATE_HZ // 2 - 1, 2), 0.1, dtype=np.float32))
    assert meter.result().rms_db == meter.result().floor_db == pytest.approx(-20.0, abs=1e-3)


def test_silence_has_a_number() -> None:
    meter = RmsMeter(LEVEL_RATE_HZ)
    assert meter.result().rms_db == SILENCE_DB
    meter.add(np.zeros((LEVEL_RATE_HZ, 2), dtype=np.float32))
    assert (meter.result().rms_db, meter.result().floor_db) == (SILENCE_DB, SILENCE_DB)
