"""What is done to every clip before it is kept: edges trimmed and faded, session rate."""

from __future__ import annotations

import numpy as np

from quietude.audio import Clip, Samples

PROCESSING = "trim-1:-50dB,40ms,140ms;fade:8ms,40ms"
"""Version and parameters, part of every cache key: change it whenever the samples change."""

_THRESHOLD = 10 ** (-50 / 20)
_KEEP_BEFORE_S, _KEEP_AFTER_S = 0.040, 0.140
_FADE_IN_S, _FADE_OUT_S = 0.008, 0.040


def process(clip: Clip, sample_rate_hz: int) -> Clip:
    """Trim the silence around a phrase, fade its edges, and bring it to the session's rate.

    Trimming keeps 40 ms before the first and 140 ms after the last 5 ms window whose peak is
    within 50 dB of the clip's own, which spares soft consonants and the end of a breath.
    """
    trimmed = _trim(clip.samples, clip.sample_rate_hz)
    converted = Clip(trimmed, clip.sample_rate_hz).resampled(sample_rate_hz)
    return Clip(_fade(converted.samples, sample_rate_hz), sample_rate_hz)


def _trim(samples: Samples, rate_hz: int) -> Samples:
    window = max(1, rate_hz // 200)
    whole = len(samples) // window * window
    peaks = np.abs(samples[:whole]).reshape(-1, window).max(axis=1)
    loud = np.flatnonzero(peaks > _THRESHOLD * np.abs(samples).max())
    if not len(loud):
        return samples
    start = max(0, int(loud[0]) * window - round(_KEEP_BEFORE_S * rate_hz))
    end = min(len(samples), (int(loud[-1]) + 1) * window + round(_KEEP_AFTER_S * rate_hz))
    return samples[start:end]


def _fade(samples: Samples, rate_hz: int) -> Samples:
    """Raised-cosine edges, so that no phrase starts or ends on a step."""
    faded = samples.copy()
    for seconds, edge in ((_FADE_IN_S, slice(None)), (_FADE_OUT_S, slice(None, None, -1))):
        frames = min(round(seconds * rate_hz), len(samples) // 2)
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / max(frames, 1))
        faded[edge][:frames] *= ramp.astype(np.float32)
    return faded
