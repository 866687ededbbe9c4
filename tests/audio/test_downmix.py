"""Every channel goes to the ears its name says, in the order of every container."""

from __future__ import annotations

import math

import numpy as np
import pytest

from quietude.audio.downmix import to_stereo

HALF = math.sqrt(0.5)
EARS = {
    "left": (1, 0),
    "right": (0, 1),
    "centre": (HALF, HALF),
    "low": (0, 0),
    "side left": (HALF, 0),
    "side right": (0, HALF),
    "rear left": (HALF, 0),
    "rear right": (0, HALF),
    "rear centre": (HALF, HALF),
}
"""ITU-R BS.775-3, table 2: -3 dB for what is neither left nor right, nothing of the low channel."""

WAVE = [
    "left, right, centre",
    "left, right, rear left, rear right",
    "left, right, centre, rear left, rear right",
    "left, right, centre, low, rear left, rear right",
    "left, right, centre, low, rear centre, side left, side right",
    "left, right, centre, low, rear left, rear right, side left, side right",
]
"""RFC 9639 (FLAC), section 9.1.3."""

VORBIS = [
    "left, centre, right",
    "left, right, rear left, rear right",
    "left, centre, right, rear left, rear right",
    "left, centre, right, rear left, rear right, low",
    "left, centre, right, side left, side right, rear centre, low",
    "left, centre, right, side left, side right, rear left, rear right, low",
]
"""Vorbis I, section 4.3.9."""


@pytest.mark.parametrize(("vorbis", "layouts"), [(False, WAVE), (True, VORBIS)])
def test_every_channel_goes_where_its_name_says(*, vorbis: bool, layouts: list[str]) -> None:
    for layout in layouts:
        names = layout.split(", ")
        alone = np.eye(len(names), dtype=np.float32)
        expected = [EARS[name] for name in names]
        np.testing.assert_allclose(to_stereo(alone, vorbis=vorbis), expected, atol=1e-6)


def test_mono_and_stereo_pass_unchanged() -> None:
    np.testing.assert_array_equal(to_stereo(np.full((2, 1), 0.5, np.float32)), np.full((2, 2), 0.5))
    pair = np.array([[0.25, -0.5]], dtype=np.float32)
    np.testing.assert_array_equal(to_stereo(pair), pair)


def test_unknown_layouts_go_to_both_sides() -> None:
    np.testing.assert_allclose(to_stereo(np.eye(11, dtype=np.float32)), np.full((11, 2), HALF))
