"""Sounds at both ends of a session: a jingle, a recorded greeting; before, over or under its voice.

The session itself stays as it is, to the frame: the sound at its beginning puts it off by the time
that the sound is heard alone, and the sound at its end comes after it. Where both are heard at
once, the sound lies well under the voice, and every change of its level is a fade.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.audio.clip import read_samples, resample
from quietude.audio.downmix import to_stereo
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.audio.loudness import WEIGHTED
from quietude.errors import SoundError
from quietude.sound.mix import BLOCK_FRAMES, VOICE_LUFS
from quietude.sound.power_profile import SpeechBandMeter
from quietude.sound.stems import CueStem
from quietude.sound.tracks.looped_track import loudness_at_any_level
from quietude.units import SILENCE_LUFS, db_to_gain, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.plan.timeline import Timeline
    from quietude.sound.contrast import Contrast
    from quietude.sound.ends.end_sound import EndSound
    from quietude.sound.mix import Mix
    from quietude.sound.narration import Narration

UNDER_VOICE_LU = 4.0
"""Loudness of a sound that is alone, below the voice: music of the same loudness seems louder."""

LOWERED_LU = 16.0
"""Loudness it loses further while it lies under the voice: 20 LU below, as far as a bed."""

LOWER_S = 2.0
"""Time in which it goes down before the voice begins, or comes up after it has ended."""

SHORTEST_S, LONGEST_S = 0.5, 180.0
_LARGEST_BYTES = 200_000_000


class EndClip:
    """The samples of a sound at an end, with its level and its fades.

    Args:
        sound: The sound.
        rate_hz: The rate of the session.

    Raises:
        SoundError: if it cannot be read, is silent, or too short or long.
    """

    def __init__(self, sound: EndSound, rate_hz: int) -> None:
        self._samples = _read(sound, rate_hz)
        meter = SpeechBandMeter(rate_hz, 2)
        meter.add(self._samples)
        lufs = loudness_at_any_level(meter.powers()[WEIGHTED])
        if lufs <= SILENCE_LUFS:
            message = "this sound is silent"
            raise SoundError(message, path=sound.track.path)
        gain = db_to_gain(VOICE_LUFS - UNDER_VOICE_LU + sound.level_db - lufs)
        self._samples *= np.float32(gain)
        self.alone_frames = sound.alone_frames(self.frames, rate_hz)
        self._shape(sound, rate_hz)

    @property
    def frames(self) -> int:
        """Its length."""
        return len(self._samples)

    def read(self, start: int, frames: int) -> Samples:
        """Returns a part of it, ``(frames, 2)``."""
        return self._samples[start : start + frames]

    def _shape(self, sound: EndSound, rate_hz: int) -> None:
        rise, fall = (
            min(seconds_to_frames(seconds, rate_hz), self.frames)
            for seconds in (sound.fade_in_s, sound.fade_out_s)
        )
        self._samples[:rise] *= _quarter_wave(rise)[:, None]
        self._samples[self.frames - fall :] *= _quarter_wave(fall)[::-1, None]
        if sound.place != "under":
            return
        way = seconds_to_frames(LOWER_S, rate_hz)
        at = np.arange(self.frames)
        if sound.opens:
            lowered = np.clip((at - (self.alone_frames - way)) / way, 0.0, 1.0)
        else:
            lowered = np.clip((self.frames - self.alone_frames + way - at) / way, 0.0, 1.0)
        smooth = np.sin(0.5 * np.pi * lowered) ** 2
        self._samples *= (10.0 ** (-LOWERED_LU * smooth / 20.0)).astype(np.float32)[:, None]


class FramedMix:
    """A mix with a sound at one of its ends or both, as :class:`quietude.sound.mix.Mix`.

    Args:
        mix: The mix of the session alone.
        timeline: Its timeline.
        opening: The sound it begins with, or None.
        closing: The sound it ends with, or None.

    Attributes:
        timeline: The timeline of the whole.
        lead_frames: The frames before the session begins.
    """

    def __init__(
        self, mix: Mix, timeline: Timeline, opening: EndSound | None, closing: EndSound | None
    ) -> None:
        rate_hz = timeline.sample_rate_hz
        self._mix = mix
        first, last = (EndClip(one, rate_hz) if one else None for one in (opening, closing))
        self.lead_frames = first.alone_frames if first else 0
        ended = self.lead_frames + timeline.total_frames
        self._sounds = [(0, first)] if first else []
        total = max(ended, first.frames if first else 0)
        if last:
            start = max(ended - (last.frames - last.alone_frames), 0)
            self._sounds.append((start, last))
            total = max(total, start + last.frames)
        self.timeline = _put_off(timeline, self.lead_frames, total)

    @property
    def narration(self) -> Narration:
        """As of the session alone."""
        return self._mix.narration

    @property
    def voice_lufs(self) -> float:
        """As of the session alone."""
        return self._mix.voice_lufs

    @property
    def heard_lufs(self) -> float:
        """As of the session alone."""
        return self._mix.heard_lufs

    def contrast(self) -> Contrast:
        """As of the session alone."""
        return self._mix.contrast()

    def integrated_lufs(self) -> float:
        """As of the session alone: the voice has the say, and the file is measured in any case."""
        return self._mix.integrated_lufs()

    def blocks(self) -> Iterator[Samples]:
        """The whole from its beginning: float32 ``(frames, 2)``."""
        ends, total = CueStem(self._sounds), self.timeline.total_frames
        session = _Joined(self._mix.blocks())
        for start in range(0, total, BLOCK_FRAMES):
            frames = min(BLOCK_FRAMES, total - start)
            block = ends.read(frames)
            before = min(max(self.lead_frames - start, 0), frames)
            block[before:] += session.next(frames - before)
            yield block


class _Joined:
    """Reads a stream of blocks in pieces of any length; silence after its end."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._rest = np.zeros((0, 2), dtype=np.float32)

    def next(self, frames: int) -> Samples:
        """Returns the next frames, shape ``(frames, 2)``."""
        parts, have = [self._rest], len(self._rest)
        while have < frames and (block := next(self._blocks, None)) is not None:
            parts.append(block)
            have += len(block)
        joined = np.concatenate(parts)
        self._rest = joined[frames:]
        missing = frames - len(joined)
        return np.pad(joined, ((0, missing), (0, 0))) if missing > 0 else joined[:frames]


def _put_off(timeline: Timeline, lead: int, total: int) -> Timeline:
    """A timeline that begins later, and lasts as long as the whole."""

    def later(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(item, start_frame=item.start_frame + lead) for item in items)

    chapters = [
        replace(
            chapter,
            start_frame=chapter.start_frame + lead if number else 0,
            end_frame=chapter.end_frame + lead,
        )
        for number, chapter in enumerate(timeline.chapters)
    ]
    chapters[-1] = replace(chapters[-1], end_frame=total)
    return replace(
        timeline,
        placements=later(timeline.placements),
        cues=later(timeline.cues),
        silences=later(timeline.silences),
        beds=later(timeline.beds),
        chapters=tuple(chapters),
        steps=tuple(
            replace(
                step,
                start_frame=step.start_frame + lead,
                speech_end_frame=step.speech_end_frame + lead,
                end_frame=step.end_frame + lead,
            )
            for step in timeline.steps
        ),
        total_frames=total,
    )


def check_end_sound(sound: EndSound) -> None:
    """Refuses a sound that no session can begin or end with.

    Raises:
        SoundError: as :class:`EndClip`.
    """
    EndClip(sound, _USUAL_HZ)


_USUAL_HZ = 44_100


def _read(sound: EndSound, rate_hz: int) -> Samples:
    path = sound.track.path
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            message = "this file is too large for a sound at an end of a session"
            raise SoundError(message, path=path, hint=f"It may last {LONGEST_S:g} s.")
    except OSError as error:
        message = f"this sound cannot be read ({error.strerror})"
        raise SoundError(message, path=path) from error
    decoded = DecodedTrack(path) if needs_ffmpeg(path) else None
    samples, found_hz = read_samples(decoded.path if decoded else path)
    seconds = len(samples) / found_hz
    if not SHORTEST_S <= seconds <= LONGEST_S:
        message = f"this sound lasts {seconds:.1f} s"
        hint = f"A sound at an end of a session lasts {SHORTEST_S:g} to {LONGEST_S:g} s."
        raise SoundError(message, path=path, hint=hint)
    if not np.isfinite(samples).all():
        message = "this sound is damaged"
        raise SoundError(message, path=path, hint="Export it again.")
    ears = np.array(to_stereo(samples, vorbis=False), dtype=np.float32)
    return resample(ears, found_hz, rate_hz) if found_hz != rate_hz else ears


def _quarter_wave(frames: int) -> NDArray[np.float32]:
    """A rise from 0 to 1 without a corner at either end."""
    return (np.sin(0.5 * np.pi * np.arange(frames) / max(frames, 1)) ** 2).astype(np.float32)
