"""A recorded phrase made fit to hear: rumble and hum taken out, a noisy room lowered, cut, judged.

Nothing here changes how somebody sounds: no gate and no equaliser. The curve of all takes of a
folder comes later, in :mod:`.tone_curve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.audio.clip import Clip
from quietude.speech.takes.clipping import clipped_places
from quietude.speech.takes.room_noise import lowered

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

CLEANING = "takes-4:highpass 70Hz,hum notches,room -6dB,edges floor+10dB no clicks -40ms +180ms"
"""Version and parameters, part of the key of every take in the cache."""

_HIGH_PASS_HZ = 70.0
_WINDOW_S = 0.02
_QUIET_SHARE = 0.15
"""The share of the quietest windows that a noise floor is measured in."""

_ABOVE_FLOOR_DB, _BELOW_PEAK_DB = 10.0, 45.0
_BEFORE_S, _AFTER_S = 0.04, 0.18
_BREATH_S = 0.1
"""Before the words, this much is not taken for the room: lips open, and breath is drawn."""
_KNOWN_ROOM_S = 0.1
"""A room is known from this much of it before and after the words. In recordings that begin and end
with their words, the softest moments are soft sounds, 20 to 30 dB below the voice."""
_CLICK, _ALONE, _LATE = 2, 6, 10
"""Windows: a click lasts 40 ms at most; 120 ms and 200 ms are more than the closing of a lip."""
_MAINS_HZ, _HARMONICS, _HUM_DB, _NOTCH_Q = (50.0, 60.0), 6, 12.0, 30.0
_SPECTRUM_HZ = 2.5
"""Width of a bin in which hum is looked for: mains are steady, voices are not."""

_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class TakeQuality:
    """Measured quality of a take, before anything was done to it.

    Attributes:
        seconds: The length of its words.
        speech_db: The level of its speech, RMS in dBFS.
        noise_db: The level of the room, RMS in dBFS; None if there is no quiet around the words.
        clipped: The number of places where it was too loud for the recorder.
        hum_hz: The frequency of mains hum that was found, or 0.
        clicks_s: The times of clicks in a pause within the words, in seconds of the recording, as
            of lips or a key. Those before and after the words are cut away.
    """

    seconds: float
    speech_db: float
    noise_db: float | None
    clipped: int
    hum_hz: float
    clicks_s: tuple[float, ...] = ()

    @property
    def distance_db(self) -> float | None:
        """The distance of the room below the voice, in dB; None if it is not known."""
        return None if self.noise_db is None else self.speech_db - self.noise_db


def cleaned(clip: Clip, clipped: int | None = None) -> tuple[Clip, TakeQuality]:
    """A recording of one phrase made fit to hear, cut at its quiet edges, and its quality.

    Args:
        clip: The recording, mono, at its own rate.
        clipped: The places in which it was too loud, where it had other channels or a lossy codec;
            None to look for them.
    """
    if clipped is None:
        clipped = clipped_places(clip.samples[:, None])
    samples, hum_hz = _filtered(clip)
    rate_hz = clip.sample_rate_hz
    start, end, speech_db, noise_db, clicks = _edges(samples, rate_hz)
    rooms = _rooms(start, end, samples, rate_hz)
    around = np.concatenate([samples[part] for part in rooms])
    known = len(around) >= _KNOWN_ROOM_S * rate_hz
    if known:  # little of it: the softest moments of the whole are words
        around_db = 10.0 * np.log10(np.mean(np.square(around, dtype=np.float64)) + _LEAST**2)
        noise_db = min(noise_db, float(around_db))
    samples = lowered(samples, rate_hz, rooms, speech_db - noise_db)
    before, after = (round(s * rate_hz) for s in (_BEFORE_S, _AFTER_S))
    kept = samples[max(0, start - before) : end + after]
    clicks_s = tuple(click / rate_hz for click in clicks)
    quality = TakeQuality(
        (end - start) / rate_hz,
        speech_db,
        noise_db if known else None,
        clipped,
        hum_hz,
        clicks_s,
    )
    return Clip(np.ascontiguousarray(kept, dtype=np.float32), clip.sample_rate_hz), quality


def words_and_room(clip: Clip) -> tuple[Samples, Samples]:
    """The words of a recording, and its room before or after them, as they are heard.

    Either may be empty.

    Args:
        clip: The recording, mono, at its own rate.
    """
    samples, _ = _filtered(clip)
    rate_hz = clip.sample_rate_hz
    start, end, speech_db, noise_db, _ = _edges(samples, rate_hz)
    rooms = _rooms(start, end, samples, rate_hz)
    samples = lowered(samples, rate_hz, rooms, speech_db - noise_db)
    return samples[start:end], max((samples[part] for part in rooms), key=len)


def _rooms(start: int, end: int, samples: Samples, rate_hz: int) -> tuple[slice, slice]:
    """The parts of a recording before and after its words in which nobody speaks or breathes."""
    before, after = (round(s * rate_hz) for s in (_BREATH_S, _AFTER_S))
    return slice(0, max(0, start - before)), slice(min(len(samples), end + after), len(samples))


def _filtered(clip: Clip) -> tuple[Samples, float]:
    """The samples without rumble and hum, and the frequency of the hum."""
    samples = _high_passed(clip.samples, clip.sample_rate_hz)
    hum_hz = hum_of(samples, clip.sample_rate_hz)
    if hum_hz:
        samples = _without_hum(samples, clip.sample_rate_hz, hum_hz)
    return samples, hum_hz


def hum_of(samples: Samples, sample_rate_hz: int) -> float:
    """The mains frequency whose hum stands out of a recording, in Hz; 0 if none does.

    The spectrum is that of the quietest moments, in which nobody speaks. A mains frequency is
    found where two of its first harmonics stand 12 dB above their neighbours.

    Args:
        samples: float32 ``(frames,)``.
        sample_rate_hz: Their rate.
    """
    from scipy import signal

    window = round(sample_rate_hz / _SPECTRUM_HZ)
    if len(samples) < 2 * window:
        return 0.0
    _, _, spectrogram = signal.spectrogram(
        samples, sample_rate_hz, nperseg=window, noverlap=window // 2, window="hann"
    )
    power = spectrogram.sum(axis=0)
    quiet = np.argsort(power)[: max(2, round(_QUIET_SHARE * len(power)))]
    steady_db = 10.0 * np.log10(spectrogram[:, quiet].mean(axis=1) + 1e-20)
    step_hz = sample_rate_hz / window
    found = {mains: _harmonics_found(steady_db, step_hz, mains) for mains in _MAINS_HZ}
    mains = max(found, key=lambda hz: found[hz])
    return mains if found[mains] >= 2 else 0.0  # noqa: PLR2004


def _harmonics_found(steady_db: Any, step_hz: float, mains_hz: float) -> int:
    found = 0
    for harmonic in range(1, _HARMONICS + 1):
        at, near = round(harmonic * mains_hz / step_hz), round(15.0 / step_hz)
        beside = np.r_[steady_db[at - near : at - 1], steady_db[at + 2 : at + near + 1]]
        found += bool(steady_db[at - 1 : at + 2].max() - np.median(beside) > _HUM_DB)
    return found


def _high_passed(samples: Samples, rate_hz: int) -> Samples:
    from scipy import signal

    sections = signal.butter(2, _HIGH_PASS_HZ, "highpass", fs=rate_hz, output="sos")
    return np.asarray(signal.sosfilt(sections, samples), dtype=np.float32)


def _without_hum(samples: Samples, rate_hz: int, mains_hz: float) -> Samples:
    from scipy import signal

    for harmonic in range(1, _HARMONICS + 1):
        b, a = signal.iirnotch(harmonic * mains_hz, _NOTCH_Q * harmonic, fs=rate_hz)
        samples = np.asarray(signal.lfilter(b, a, samples), dtype=np.float32)
    return samples


def _edges(samples: Samples, rate_hz: int) -> tuple[int, int, float, float, tuple[int, ...]]:
    """First frame of the speech, the one after its last, levels of speech and room, and clicks."""
    window = max(1, round(_WINDOW_S * rate_hz))
    whole = len(samples) // window * window
    if not whole:
        return 0, len(samples), -140.0, -140.0, ()
    power = np.square(samples[:whole].reshape(-1, window), dtype=np.float64).mean(axis=1)
    level_db = 10.0 * np.log10(power + _LEAST**2)
    quiet = np.sort(level_db)[: max(1, round(_QUIET_SHARE * len(level_db)))]
    noise_db = float(10.0 * np.log10(np.mean(10.0 ** (quiet / 10.0))))
    threshold = max(noise_db + _ABOVE_FLOOR_DB, float(level_db.max()) - _BELOW_PEAK_DB)
    loud = np.flatnonzero(level_db > threshold)
    if not len(loud):
        return 0, len(samples), noise_db, noise_db, ()
    first, last, clicks = _without_clicks(loud)
    speech_db = float(10.0 * np.log10(np.mean(power[loud]) + _LEAST**2))
    frames = tuple(click * window for click in clicks)
    return first * window, (last + 1) * window, speech_db, noise_db, frames


def _without_clicks(loud: Any) -> tuple[int, int, tuple[int, ...]]:
    """First and last window of the words, and the windows of clicks in a pause between them.

    A click is a sound of 40 ms at most, alone: nothing 120 ms before it, or 200 ms after the words.
    The burst at the end of "up" comes a tenth of a second after the vowel, and belongs to the word.

    Args:
        loud: The windows in which something sounds, rising.
    """
    runs = [
        (int(run[0]), int(run[-1])) for run in np.split(loud, np.flatnonzero(np.diff(loud) > 1) + 1)
    ]
    while len(runs) > 1 and _is_click(runs[0]) and runs[1][0] - runs[0][1] > _ALONE:
        del runs[0]
    while len(runs) > 1 and _is_click(runs[-1]) and runs[-1][0] - runs[-2][1] > _LATE:
        del runs[-1]
    clicks = tuple(
        run[0]
        for before, run, after in zip(runs, runs[1:], runs[2:], strict=False)
        if _is_click(run) and run[0] - before[1] > _LATE and after[0] - run[1] > _ALONE
    )
    return runs[0][0], runs[-1][1], clicks


def _is_click(run: tuple[int, int]) -> bool:
    return run[1] - run[0] < _CLICK
