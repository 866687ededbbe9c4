"""A session for a player, without a file: from any moment at once, or one line of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.durations import clock_text
from quietude.errors import UsageError
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.session.listening.levelled import NamedSound, level
from quietude.session.listening.live import LiveSession
from quietude.session.listening.streams import SoundStream
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.planning import for_target, session_plan, with_own_lexicon
from quietude.session.sound import Sound
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.on_demand import OnDemand
from quietude.speech.processing import process
from quietude.speech.voice_selection import open_voice
from quietude.units import SAMPLE_RATE_HZ, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.speech.takes.recorded_first import RecordedFirst


@dataclass(frozen=True, slots=True)
class SessionStream:
    """A session that can be heard from any moment while it is spoken.

    Attributes:
        live: The session.
        voice: The voice that speaks.
    """

    live: LiveSession
    voice: str

    @property
    def timeline(self) -> Timeline:
        """Its events; lengths of phrases that were not spoken yet are estimates."""
        return self.live.timeline

    def from_second(self, start_s: float = 0.0) -> SoundStream:
        """Returns its sound from a moment on.

        Raises:
            UsageError: if it ends before that moment.
        """
        timeline = self.timeline
        start = seconds_to_frames(start_s, timeline.sample_rate_hz)
        if start >= timeline.total_frames:
            message = f"this session ends at {clock_text(timeline.seconds)}"
            raise UsageError(message)
        title = f"{self.live.script.title}, {clock_text(timeline.seconds)}, voice {self.voice}"
        return SoundStream(title, timeline.sample_rate_hz, self.live.blocks(start))


@contextmanager
def session_stream(
    script: Script | str | Path, request: Request | None = None, sound: Sound | None = None
) -> Iterator[SessionStream]:
    """Opens a session to listen to; its first words are spoken while nothing is heard yet.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        request: The length, personal details, voice and takes asked for.
        sound: Bed, levels, target, tones.

    Raises:
        QuietudeError: if there can be no such session.
    """
    takes = None if request is None else takes_of(request)
    sound = sound or Sound()
    request = for_target(with_own_lexicon(request), sound.target)
    script = script if isinstance(script, Script) else read_script(script)
    chosen = open_voice(request.voice, request.engine, script.language)
    with OnDemand(chosen, user_cache(), request.sample_rate_hz, phrase_power) as speaking:
        heard: OnDemand | RecordedFirst = speaking
        if takes:
            from quietude.speech.takes.recorded_first import RecordedFirst

            rate_hz = request.sample_rate_hz
            heard = RecordedFirst(speaking, takes, user_cache(), rate_hz, phrase_power)
        live = LiveSession(script, request, sound, heard)
        if takes:
            takes.refuse_missing(live.plan.utterances(), script.source)
        live.speak_on()
        yield SessionStream(live, chosen.full_id)


def spoken_line(script: Script, request: Request | None, line: int) -> str:
    """Returns the words that a line of a script makes a voice say.

    Raises:
        UsageError: if nothing is said on that line; the hint names the nearest that speaks.
    """
    request = with_own_lexicon(request)
    plan = session_plan(script, request, None, Sound().target)
    said = [(one.line_no, one.text) for one in plan.utterances()]
    if texts := [text for number, text in said if number == line]:
        return " ".join(texts)
    message = f"nothing is said on line {line} of {script.source}"
    nearest = min((number for number, _ in said), key=lambda number: abs(number - line), default=0)
    raise UsageError(message, hint=f"The nearest line that is spoken is {nearest}.")


def recorded_line(script: Script, request: Request, line: int) -> SoundStream | None:
    """Returns a line of a script as a person recorded it; None if not all of it is recorded.

    Raises:
        QuietudeError: if there is no such folder, or a take cannot be read.
    """
    takes = takes_of(request)
    if takes is None:
        return None
    plan = session_plan(script, with_own_lexicon(request), None, Sound().target)
    said = dict.fromkeys(one for one in plan.utterances() if one.line_no == line)
    found = [take for one in said if (take := takes.of(one))]
    if not found or len(found) < len(said):
        return None
    clips = [process(take.heard()[0], SAMPLE_RATE_HZ, "none", takes.curve) for take in found]
    whole = np.concatenate([clip.samples for clip in clips])
    (samples,) = level([NamedSound("your recording", whole)])
    return SoundStream("your recording", SAMPLE_RATE_HZ, [samples])


def start_of(timeline: Timeline, place: str) -> float:
    """Returns the second at which a place of a session begins.

    Args:
        timeline: The session.
        place: A section, by its number from 1 or by words of its title.

    Raises:
        UsageError: if it has no such section; the hint lists those it has.
    """
    chapters = timeline.chapters
    wanted = place.strip().lower()
    if wanted.isdigit() and 1 <= int(wanted) <= len(chapters):
        return chapters[int(wanted) - 1].start_frame / timeline.sample_rate_hz
    for chapter in chapters:
        if wanted and wanted in chapter.title.lower():
            return chapter.start_frame / timeline.sample_rate_hz
    message = f'there is no section "{place[:60]}"'
    titles = ", ".join(f"{n} {chapter.title}" for n, chapter in enumerate(chapters, start=1))
    raise UsageError(message, hint=f"Its sections: {titles}.")
