"""Processing of every clip before it is kept: trim, resample, voice chain, fade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import Clip, Samples
from quietude.speech.voice_chain import CHAINS, VoiceChain, through_chain

if TYPE_CHECKING:
    from quietude.speech.takes.tone_curve import ToneCurve

_EDGES = "trim-2:-50dB,-34dB,40ms,70ms,140ms;{}fade:8ms,40ms"
"""Version and parameters, part of every cache key: change it whenever the samples change."""

_THRESHOLD, _PLAIN = 10 ** (-50 / 20), 10 ** (-34 / 20)
_SOFT_BEFORE_S = 0.070
_KEEP_BEFORE_S, _KEEP_AFTER_S = 0.040, 0.140
_FADE_IN_S, _FADE_OUT_S = 0.008, 0.040


def processing_of(chain: VoiceChain, curve: ToneCurve | None = None) -> str:
    """Version and parameters of the processing of a voice."""
    parts = "" if chain == "none" else f"{CHAINS[chain]};"
    return _EDGES.format(parts + (curve.identity if curve else ""))


def process(
    clip: Clip,
    sample_rate_hz: int,
    chain: VoiceChain = "warm",
    curve: ToneCurve | None = None,
) -> Clip:
    """Trims a phrase, resamples it to the session's rate, warms it, and fades its edges.

    Trimming keeps 40 ms before the first and 140 ms after the last 5 ms window whose peak is
    within 50 dB of the clip's own, which spares soft consonants and the end of a breath; but of
    what is softer than -34 dB before the first word, 110 ms at most: an engine's breath of a
    quarter of a second would have captions and chapters begin before the voice.

    Args:
        clip: A phrase as an engine spoke it.
        sample_rate_hz: Rate of the clip that is returned.
        chain: The voice chain it is sent through.
        curve: The tone curve after it; None for none.
    """
    converted = _trim(clip).resampled(sample_rate_hz)
    samples = converted.samples
    if chain != "none":
        samples = through_chain(samples, sample_rate_hz, chain)
    if curve:
        samples = curve.applied(samples, sample_rate_hz)
    return Clip(_fade(samples, sample_rate_hz), sample_rate_hz, converted.marks)


def with_curve(clip: Clip, curve: ToneCurve) -> Clip:
    """A phrase that is processed already, sent through one more tone curve.

    Args:
        clip: The phrase.
        curve: The curve.
    """
    if curve.is_flat:
        return clip
    samples = curve.applied(clip.samples, clip.sample_rate_hz)
    return Clip(_fade(samples, clip.sample_rate_hz), clip.sample_rate_hz, clip.marks)


def trimmed_edges(clip: Clip) -> tuple[int, int]:
    """First frame of a clip's sound, and the one after its last."""
    return _edges(clip.samples, clip.sample_rate_hz)


def trimmed_seconds(clip: Clip) -> float:
    """Length of a clip in seconds, without the silence around its words."""
    start, end = _edges(clip.samples, clip.sample_rate_hz)
    return (end - start) / clip.sample_rate_hz


def _trim(clip: Clip) -> Clip:
    rate_hz = clip.sample_rate_hz
    first, last = _edges(clip.samples, rate_hz)
    start = max(0, first - round(_KEEP_BEFORE_S * rate_hz))
    samples = clip.samples[start : last + round(_KEEP_AFTER_S * rate_hz)]
    marks = tuple(
        mark if mark < 0 else min(max(0, mark - start), len(samples)) for mark in clip.marks
    )
    return Clip(samples, rate_hz, marks)


def _edges(samples: Samples, rate_hz: int) -> tuple[int, int]:
    """First frame of the sound, and the one after its last; the whole if all of it is silent."""
    window = max(1, rate_hz // 200)  # 5 ms
    whole = len(samples) // window * window
    peaks = np.abs(samples[:whole]).reshape(-1, window).max(axis=1)
    loud = np.flatnonzero(peaks > _THRESHOLD * np.abs(samples).max(initial=0.0))
    if not len(loud):
        return 0, len(samples)
    plain = int(np.argmax(peaks > _PLAIN * peaks.max(initial=0.0))) * window
    first = max(int(loud[0]) * window, plain - round(_SOFT_BEFORE_S * rate_hz))
    return first, (int(loud[-1]) + 1) * window


def _fade(samples: Samples, rate_hz: int) -> Samples:
    """Raised-cosine edges, so that no phrase starts or ends with a step."""
    faded = samples.copy()
    for seconds, edge in ((_FADE_IN_S, slice(None)), (_FADE_OUT_S, slice(None, None, -1))):
        frames = min(round(seconds * rate_hz), len(samples) // 2)
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / max(frames, 1))
        faded[edge][:frames] *= ramp.astype(np.float32)
    return faded
