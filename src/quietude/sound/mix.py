"""Timeline + clips → the mix, in blocks: voice, bed and cues at levels that fit together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude._util.concurrency import map_on_all_cores
from quietude.audio.loudness import WEIGHTED, gated_lufs
from quietude.script.bed import RoomTone
from quietude.sound.bed_changes import changing_bed
from quietude.sound.beds import ROOM_FADE_S
from quietude.sound.contrast import Contrast, measure_contrast
from quietude.sound.cues import cue_sounds
from quietude.sound.ducking import bed_curve, fade_curve
from quietude.sound.narration import Narration
from quietude.sound.power_profile import PowerProfile, middles
from quietude.sound.stems import CueStem, GainShapedStem, VoiceStem
from quietude.sound.tones import Tones, with_tones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.audio.gain_curve import GainCurve
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import Bed
    from quietude.sound.stems import OneShot, Stem

BLOCK_FRAMES = 32_768
_AT_ONCE = 8192
STEMS = ("voice", "bed", "cues")
"""The parts of a mix by name."""

VOICE_LUFS = -20.0
"""Loudness of the voice in the mix, before mastering brings the whole to its target."""


@dataclass(frozen=True, slots=True)
class LevelOffsets:
    """The listener's wishes for the levels, in dB relative to ours.

    The whole is brought to its target afterwards, so a louder voice means a softer rest.
    """

    bed_db: float = 0.0
    bell_db: float = 0.0
    voice_db: float = 0.0


@dataclass(frozen=True, slots=True)
class _MixMeasure:
    """Figures of a mix, from its parts; see the methods of :class:`Mix` of these names."""

    contrast: Contrast
    bed_curve: GainCurve
    lufs: float


class Mix:
    """The sound of a session; can be read any number of times, and keeps no samples in between.

    Args:
        timeline: The phrases, cues and silences of the session.
        clip: Fetches the clip of an utterance, at the session's rate.
        bed: The bed the session begins with; the timeline has the changes.
        levels: The listener's wishes.
        tones: Binaural or isochronic tones in the bed.
        powers: The power of each utterance; see :class:`quietude.sound.narration.Narration`.

    Attributes:
        fade: The fade of everything at both ends.
        tones: The tones, or None.

    Raises:
        SoundError: if the bed cannot be found or used.
    """

    def __init__(  # noqa: PLR0913
        self,
        timeline: Timeline,
        clip: Callable[[Utterance], Clip],
        bed: Bed,
        levels: LevelOffsets | None = None,
        tones: Tones | None = None,
        *,
        powers: Mapping[Utterance, NDArray[np.float32]] | None = None,
    ) -> None:
        self._timeline = timeline
        self._levels = levels or LevelOffsets()
        self._narration = Narration(timeline, clip, self.voice_lufs, powers)
        self._bed = changing_bed(timeline, bed, VOICE_LUFS)
        self.tones = tones
        if tones:
            self._bed = with_tones(self._bed, tones, timeline.sample_rate_hz, VOICE_LUFS)
        longest_s = ROOM_FADE_S if isinstance(bed, RoomTone) else math.inf
        self.fade = fade_curve(timeline, longest_s=longest_s)
        self._measured = self._measure()

    def blocks(self) -> Iterator[Samples]:
        """The mix from beginning to end: float32 ``(frames, 2)``, faded at both ends."""
        parts = self._parts()
        bed, others = parts["bed"], [parts["voice"], parts["cues"]]
        for start in range(0, self._timeline.total_frames, BLOCK_FRAMES):
            frames = min(BLOCK_FRAMES, self._timeline.total_frames - start)
            block = bed.read(frames)
            for stem in others:
                block += stem.read(frames)
            yield self.fade.apply(block, start)

    def stems(self) -> dict[str, Stem]:
        """Returns its parts by name, each under the fades; their sum is the mix."""
        return {name: GainShapedStem(stem, self.fade) for name, stem in self._parts().items()}

    @property
    def narration(self) -> Narration:
        """The phrases of the session as they sound in the mix."""
        return self._narration

    def contrast(self) -> Contrast:
        """The distance from its bed up to its voice, phrase by phrase."""
        return self._measured.contrast

    @property
    def bed_curve(self) -> GainCurve:
        """The gain of the bed: low enough under every phrase, then shifted as the listener wishes.

        A deep bed needs more than the usual distance, since its loudness is low for its level; so
        does a track with loud moments, or a voice with soft phrases. The whole bed is lowered by
        what three phrases in four need, and goes further down under the others alone.
        """
        return self._measured.bed_curve

    @property
    def voice_lufs(self) -> float:
        """Loudness of the narration in the mix."""
        return VOICE_LUFS + self._levels.voice_db

    def integrated_lufs(self) -> float:
        """The loudness of the whole, computed from its parts without mixing them.

        Uncorrelated sounds add in power. Every phrase, cue and loop is measured once, and its power
        in each tenth of a second is added where it sounds, so the work grows with the material and
        not with the length. The result is within 0.1 LU of measuring the mix, with each of our
        beds; the finished file is measured in any case.
        """
        return self._measured.lufs

    def _parts(self) -> dict[str, Stem]:
        return {
            "voice": VoiceStem(self._timeline.placements, self._narration.phrase),
            "bed": GainShapedStem(self._bed.open(), self.bed_curve),
            "cues": CueStem(self._cue_sounds()),
        }

    def _measure(self) -> _MixMeasure:
        """Measures the parts; the powers of the voice are needed only here."""
        voice = self._voice_powers()
        usual = measure_contrast(
            voice.values, self._bed_under(bed_curve(self._timeline)), self._timeline
        )
        missing_db = usual.missing_db(self._levels.voice_db)
        most_db = _enough_for_most(missing_db.values())
        curve = bed_curve(
            self._timeline,
            level_db=self._levels.bed_db - most_db,
            # In whole decibels: phrases that need nearly the same share one level of the bed.
            deeper_db={
                phrase: math.ceil(db - most_db) for phrase, db in missing_db.items() if db > most_db
            },
        )
        contrast = measure_contrast(voice.values, self._bed_under(curve), self._timeline)
        return _MixMeasure(contrast, curve, self._lufs(voice, curve))

    def _lufs(self, powers: PowerProfile, curve: GainCurve) -> float:
        """The loudness of the whole; ``powers`` holds the voice, and the rest is added to it."""
        for start, sound in self._cue_sounds():
            powers.add_one_shot(start, sound)
        weighted = powers.values[WEIGHTED]
        bed = self._bed_under(curve)
        for part in _pieces(len(weighted)):
            weighted[part] += bed(part)[WEIGHTED]
            weighted[part] *= self.fade.at(self._middles(part)) ** 2
        return gated_lufs(weighted)

    def _voice_powers(self) -> PowerProfile:
        voice = PowerProfile(self._timeline.total_frames, self._timeline.sample_rate_hz)
        placements = self._timeline.placements
        phrases = map_on_all_cores(
            lambda placed: self._narration.phrase(placed.utterance), placements
        )
        for placed, phrase in zip(placements, phrases, strict=True):
            voice.add_centred(placed.start_frame, phrase)
        return voice

    def _bed_under(self, curve: GainCurve) -> Callable[[slice], NDArray[np.float64]]:
        """Returns a function for the powers of the bed under a gain, in some tenths of a second.

        They are computed anew each time: that is quick, and a session of hours has many.
        """

        def powers(hops: slice) -> NDArray[np.float64]:
            return self._bed.powers(hops.start, hops.stop) * curve.at(self._middles(hops)) ** 2

        return powers

    def _middles(self, hops: slice) -> NDArray[np.int64]:
        return middles(hops, self._timeline.sample_rate_hz)

    def _cue_sounds(self) -> Iterator[tuple[int, OneShot]]:
        return cue_sounds(self._timeline, VOICE_LUFS, self._levels.bell_db)


def _enough_for_most(missing_db: Iterable[float]) -> float:
    """The 75th percentile: enough for three phrases in four."""
    ranked = sorted(missing_db)
    return ranked[(len(ranked) - 1) * 3 // 4] if ranked else 0.0


def _pieces(hops: int) -> Iterator[slice]:
    """All tenths of a second, some minutes at a time, to bound the memory a long session takes."""
    for start in range(0, hops, _AT_ONCE):
        yield slice(start, min(start + _AT_ONCE, hops))
