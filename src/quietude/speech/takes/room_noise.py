"""Steady noise of a room, lowered by 6 dB at most: a fan, a street, the hiss of a microphone.

Each moment and frequency gets the gain of a Wiener filter, 1 - N/P of its power P and that of the
noise N (Lim and Oppenheim, Proc. IEEE 67, 1979), and never less than the floor. P is averaged over
neighbours, before and after alike, so that no onset is late and no tones are left behind. N is what
the recording has before and after its words; nothing follows it through time, so the room does not
breathe with the voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

MOST_DB, NEEDLESS_DB = 6.0, 40.0
"""The most a room is lowered by, and the distance below the voice at which it need not be; within
6 dB of that it is lowered by what is missing."""

_WINDOW_S, _HOPS = 0.0232, 4
_MOST_ROOM_S = 5.0
"""Of each part of the room, this much is measured."""

_BLOCK_HOPS = 1024
"""Some six seconds at a time, since a take may last two minutes."""

_NEIGHBOURS = (3, 7)
"""Frequencies and moments that power is averaged over: 130 Hz and 41 ms."""


def lowered(
    samples: Samples, sample_rate_hz: int, rooms: Sequence[slice], distance_db: float
) -> Samples:
    """A recording with its steady noise lowered; as it is where that is soft or not known.

    Args:
        samples: float32 ``(frames,)``.
        sample_rate_hz: Their rate.
        rooms: The parts in which nobody speaks.
        distance_db: The level of the room below the voice.
    """
    depth_db = min(MOST_DB, NEEDLESS_DB - distance_db)
    window = round(_WINDOW_S * sample_rate_hz) // _HOPS * _HOPS
    if depth_db <= 0.0 or len(samples) < window or window < _HOPS:
        return samples
    from scipy import ndimage, signal

    hop = window // _HOPS
    transform = signal.ShortTimeFFT(signal.windows.hann(window, sym=False), hop, sample_rate_hz)
    most = round(_MOST_ROOM_S * sample_rate_hz)
    known = [
        _power(transform, samples[part][:most])[:, _HOPS:-_HOPS]
        for part in rooms
        if part.stop - part.start > 3 * window
    ]
    if not known:
        return samples
    noise = np.concatenate(known, axis=1).mean(axis=1, keepdims=True) + 1e-20
    floor = 10.0 ** (-depth_db / 20.0)
    heard = np.empty(len(samples), dtype=np.float32)
    block, margin = _BLOCK_HOPS * hop, 4 * _HOPS * hop
    for start in range(0, len(samples), block):
        first = max(0, start - margin)
        part = samples[first : start + block + margin]
        moments = transform.stft(part.astype(np.float64))
        average = ndimage.uniform_filter(np.abs(moments) ** 2, _NEIGHBOURS, mode="nearest")
        gains = np.maximum(1.0 - noise / np.maximum(average, noise), floor)
        wave = np.real(transform.istft(moments * gains, k1=len(part)))
        heard[start : start + block] = wave[start - first :][:block]
    return heard


def _power(transform: Any, samples: Samples) -> NDArray[np.float64]:
    return np.asarray(np.abs(transform.stft(samples.astype(np.float64))) ** 2)
