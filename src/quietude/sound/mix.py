"""Timeline + clips → the mix, in blocks: voice, bed and cues at levels that fit together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.concurrency import map_on_all_cores
from quietude.audio.loudness import WEIGHTED, gated_lufs, hop_frames, power_lufs
from quietude.script.bed import NoBed, RoomTone
from quietude.sound.bed_changes import changing_bed
from quietude.sound.beds import ROOM_FADE_S, open_bed
from quietude.sound.contrast import Contrast, measure_contrast
from quietude.sound.cues import cue_sounds, guide_gains_db
from quietude.sound.ducking import (
    FALL_S,
    GUIDE_LU,
    READY_S,
    UNDER_VOICE_LU,
    DuckLevels,
    bed_curve,
    fade_curve,
    long_silences,
)
from quietude.sound.levels import PRESENCES, LevelOffsets
from quietude.sound.narration import Narration
from quietude.sound.power_profile import (
    ROWS,
    PowerProfile,
    centred_powers,
    mean_power,
    middles,
    phrase_hops,
)
from quietude.sound.recorded_room import InRoom, RecordedRoom
from quietude.sound.stems import CueStem, GainShapedStem, VoiceStem
from quietude.sound.tones import Tones, with_tones
from quietude.units import SILENCE_LUFS, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.audio.gain_curve import GainCurve
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Placement, Timeline
    from quietude.script.bed import Bed
    from quietude.sound.beds import BedSource
    from quietude.sound.stems import OneShot, Stem

BLOCK_FRAMES = 32_768
_AT_ONCE = 8192
STEMS = ("voice", "bed", "cues")
"""The parts of a mix by name."""

VOICE_LUFS = -20.0
"""Loudness of the voice in the mix, before mastering brings the whole to its target."""


ROOM_TONE_UNDER_VOICE_LU = 20.0
"""Distance of room tone from the voice beside that of its own level; it makes way for nothing."""

LONG_SILENCE_S = 60.0
STARTLE_LU, MAX_RAISE_LU = 14.0, 8.0
"""After a silence of LONG_SILENCE_S a phrase lies STARTLE_LU above the loudness of that minute at
most: the bed rises for it, by MAX_RAISE_LU at most. The voice stays as it is."""


@dataclass(frozen=True, slots=True)
class _MixMeasure:
    """Figures of a mix, from its parts; see the methods of :class:`Mix` of these names."""

    contrast: Contrast
    bed_curve: GainCurve
    voice_lufs: float
    guide_db: Mapping[str, float]
    heard_lufs: float
    lufs: float


class Mix:
    """The sound of a session; can be read any number of times, and keeps no samples in between.

    Args:
        timeline: The phrases, cues and silences of the session.
        clip: Fetches the clip of an utterance, at the session's rate.
        bed: The bed the session begins with; the timeline has the changes.
        levels: The offsets of the levels.
        tones: Binaural or isochronic tones in the bed.
        powers: The power of each utterance; see :class:`quietude.sound.narration.Narration`.
        bed_opener: Opens each bed; see :func:`quietude.sound.bed_changes.changing_bed`.
        narration: The narration of the whole session, for a mix of a part of it.
        recorded: The utterances that a person recorded.
        room: The room of these, at their level: a loop, float32 ``(frames,)``; None for none.

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
        bed_opener: Callable[[Bed, int, float, int], BedSource] = open_bed,
        narration: Narration | None = None,
        recorded: Collection[Utterance] = (),
        room: Samples | None = None,
    ) -> None:
        self._timeline = timeline
        self._levels = levels or LevelOffsets()
        self._presence = PRESENCES[self._levels.presence]
        nominal_lufs = VOICE_LUFS + self._levels.voice_db
        self._narration = narration or Narration(timeline, clip, nominal_lufs, powers, recorded)
        self._room = self._recorded_room(room, recorded)
        self._bed = changing_bed(timeline, bed, VOICE_LUFS, bed_opener)
        self.tones = tones
        if tones:
            self._bed = with_tones(self._bed, tones, timeline.sample_rate_hz, VOICE_LUFS)
        self._only_air = not tones and all(
            isinstance(one, RoomTone | NoBed)
            for one in (bed, *(placed.bed for placed in timeline.beds[1:]))
        )
        longest_s = ROOM_FADE_S if isinstance(bed, RoomTone) else math.inf
        self.fade = fade_curve(timeline, longest_s=longest_s)
        self._measured = self._measure()

    def blocks(self, first_frame: int = 0) -> Iterator[Samples]:
        """The mix from a frame to its end: float32 ``(frames, 2)``, faded at both ends.

        Args:
            first_frame: The frame to begin with.
        """
        parts = self._parts()
        bed, others = parts["bed"], [parts["voice"], parts["cues"]]
        for stem in parts.values():
            stem.seek(first_frame)
        for start in range(first_frame, self._timeline.total_frames, BLOCK_FRAMES):
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
        """The gain of the bed: low enough under every phrase, then shifted by its offset.

        A deep bed needs more than the usual distance, since its loudness is low for its level; so
        does a track with loud moments, or a voice with soft phrases. The whole bed is lowered by
        what three phrases in four need, and goes further down under the others alone. In pauses
        it has a level of its own, whatever it needed while the voice spoke.
        """
        return self._measured.bed_curve

    @property
    def voice_lufs(self) -> float:
        """Loudness of the voice in the mix, gated on its phrases; its nominal level without any."""
        return self._measured.voice_lufs

    @property
    def heard_lufs(self) -> float:
        """Loudness of the phrases with what sounds under them; of the whole without any."""
        return self._measured.heard_lufs

    def integrated_lufs(self) -> float:
        """The loudness of the whole, computed from its parts without mixing them.

        Uncorrelated sounds add in power. Every phrase, cue and loop is measured once, and its power
        in each tenth of a second is added where it sounds, so the work grows with the material and
        not with the length. The result is within 0.1 LU of measuring the mix, with each of our
        beds; the finished file is measured in any case.
        """
        return self._measured.lufs

    def _recorded_room(
        self, room: Samples | None, recorded: Collection[Utterance]
    ) -> RecordedRoom | None:
        """The room as loud as it is in the recorded phrases."""
        placed = [one for one in self._timeline.placements if one.utterance in recorded]
        if room is None or not placed:
            return None
        gain = np.float32(np.median([self._narration.gain_of(one.utterance) for one in placed]))
        spans = [(one.start_frame, one.end_frame) for one in placed]
        return RecordedRoom(gain * room, spans, self._timeline.sample_rate_hz)

    def _parts(self) -> dict[str, Stem]:
        voice: Stem = VoiceStem(self._timeline.placements, self._narration.phrase)
        return {
            "voice": InRoom(voice, self._room) if self._room else voice,
            "bed": GainShapedStem(self._bed.open(), self.bed_curve),
            "cues": CueStem(self._cue_sounds(self._measured.guide_db)),
        }

    def _measure(self) -> _MixMeasure:
        """Measures the parts; the powers of the voice are needed only here."""
        powers, phrases = self._voice_powers()
        usual = measure_contrast(
            phrases,
            self._most_under(bed_curve(self._timeline, self._duck_levels(0.0, offsets=False))),
            self._timeline,
        )
        missing_db = usual.missing_db(self._levels.voice_db, self._bed.covers_db)
        most_db = _enough_for_most(missing_db.values())
        levels = self._duck_levels(most_db)
        # In whole decibels: phrases that need nearly the same share one level of the bed.
        deeper_db = {
            phrase: math.ceil(db - most_db) for phrase, db in missing_db.items() if db > most_db
        }
        curve = bed_curve(self._timeline, levels, deeper_db=deeper_db)
        if raised_db := self._raised_db(powers.weighted, curve):
            curve = bed_curve(self._timeline, levels, deeper_db=deeper_db, raised_db=raised_db)
        contrast = measure_contrast(phrases, self._most_under(curve), self._timeline)
        spoken = phrase_hops(self._timeline, len(powers.weighted))
        voice_lufs = gated_lufs(powers.weighted[spoken])
        if voice_lufs <= SILENCE_LUFS:
            voice_lufs = VOICE_LUFS + self._levels.voice_db
        guide_db = guide_gains_db(self._timeline, VOICE_LUFS, self._bed_under(curve))
        whole = self._whole(powers, curve, guide_db)
        lufs, heard_lufs = gated_lufs(whole), gated_lufs(whole[spoken])
        if not spoken.any():
            heard_lufs = lufs
        return _MixMeasure(contrast, curve, voice_lufs, guide_db, heard_lufs, lufs)

    def _duck_levels(self, lower_db: float, *, offsets: bool = True) -> DuckLevels:
        """The levels of the bed.

        Args:
            lower_db: The attenuation most phrases need beyond the usual.
            offsets: False for the levels without the offsets.
        """
        if self._only_air:
            level_db = self._levels.bed_db - ROOM_TONE_UNDER_VOICE_LU
            return DuckLevels(level_db, level_db, level_db)
        bed_db = self._levels.bed_db if offsets else 0.0
        softer_db = self._presence.softer_lu if offsets else 0.0
        pause_db = bed_db - self._presence.pause_lu
        speech_db = bed_db - UNDER_VOICE_LU - lower_db - softer_db
        return DuckLevels(speech_db, max(pause_db, speech_db), max(pause_db - GUIDE_LU, speech_db))

    def _raised_db(self, voice: NDArray[np.floating], curve: GainCurve) -> dict[Placement, float]:
        """The further rise of the bed in each long silence, so that nobody is startled, in dB."""
        hop = hop_frames(self._timeline.sample_rate_hz)
        bed = self._bed_under(curve)
        raised_db: dict[Placement, float] = {}
        before = seconds_to_frames(READY_S + FALL_S, self._timeline.sample_rate_hz)
        silences = [] if self._only_air else long_silences(self._timeline, LONG_SILENCE_S)
        for begun, phrase in silences:
            last = (phrase.start_frame - before) // hop
            heard = bed(slice(max(begun // hop, last - round(LONG_SILENCE_S * 10)), last))[WEIGHTED]
            said = gated_lufs(voice[phrase.start_frame // hop : phrase.end_frame // hop])
            if heard.mean() > 0 and said > SILENCE_LUFS:
                over_lu = said - power_lufs(float(heard.mean())) - self._levels.voice_db
                if over_lu > STARTLE_LU:
                    raised_db[phrase] = min(over_lu - STARTLE_LU, MAX_RAISE_LU)
        return raised_db

    def _whole(
        self, powers: PowerProfile, curve: GainCurve, guide_db: Mapping[str, float]
    ) -> NDArray[np.float32]:
        """The K-weighted power of the whole; ``powers`` has the voice, the rest is added to it."""
        for start, sound in self._cue_sounds(guide_db):
            powers.add_one_shot(start, sound)
        weighted = powers.weighted
        bed = self._bed_under(curve)
        for part in _pieces(len(weighted)):
            weighted[part] += bed(part)[WEIGHTED]
            weighted[part] *= self.fade.at(self._middles(part)) ** 2
        return weighted

    def _voice_powers(self) -> tuple[PowerProfile, NDArray[np.float32]]:
        """The power of the voice in time, and the mean power of each phrase, ``(phrases, 4)``."""
        rate_hz = self._timeline.sample_rate_hz
        placements = self._timeline.placements
        profile = PowerProfile(self._timeline.total_frames, rate_hz)
        means = np.zeros((len(placements), ROWS), dtype=np.float32)
        measured = map_on_all_cores(
            lambda placed: centred_powers(
                placed.start_frame, self._narration.phrase(placed.utterance), rate_hz
            ),
            placements,
        )
        for placed, mean, powers in zip(placements, means, measured, strict=True):
            profile.add(placed.start_frame, powers[WEIGHTED])
            mean[:] = mean_power(powers, placed.length_frames, rate_hz)
        return profile, means

    def _bed_under(self, curve: GainCurve) -> Callable[[slice], NDArray[np.float64]]:
        """Returns a function for the powers of the bed under a gain, in some tenths of a second.

        They are computed anew each time: that is quick, and a session of hours has many.
        """
        return lambda hops: (
            self._bed.powers(hops.start, hops.stop) * curve.at(self._middles(hops)) ** 2
        )

    def _most_under(self, curve: GainCurve) -> Callable[[slice], NDArray[np.float64]]:
        """The same of the most that the powers may be: what a phrase must be plain over."""
        return lambda hops: (
            self._bed.most(hops.start, hops.stop) * curve.at(self._middles(hops)) ** 2
        )

    def _middles(self, hops: slice) -> NDArray[np.int64]:
        return middles(hops, self._timeline.sample_rate_hz)

    def _cue_sounds(self, guide_db: Mapping[str, float]) -> Iterator[tuple[int, OneShot]]:
        return cue_sounds(self._timeline, VOICE_LUFS, self._levels.bell_db, guide_db)


def _enough_for_most(missing_db: Iterable[float]) -> float:
    """The 75th percentile: enough for three phrases in four."""
    ranked = sorted(missing_db)
    return ranked[(len(ranked) - 1) * 3 // 4] if ranked else 0.0


def _pieces(hops: int) -> Iterator[slice]:
    """All tenths of a second, some minutes at a time, to bound the memory a long session takes."""
    for start in range(0, hops, _AT_ONCE):
        yield slice(start, min(start + _AT_ONCE, hops))
