"""Clips: their length, another rate, and files read whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Clip, plain_reason, read_clip, read_samples, resample
from quietude.errors import SoundError

RATE_HZ = 22_050


def test_a_clip_at_another_rate_is_the_same_sound() -> None:
    at = np.arange(RATE_HZ)
    clip = Clip(np.sin(2 * np.pi * 440 * at / RATE_HZ).astype(np.float32), RATE_HZ, (0, -1, 11_025))
    assert (clip.frames, clip.seconds) == (RATE_HZ, 1.0)
    other = clip.resampled(44_100)
    assert (other.frames, other.sample_rate_hz, other.seconds) == (44_100, 44_100, 1.0)
    assert other.marks == (0, -1, 22_050)
    expected = np.sin(2 * np.pi * 440 * np.arange(44_100) / 44_100)
    np.testing.assert_allclose(other.samples[200:-200], expected[200:-200], atol=1e-4)
    assert clip.resampled(RATE_HZ) is clip
    late = Clip(clip.samples, RATE_HZ, (RATE_HZ,)).resampled(16_001)
    assert late.marks[0] <= late.frames


def test_downsampling_removes_what_the_rate_cannot_hold() -> None:
    """A tone above half of the new rate would be heard as another one: HQ takes it 90 dB down."""
    high = np.sin(2 * np.pi * 10_000 * np.arange(44_100) / 44_100).astype(np.float32)
    folded = resample(high, 44_100, 16_000)[500:-500]
    assert 20 * np.log10(np.abs(folded).max()) < -90.0


def test_several_channels_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.array([[0.5, 0.25], [-0.5, 0.0]]), RATE_HZ, subtype="FLOAT")
    samples, rate_hz = read_samples(path)
    assert samples.dtype == np.float32
    assert samples.tolist() == [[0.5, 0.25], [-0.5, 0.0]]
    assert rate_hz == RATE_HZ
    np.testing.assert_array_equal(read_clip(path).samples, [0.375, -0.25])


def test_an_unreadable_file_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    for data in (None, b"", b"nothing like sound" * 99):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(SoundError, match="cannot read this sound file") as caught:
            read_clip(path)
        assert caught.value.path == path
        assert "a.wav" not in str(caught.value.args[0])
    assert plain_reason(ValueError()) == "ValueError"
