"""Recordings: read once for all who play them at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude.sound.ambience.recording import hop_powers, read_recording

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 8000


def test_a_recording_is_read_once_for_two_readers_and_knows_its_powers(tmp_path: Path) -> None:
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, (2 * RATE_HZ, 2)), RATE_HZ)
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda _: read_recording(path, RATE_HZ), range(2))
    assert one is two
    assert np.array_equal(one.powers(), hop_powers(one.steps, RATE_HZ))
    part = hop_powers(one.part(0.5, 1.0), RATE_HZ, whole=True)
    assert np.array_equal(one.powers((0.5, 1.0)), part)
    assert read_recording(path, 2 * RATE_HZ).steps.shape[1] == 2 * one.steps.shape[1]
