"""The sounds of the cues: recorded bells and taps, and the synthesised swell of a breath."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.plan.endings import TAIL_S
from quietude.sound import assets
from quietude.sound.power_profile import CUES, SpeechBandMeter
from quietude.sound.targets import AcxTarget
from quietude.units import db_to_gain, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.plan.model import Cue, Plan
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import BellSound
    from quietude.sound.stems import OneShot
    from quietude.sound.targets import Target

BELL_UNDER_VOICE_LU = 5.0
"""Loudness of a bell's loudest moment below the voice."""

FIRST_BELL_LU, FIRST_ATTACK_S = 4.0, 0.06
"""Level and attack of a bell before the first word, which is softer: there it stands
alone over a soft bed, where beside the voice it is one of two."""

TAP_UNDER_VOICE_LU = 18.0
"""Loudness of a tap below the voice. A tap fills a quarter of the 400 ms its loudness is measured
over, so it sounds louder than this figure."""

SWELL_UNDER_VOICE_LU = 13.0
"""Loudness of a swell's loudest moment below the voice."""

OVER_BED_DB, MOST_RAISED_DB = {"swell": 10.0, "tap": 12.0}, 14.0
"""Distance of a swell or tap above the bed between 400 and 950 Hz, where a small loudspeaker and
an ear at night hear it, and the most it is raised for that. A tone in noise is heard from some 4 dB
below the power of the noise in its critical band, which is a fifth of that (Moore, An Introduction
to the Psychology of Hearing, ch. 3): it is plain, and still soft. A tap lasts 0.12 s, of which the
ear, that sums over some 0.2 s, has 2 dB less."""

TAP_PAN = 0.85
"""Panning of a tap; 1 would be one ear alone, which is harsh on headphones."""


class RecordedSound:
    """A recorded mono sound, panned.

    Args:
        samples: float32 ``(frames,)``.
        left: Linear gain of the left ear.
        right: Linear gain of the right ear.
    """

    def __init__(self, samples: Samples, left: float, right: float) -> None:
        self._samples = samples
        self._gains = np.array([left, right], dtype=np.float32)

    @property
    def frames(self) -> int:
        """Its length."""
        return len(self._samples)

    def read(self, start: int, frames: int) -> Samples:
        """Returns a part of it, ``(frames, 2)``."""
        return self._samples[start : start + frames, None] * self._gains

    def eased(self, attack_frames: int) -> RecordedSound:
        """Returns the sound with a softer beginning, which comes in over some frames."""
        samples = self._samples.copy()
        frames = min(attack_frames, len(samples))
        samples[:frames] *= np.sin(0.5 * np.pi * np.arange(frames) / frames).astype(np.float32) ** 2
        return RecordedSound(samples, *self._gains.tolist())


class Swell:
    """A soft chord that rises with the in-breath, holds, and falls with the out-breath.

    D3 with its fifths and octaves up to D5, detuned a little between the ears so that it moves. The
    upper partials follow a power of the envelope, so it brightens as it rises. What a telephone
    plays begins at 400 Hz: the three partials above lead there alone.

    Args:
        phases: The frames of rise, hold, fall and rest.
        sample_rate_hz: Frames per second.
        gain: Linear gain; at 1 the loudest moment of the chord has :attr:`LOUDEST_LUFS`.
    """

    LOUDEST_LUFS = -4.62

    def __init__(self, phases: tuple[int, int, int, int], sample_rate_hz: int, gain: float) -> None:
        self._rise, self._hold, self._fall, _ = phases
        self._rate_hz = sample_rate_hz
        self._gain = np.float32(gain)

    @property
    def frames(self) -> int:
        """Its length: rise, hold and fall."""
        return self._rise + self._hold + self._fall

    def read(self, start: int, frames: int) -> Samples:
        """Returns a part of it, ``(frames, 2)``."""
        whole = _chord((self._rise, self._hold, self._fall), self._rate_hz)
        return self._gain * whole[start : start + frames]


_PARTIALS = (
    (146.83, 0.46, 1.0), (220.0, 0.28, 1.2), (293.66, 0.22, 1.4),
    (440.0, 0.24, 1.2), (587.33, 0.17, 1.6), (880.0, 0.07, 2.0),
)  # fmt: skip
"""Pitch in Hz, level, and power of the envelope of each partial of a swell."""

_DETUNE_HZ = 0.35


@lru_cache(maxsize=4)
def _chord(phases: tuple[int, int, int], rate_hz: int) -> Samples:
    """A swell at a gain of 1, ``(frames, 2)``; most breaths of a session are the same."""
    rise, hold, fall = phases
    frames = rise + hold + fall
    at = np.arange(frames)
    rising = np.clip(at / max(rise, 1), 0, 1)
    falling = np.clip((frames - at) / max(fall, 1), 0, 1)
    envelope = np.sin(0.5 * np.pi * np.minimum(rising, falling)) ** 2
    time_s = at / rate_hz
    block = np.zeros((frames, 2), dtype=np.float32)
    for pitch_hz, level, power in _PARTIALS:
        shaped = level * envelope**power
        for ear, sign in enumerate((-1.0, 1.0)):
            block[:, ear] += shaped * np.sin(2 * np.pi * (pitch_hz + sign * _DETUNE_HZ) * time_s)
    return block


def cue_sounds(
    timeline: Timeline,
    voice_lufs: float,
    bell_level_db: float,
    guide_db: Mapping[str, float] | None = None,
) -> Iterator[tuple[int, OneShot]]:
    """Yields the start frame and the sound of every cue, in order.

    Args:
        timeline: The cues.
        voice_lufs: The loudness of the voice; cues are set relative to it.
        bell_level_db: The offset of the bells, in dB.
        guide_db: The gain of swells and taps, by kind; from :func:`guide_gains_db`.
    """
    rate_hz, guide_db = timeline.sample_rate_hz, guide_db or {}
    first_word = timeline.placements[0].start_frame if timeline.placements else 0
    sounds: dict[object, OneShot] = {}
    for placed in sorted(timeline.cues, key=lambda placed: placed.start_frame):
        cue = placed.cue
        opening = cue.kind == "bell" and placed.start_frame < first_word
        key = (cue.kind, cue.asset, cue.phases_frames, opening)
        if key not in sounds:
            own_db = bell_level_db - FIRST_BELL_LU * opening if cue.kind == "bell" else 0.0
            sound = _sound(cue, rate_hz, voice_lufs + guide_db.get(_guide(cue), 0.0), own_db)
            if opening and isinstance(sound, RecordedSound):
                sound = sound.eased(round(FIRST_ATTACK_S * rate_hz))
            sounds[key] = sound
        yield placed.start_frame, sounds[key]


def guide_gains_db(
    timeline: Timeline, voice_lufs: float, bed: Callable[[slice], NDArray[np.float64]]
) -> dict[str, float]:
    """Returns how much swells and taps are raised to be heard over the bed, by kind, in dB.

    K-weighting says how loud a sound is, and nothing of what covers it: a low chord as loud as the
    bed is lost on a loudspeaker that has no lows. So the power of cue and bed between 400 and
    950 Hz are compared at the loudest moment of each cue; the mean of the bed over all counts, so
    that all breaths of a session are alike.

    Args:
        timeline: The cues.
        voice_lufs: The loudness of the voice.
        bed: Returns the power of the ducked bed in some tenths of a second, ``(4, n)``.
    """
    hop = hop_frames(timeline.sample_rate_hz)
    last = timeline.total_frames // hop
    under: dict[str, list[float]] = {}
    own: dict[str, float] = {}
    for placed in timeline.cues:
        kind = _guide(placed.cue)
        if not kind:
            continue
        if kind not in own:
            sound = _sound(placed.cue, timeline.sample_rate_hz, voice_lufs, 0.0)
            meter = SpeechBandMeter(timeline.sample_rate_hz, 2)
            meter.add(np.pad(sound.read(0, sound.frames), ((0, hop), (0, 0))))
            own[kind] = float(meter.powers()[CUES].max(initial=0.0))
        at = min((placed.start_frame + placed.cue.phases_frames[0]) // hop, last - 1)
        under.setdefault(kind, []).append(float(bed(slice(at, at + 1))[CUES].mean()))
    return {
        kind: min(
            max(_power_db(mean(powers)) + OVER_BED_DB[kind] - _power_db(own[kind]), 0.0),
            MOST_RAISED_DB,
        )
        for kind, powers in under.items()
    }


def _guide(cue: Cue) -> str:
    """The kind of a cue that leads: ``swell`` or ``tap``; "" for a bell."""
    return {"bell": "", "swell": "swell"}.get(cue.kind, "tap")


def _sound(cue: Cue, rate_hz: int, voice_lufs: float, own_db: float) -> Swell | RecordedSound:
    if cue.kind == "swell":
        gain = db_to_gain(voice_lufs - SWELL_UNDER_VOICE_LU - Swell.LOUDEST_LUFS)
        return Swell(cue.phases_frames, rate_hz, gain)
    if cue.kind == "bell":
        asset = assets.bell(cue.asset)
        wanted = voice_lufs - BELL_UNDER_VOICE_LU + own_db
        gain = db_to_gain(wanted - asset.momentary_max_lufs)
        return RecordedSound(asset.clip(rate_hz).samples, gain, gain)
    asset = assets.cues()[str(cue.asset)]
    gain = db_to_gain(voice_lufs - TAP_UNDER_VOICE_LU - asset.momentary_max_lufs)
    near, far = gain * (1 + TAP_PAN) / 2, gain * (1 - TAP_PAN) / 2
    left, right = (near, far) if cue.kind == "tap-left" else (far, near)
    return RecordedSound(asset.clip(rate_hz).samples, left, right)


def _power_db(power: float) -> float:
    return 10.0 * math.log10(max(power, 1e-12))


def bell_decay_frames(
    plan: Plan, target: Target | None = None, bell_level_db: float = 0.0
) -> dict[BellSound, int]:
    """The time that the end of a session waits for each bell of a plan, in frames.

    A bell rings out to its last frame. In an audiobook, whose end is room tone and no longer than
    5 s, it rings until it is lost in that, and the usual room tone follows.

    Args:
        plan: The plan, which names the bells.
        target: The target of the session, if that is known.
        bell_level_db: Level of the bells, relative to ours.

    Raises:
        SoundError: if it names an unknown bell.
    """
    rate_hz = plan.sample_rate_hz
    bells = {name: assets.bell(name) for name in sorted(plan.bells(), key=str)}
    if not isinstance(target, AcxTarget):
        return {name: asset.frames_at(rate_hz) for name, asset in bells.items()}
    loudest_db = target.loudness_lufs + target.voice_leeway_lu - BELL_UNDER_VOICE_LU + bell_level_db
    drop_db = loudest_db - target.floor_db
    room_tone = seconds_to_frames(TAIL_S[1], rate_hz)
    return {name: asset.frames_above(drop_db, rate_hz) + room_tone for name, asset in bells.items()}
