"""A session as a live stream: heard from any moment on, while its phrases are still being spoken.

The first words are enough to begin. The length of every other phrase is estimated until it is
spoken; :mod:`.provisional` lets what was heard stay where it was. The mix is made anew as more is
known, and fades from the old one to the new one, whose levels are nearly the same. Once everything
has been spoken, the timeline of the next listening is the one of a finished file.
"""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.session.listening.provisional import same_moment, with_spoken_lengths
from quietude.session.planning import for_target, script_for, voiced_plan, with_own_lexicon
from quietude.session.sound import Sound
from quietude.sound.assets import check_beds
from quietude.sound.beds import open_bed
from quietude.sound.cues import bell_decay_frames
from quietude.sound.master import Master
from quietude.sound.mix import BLOCK_FRAMES, VOICE_LUFS, Mix
from quietude.sound.narration import Narration
from quietude.speech.engines.registry import engine_row
from quietude.speech.on_demand import LATER, SOON
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.plan.model import Plan
    from quietude.plan.request import Request
    from quietude.plan.timeline import BedPlacement, Timeline
    from quietude.script.bed import Bed
    from quietude.script.model import Script
    from quietude.sound.beds import BedSource
    from quietude.speech.on_demand import OnDemand
    from quietude.speech.takes.recorded_first import RecordedFirst

_AHEAD_S = 10.0
"""Phrases that begin so soon after a block are spoken before it is mixed: the bed makes way for
them, and stays down in a short gap before them."""

_FIRST_PHRASES = 2
_BEHIND_S = 20.0
_WINDOW_S = 75.0


@dataclass(frozen=True, slots=True)
class _KnownMix:
    """A mix of the phrases known when it was made.

    Attributes:
        mix: The mix.
        first: The first frame it is right for.
        until: The first frame it is not right for.
    """

    mix: Mix
    first: int
    until: int


class LiveSession:
    """One session that can be heard from any moment on, at once.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        request: The length and the details asked for. Its voice has to be that of ``speaking``.
        sound: Bed, levels, target, tones.
        speaking: Speaks its phrases, at the rate of the session.
        bed_opener: Opens each bed; another one than :func:`open_bed` may keep those it has opened.
        earlier: A session that is heard already: if only the sound differs, this one has its
            timeline.

    Attributes:
        script: The script, with the ending that was asked for.
        plan: Everything that is said and done, in order.
        scripted_beds: The beds that the script asks for.
        timeline: Its events, at the frames at which they are heard unless a phrase before them
            takes longer than estimated.
        exact: True if the timeline is that of the finished file.

    Raises:
        QuietudeError: if there can be no such session.
    """

    def __init__(  # noqa: PLR0913  (the last are for those who change what is heard)
        self,
        script: Script | str | Path,
        request: Request | None,
        sound: Sound | None,
        speaking: OnDemand | RecordedFirst,
        *,
        bed_opener: Callable[[Bed, int, float, int], BedSource] = open_bed,
        earlier: LiveSession | None = None,
    ) -> None:
        self._sound = sound or Sound()
        self._speaking = speaking
        self._bed_opener = bed_opener
        request = for_target(with_own_lexicon(request), self._sound.target)
        self.script = script_for(script, request, accept_care_risks=request.accept_care_risks)
        self._bed = self._sound.bed_of(self.script)
        check_beds(self.script.beds(self._bed), self.script.source)
        voiced = voiced_plan(self.script, request, speaking.voice, self._sound.target)
        self.plan = voiced.plan
        self._nearest = voiced.request.nearest
        speaking.recall(self.plan.utterances())
        self.timeline: Timeline
        self.scripted_beds: tuple[BedPlacement, ...]
        self.exact: bool
        if earlier and earlier.plan == self.plan:
            beds = self._sound.beds(earlier.scripted_beds)
            self.timeline = dataclasses.replace(earlier.timeline, beds=beds)
            self.scripted_beds, self.exact = earlier.scripted_beds, earlier.exact
        else:
            fitted, self.exact = self._fitted(self.plan)
            self.scripted_beds = fitted.beds
            self.timeline = dataclasses.replace(fitted, beds=self._sound.beds(fitted.beds))
        self._said = tuple(dict.fromkeys(one.utterance for one in self.timeline.placements))
        self._lock = threading.Lock()
        self._latest: _KnownMix | None = None

    def _fitted(self, plan: Plan) -> tuple[Timeline, bool]:
        """The timeline with the lengths known so far, and whether they are all known."""
        known = self._speaking.lengths(plan.utterances())
        row = engine_row(self._speaking.voice.engine.identity().engine)
        lengths = {**estimated_lengths(plan, row.timing), **known}
        levels = self._sound.levels
        decay = bell_decay_frames(plan, self._sound.target, levels.bell_db)
        timeline = fit(plan, lengths, decay, nearest=self._nearest)
        return timeline, len(known) == len(lengths)

    @property
    def spoken(self) -> tuple[int, int]:
        """The number of phrases that are spoken, and of all."""
        return len(self._speaking.lengths(self._said)), len(self._said)

    def speak_on(self) -> None:
        """Asks for the phrases that are missing, in their order, when nobody waits for others."""
        self._speaking.order(self._said, LATER)

    def frame_of(self, other: LiveSession, frame: int) -> int:
        """The frame at which the moment of another session of this script is in this one."""
        return same_moment(other.timeline, self.timeline, frame)

    def blocks(self, first_frame: int = 0) -> Iterator[Samples]:
        """The session as it sounds, mastered, from a frame to its end: float32 ``(frames, 2)``.

        A block waits until the phrases around it have been spoken.

        Raises:
            SpeechError: if one of them cannot be.
        """
        target, levels = self._sound.target, self._sound.levels
        gain_db = target.loudness_lufs - VOICE_LUFS - levels.voice_db
        master = Master(gain_db, target.true_peak_dbtp, self.timeline.sample_rate_hz)
        return master.blocks(self._mixed(first_frame))

    def _mixed(self, first_frame: int) -> Iterator[Samples]:
        current: _KnownMix | None = None
        stream: Iterator[Samples] = iter(())
        total = self.timeline.total_frames
        for at in range(first_frame, total, BLOCK_FRAMES):
            end = min(at + BLOCK_FRAMES, total)
            if current and current.first <= at and end <= current.until:
                yield next(stream)
                continue
            earlier, current = current, self._mix_for(at, end)
            fresh = current.mix.blocks(at)
            block = next(fresh)
            if earlier:
                fade = np.linspace(0.0, 1.0, len(block), dtype=np.float32)[:, None]
                block = (1.0 - fade) * next(stream) + fade * block
            stream = fresh
            yield block

    def _mix_for(self, at: int, end: int) -> _KnownMix:
        """A mix that is right for some frames; waits for their phrases."""
        rate_hz = self.timeline.sample_rate_hz
        ahead, behind = (seconds_to_frames(time_s, rate_hz) for time_s in (_AHEAD_S, _BEHIND_S))
        around = [
            placed
            for placed in self.timeline.placements
            if placed.end_frame > at - behind and placed.start_frame < end + ahead
        ]
        following = [one for one in self.timeline.placements if one.start_frame >= end + ahead]
        if len(around) < _FIRST_PHRASES:
            around += following[: _FIRST_PHRASES - len(around)]
        self._speaking.order((one.utterance for one in following), SOON)
        self._speaking.wait_for(one.utterance for one in around)
        with self._lock:
            latest = self._latest
            if not (latest and latest.first <= at and end <= latest.until):
                latest = self._latest = self._made(at, end)
        return latest

    def _made(self, at: int, end: int) -> _KnownMix:
        """A mix of the phrases around some frames: measuring them all would take too long."""
        rate_hz = self.timeline.sample_rate_hz
        ahead, behind, window = (
            seconds_to_frames(time_s, rate_hz) for time_s in (_AHEAD_S, _BEHIND_S, _WINDOW_S)
        )
        known = self._speaking.lengths(self._said)
        timeline = with_spoken_lengths(self.timeline, known)
        heard = [one for one in timeline.placements if one.utterance in known]
        around = [
            one
            for one in heard
            if one.end_frame > at - behind and one.start_frame < at + window + ahead
        ]
        if len(around) < _FIRST_PHRASES:
            around = heard[:_FIRST_PHRASES]
        narration = Narration(
            dataclasses.replace(timeline, placements=tuple(heard)),
            self._speaking.clip,
            VOICE_LUFS + self._sound.levels.voice_db,
            self._speaking.powers(known),
            self._speaking.recorded(known),
        )
        mix = Mix(
            dataclasses.replace(timeline, placements=tuple(around)),
            self._speaking.clip,
            self._bed,
            self._sound.levels,
            self._sound.tones,
            bed_opener=self._bed_opener,
            narration=narration,
            recorded=self._speaking.recorded(known),
            room=self._speaking.room(self._said),
        )
        absent = set(timeline.placements) - set(around)
        until = min(
            (one.start_frame for one in absent if one.start_frame >= end),
            default=timeline.total_frames + ahead,
        )
        first = max((one.end_frame for one in absent if one.start_frame < at), default=0)
        return _KnownMix(mix, min(first, at), max(until - ahead, end))
