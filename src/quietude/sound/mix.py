"""Timeline + clips → the mix, in blocks: voice, bed and cues at levels that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio import read_samples, resample
from quietude.errors import SoundError
from quietude.plan.beds import NO_BED, stretches
from quietude.sound import assets
from quietude.sound.beds import BedStem
from quietude.sound.cues import cue_sounds
from quietude.sound.ducking import bed_curve, fade_curve
from quietude.sound.foreign import Decoded, is_foreign
from quietude.sound.limiter import Limiter
from quietude.sound.loudness import LoudnessMeter
from quietude.sound.stems import CueStem, Loop, LoopedLayers, Shaped, Tamed, VoiceStem
from quietude.sound.track import LoopedTrack, track_gain
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.audio import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.sound.stems import Stem

BLOCK_FRAMES = 32_768
VOICE_LUFS = -20.0
"""The voice's loudness in the mix, before the master brings the whole to its target."""

VOICE_PEAK_LU = 11.0
"""How far the voice's true peaks may rise above its loudness.

eSpeak's rarest peaks lie 16 dB above. Held down here, where only the voice bends for a few
milliseconds, they leave the limiter at the end nothing to do.
"""


@dataclass(frozen=True, slots=True)
class Levels:
    """What the listener wishes of the levels, in dB on top of our own."""

    bed_db: float = 0.0
    bell_db: float = 0.0


class Mix:
    """A session's sound, as often as it is wanted; nothing of it is kept between readings.

    Args:
        timeline: What happens when.
        clip: Fetches the clip of an utterance, at the session's rate.
        bed: The id of a bed, the path of a track, or ``none``: what the session begins with; the
            timeline has what it changes to.
        levels: The listener's wishes.

    Raises:
        SoundError: if the bed cannot be found or used.
    """

    def __init__(
        self,
        timeline: Timeline,
        clip: Callable[[Utterance], Clip],
        bed: str,
        levels: Levels | None = None,
    ) -> None:
        self._timeline = timeline
        self._clip = clip
        self._levels = levels or Levels()
        self._beds = stretches(timeline.beds, bed, timeline.total_frames)
        rate_hz = timeline.sample_rate_hz
        self._open_bed = {it.bed: open_bed(it.bed, rate_hz) for it in self._beds}

    def blocks(self) -> Iterator[Samples]:
        """The mix from beginning to end: float32 ``(frames, 2)``, faded at both ends."""
        stems = [self._voice(), self._bed(), self._cues()]
        fade = fade_curve(self._timeline)
        for start in range(0, self._timeline.total_frames, BLOCK_FRAMES):
            frames = min(BLOCK_FRAMES, self._timeline.total_frames - start)
            block = stems[0].read(frames)
            for stem in stems[1:]:
                block += stem.read(frames)
            yield fade.apply(block, start)

    @cached_property
    def voice_gain(self) -> float:
        """The linear gain that brings the narration as a whole to :data:`VOICE_LUFS`.

        One gain for all phrases: their relation to one another is the voice's own.
        """
        meter = LoudnessMeter(self._timeline.sample_rate_hz, true_peak=False)
        for placement in self._timeline.placements:
            samples = self._clip(placement.utterance).samples
            meter.add(np.repeat(samples[:, None], 2, axis=1))
        return db_to_gain(VOICE_LUFS - meter.integrated_lufs())

    def _voice(self) -> Stem:
        voice = VoiceStem(self._timeline.placements, self._clip, self.voice_gain)
        ceiling = db_to_gain(VOICE_LUFS + VOICE_PEAK_LU)
        return Tamed(voice, Limiter(ceiling, self._timeline.sample_rate_hz))

    def _bed(self) -> Stem:
        curve = bed_curve(self._timeline, level_db=self._levels.bed_db)
        return Shaped(BedStem(self._beds, self._open_bed), curve)

    def _cues(self) -> Stem:
        return CueStem(cue_sounds(self._timeline, VOICE_LUFS, self._levels.bell_db))


def open_bed(bed: str, sample_rate_hz: int) -> Callable[[], Stem]:
    """A bed that can be opened as often as needed, at the loudness of the voice.

    Args:
        bed: The id of a bed, the path of a track, or ``none``.
        sample_rate_hz: The session's rate.

    Raises:
        SoundError: if there is no such bed or track, or if it cannot be used.
    """
    if bed == NO_BED:
        return lambda: LoopedLayers([])
    asset = assets.beds().get(bed)
    if asset:
        loops = _loops(asset, sample_rate_hz)
        return lambda: LoopedLayers(loops)
    path = Path(bed)
    if not path.is_file():
        message = f'there is no bed "{bed[:80]}", nor a file of that name'
        hint = f"Beds: {', '.join(sorted(assets.beds()))}, {NO_BED}."
        raise SoundError(message, hint=hint)
    decoded = Decoded(path) if is_foreign(path) else None
    track = decoded.path if decoded else path
    gain = track_gain(track, sample_rate_hz, VOICE_LUFS)
    return lambda: LoopedTrack(track, sample_rate_hz, gain, owner=decoded)


def _loops(asset: assets.BedAsset, sample_rate_hz: int) -> list[Loop]:
    to_voice_db = VOICE_LUFS - asset.loudness_lufs
    loops = []
    for layer in asset.layers:
        samples, rate_hz = read_samples(layer.path)
        samples = resample_loop(samples, rate_hz, sample_rate_hz)
        right = len(samples) // 2 if layer.spread else 0
        loops.append(Loop(samples, db_to_gain(layer.gain_db + to_voice_db), (0, right)))
    return loops


def resample_loop(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """A seamless loop at another rate, still seamless: the filter sees it go round."""
    if from_hz == to_hz:
        return samples
    margin = from_hz // 10
    around = np.concatenate([samples[-margin:], samples, samples[:margin]])
    start = round(margin * to_hz / from_hz)
    frames = round(len(samples) * to_hz / from_hz)
    return resample(around, from_hz, to_hz)[start : start + frames]
