"""Integer samples: dither, rounding, and 24 bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from delivered import (
    RATE_HZ,
    decoded,
    put,
    tags,
    tone,
)
from quietude._util.files import PendingFile
from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.pcm import Ditherer, as_16_bits, as_24_bits
from quietude.deliver.formats.registry import FORMATS

STEP = 1 / 32768


@pytest.mark.parametrize("name", ["wav", "flac"])
def test_24_bits_hold_what_16_do_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    signal = tone(5000) * np.float32(1e-3)
    with PendingFile(path, overwrite=True) as pending:
        form = FORMATS[name].with_quality(Quality(bits=24))
        put(pending, form, [signal], tags("One"))
        pending.commit()
    assert soundfile.info(path).subtype == "PCM_24"
    assert np.abs(decoded(path) - signal).max() <= 0.5 / 2**23


@settings(max_examples=20)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=20))
def test_dither_does_not_depend_on_blocks(cuts: list[int]) -> None:
    signal = tone(sum(cuts))
    whole = Ditherer()(signal)
    quantise = Ditherer()
    pieces = np.concatenate([quantise(block) for block in np.split(signal, np.cumsum(cuts)[:-1])])
    np.testing.assert_array_equal(pieces, whole)


def test_dither_leaves_no_distortion_behind() -> None:
    quiet = (0.4 / 32768 * np.sin(2 * np.pi * 441 * np.arange(RATE_HZ * 4) / RATE_HZ))[:, None]
    found = Ditherer()(np.repeat(quiet, 2, axis=1).astype(np.float32))[:, 0]
    spectrum = np.abs(np.fft.rfft(found)) / len(found) * 2
    assert spectrum[441 * 4] == pytest.approx(0.4, abs=0.03)  # half a step survives
    assert spectrum[441 * 12] < 0.02  # without a third harmonic


@pytest.mark.parametrize("steps", [0.0, 0.25, -0.5, 16_384.0])
def test_dither_leaves_the_value_and_one_noise_whatever_it_is(steps: float) -> None:
    # Lipshitz et al.: with triangular dither of two steps the mean of the error is 0 and its
    # variance 1/4 step², 1/6 of the dither and 1/12 of the rounding, whatever the signal.
    found = Ditherer()(np.full((20_000, 2), steps * STEP, dtype=np.float32)).astype(float)
    assert found.mean() == pytest.approx(steps, abs=0.015)
    assert found.var() == pytest.approx(0.25, abs=0.015)


def test_integers_are_the_nearest_and_never_turn_over() -> None:
    steps = np.array([[0.4, 0.6], [-0.4, -0.6], [1.4, -1.6], [40_000, -40_000]])
    sixteen = [[0, 1], [0, -1], [1, -2], [32_767, -32_768]]
    np.testing.assert_array_equal(as_16_bits((steps * STEP).astype(np.float32)), sixteen)
    top = Ditherer()(np.array([[1.5, -1.5]], dtype=np.float32))
    np.testing.assert_array_equal(top, [[32_767, -32_768]])
    fine = as_24_bits((steps / 2**23).astype(np.float32)[:3])
    np.testing.assert_array_equal(fine >> 8, sixteen[:3])
    np.testing.assert_array_equal(
        as_24_bits(np.array([[1.5, -1.5]], dtype=np.float32)) >> 8, [[2**23 - 1, -(2**23)]]
    )
