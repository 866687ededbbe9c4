"""Stretches of a recording in which something sounds, and the quiet edges of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.errors import SoundError
from quietude.speech.takes.cutting.bands import bands_of, file_blocks, file_part, heard
from quietude.speech.takes.cutting.edges import quiet_edges

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

RATE_HZ = 22_050
SPOKEN = ((0.8, 2.0), (2.9, 3.4), (4.0, 6.0))


def recording(noise: float) -> Samples:
    rng = np.random.default_rng(1)
    t = np.arange(7 * RATE_HZ) / RATE_HZ
    samples = noise * rng.standard_normal(len(t))
    for start, end in SPOKEN:
        inside = (t >= start) & (t < end)
        voice = sum(np.sin(2 * np.pi * 150 * n * t[inside]) / n for n in range(1, 20))
        samples[inside] += 0.1 * voice
    return np.asarray(samples, dtype=np.float32)


@pytest.mark.parametrize("noise", [1e-5, 0.01])
def test_a_sound_is_found_at_its_edges(noise: float) -> None:
    sound = heard(bands_of([recording(noise)], RATE_HZ))
    assert len(sound.stretches) == len(SPOKEN)
    for stretch, (start, end) in zip(sound.stretches, SPOKEN, strict=True):
        edges = quiet_edges(sound, stretch.start + 5, stretch.end - 5, 0, 700)
        assert edges.alone
        assert edges.first / 100 == pytest.approx(start, abs=0.04)
        assert edges.last / 100 == pytest.approx(end, abs=0.04)


def test_an_empty_room_holds_nothing() -> None:
    room = 0.01 * np.random.default_rng(2).standard_normal(3 * RATE_HZ).astype(np.float32)
    assert heard(bands_of([room], RATE_HZ)).stretches == ()
    assert heard(bands_of([np.zeros(0, np.float32)], RATE_HZ)).stretches == ()


def test_blocks_make_no_difference(tmp_path: Path) -> None:
    samples = recording(0.01)
    whole = bands_of([samples], RATE_HZ)
    assert np.allclose(bands_of(np.array_split(samples, 9), RATE_HZ), whole, rtol=1e-3, atol=1e-9)
    soundfile.write(tmp_path / "a.wav", np.stack([samples, samples], axis=1), RATE_HZ, "FLOAT")
    blocks, rate_hz = file_blocks(tmp_path / "a.wav")
    assert np.allclose(bands_of(blocks, rate_hz), whole, rtol=1e-3, atol=1e-9)


def test_a_part_of_a_file_ends_where_the_file_does(tmp_path: Path) -> None:
    samples = np.linspace(0, 0.5, RATE_HZ, dtype=np.float32)
    soundfile.write(tmp_path / "a.wav", np.stack([samples, samples], axis=1), RATE_HZ, "FLOAT")
    part = file_part(tmp_path / "a.wav", 0.25, 0.5)
    np.testing.assert_allclose(part.samples, samples[RATE_HZ // 4 : RATE_HZ // 2])
    assert file_part(tmp_path / "a.wav", -1.0, 9.0).frames == RATE_HZ
    assert file_part(tmp_path / "a.wav", 5.0, 9.0).frames == 0


def test_a_file_that_is_no_sound_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    for read in (file_blocks, lambda path: file_part(path, 0.0, 1.0)):
        with pytest.raises(SoundError, match="cannot read this recording"):
            read(tmp_path / "a.wav")
