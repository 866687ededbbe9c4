"""Recordings that were too loud, told from loud ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Samples
from quietude.speech.takes.clipping import clipped_places, coding_of
from quietude.speech.takes.folder import Take

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 44_100


def wave(peak: float) -> Samples:
    """Two seconds of a tone of 150 Hz that swells to a peak."""
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    swell = 0.05 + 0.95 * np.sin(np.pi * t / 2.0) ** 2
    return np.asarray(peak * swell * np.sin(2 * np.pi * 150 * t), dtype=np.float32)


def test_loud_is_not_clipped_and_one_side_is_enough() -> None:
    whole = np.round(wave(0.9999) * 32_767) / 32_768
    assert clipped_places(whole[:, None].astype(np.float32)) <= 1
    both = np.stack([np.clip(wave(1.5), -0.999, 0.999), wave(0.4)], axis=1).astype(np.float32)
    assert clipped_places(both) > 100
    assert clipped_places(np.zeros((100, 1), np.float32), "floats") == 0
    assert clipped_places(wave(3.0)[:, None], "floats") <= 1
    assert clipped_places(np.float32(3.0) * both, "floats") > 100


@pytest.mark.parametrize(
    ("ending", "subtype"), [("flac", "PCM_16"), ("wav", "FLOAT"), ("ogg", "VORBIS")]
)
def test_a_clipped_take_is_told_in_each_coding(tmp_path: Path, ending: str, subtype: str) -> None:
    loud, calm = tmp_path / f"loud.{ending}", tmp_path / f"calm.{ending}"
    limited = np.clip(wave(1.5), -0.999, 0.999)
    soundfile.write(loud, np.stack([limited, 0.5 * limited], axis=1), RATE_HZ, subtype)
    soundfile.write(calm, wave(0.7), RATE_HZ, subtype)
    assert (coding_of(subtype) == "lossy") == (ending == "ogg")
    assert Take(loud, 1).heard()[1].clipped > 100
    assert Take(calm, 1).heard()[1].clipped == 0
