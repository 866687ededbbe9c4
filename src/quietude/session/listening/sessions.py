"""A session as a stream for a player, without a file: from any moment, or one line of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.durations import clock_text
from quietude.errors import UsageError
from quietude.plan.fit import fit
from quietude.session.listening.streams import SoundStream
from quietude.session.planning import for_target, script_for, session_plan, with_own_lexicon
from quietude.session.progress import silent
from quietude.session.sound import Sound
from quietude.sound.assets import check_beds
from quietude.sound.cues import bell_decay_frames
from quietude.sound.master import Master
from quietude.sound.mix import VOICE_LUFS, Mix
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker
from quietude.speech.unreadable import readable_values, reader
from quietude.speech.voice_selection import open_voice
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script
    from quietude.session.progress import Progress


@dataclass(frozen=True, slots=True)
class SessionStream:
    """A session that can be heard from any moment.

    Attributes:
        script: The script, with the ending that was asked for.
        timeline: Its events.
        voice: The voice that speaks.
        mix: Its sound.
        gain_db: The gain to its loudness.
        ceiling_dbtp: The highest true peak.
    """

    script: Script
    timeline: Timeline
    voice: str
    mix: Mix
    gain_db: float
    ceiling_dbtp: float

    def from_second(self, start_s: float = 0.0) -> SoundStream:
        """Returns its sound from a moment on."""
        rate_hz = self.timeline.sample_rate_hz
        master = Master(self.gain_db, self.ceiling_dbtp, rate_hz)
        blocks = master.blocks(_skipped(self.mix.blocks(), seconds_to_frames(start_s, rate_hz)))
        length = clock_text(self.timeline.seconds)
        return SoundStream(f"{self.script.title}, {length}, voice {self.voice}", rate_hz, blocks)


def session_stream(
    script: Script | str | Path,
    request: Request | None = None,
    sound: Sound | None = None,
    progress: Progress = silent,
) -> SessionStream:
    """Speaks a session and returns it as a stream.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        request: The length, personal details and voice asked for.
        sound: Bed, levels, target, tones.
        progress: Called while it is spoken.

    Raises:
        QuietudeError: if there can be no such session.
    """
    sound = sound or Sound()
    request = for_target(with_own_lexicon(request), sound.target)
    script = script_for(script, request, accept_care_risks=request.accept_care_risks)
    bed = sound.bed_of(script)
    check_beds(script.beds(bed), script.source)
    with open_voice(request.voice, request.engine, script.language) as chosen:
        chosen.check_tune(request.tune)
        request = dataclasses.replace(
            request, voice=chosen.voice, rate_wpm=request.rate_wpm or chosen.calm_wpm
        )
        request, _ = readable_values(script, request, reader(chosen.engine, chosen.voice))
        plan = session_plan(script, request, chosen.engine.identity().engine, sound.target)
        speaker = Speaker(
            chosen.engine,
            user_cache(),
            plan.sample_rate_hz,
            another=chosen.another,
            power=phrase_power,
        )
        phrases = speaker.speak_all(
            plan.utterances(), lambda done, total: progress("speak", done, total)
        )
        name = chosen.full_id
    decay = bell_decay_frames(plan, sound.target, sound.levels.bell_db)
    timeline = fit(plan, phrases.lengths, decay)
    timeline = dataclasses.replace(timeline, beds=sound.beds(timeline.beds))
    mix = Mix(timeline, phrases.clip, bed, sound.levels, sound.tones, powers=phrases.powers)
    gain_db = sound.target.loudness_lufs - VOICE_LUFS
    return SessionStream(script, timeline, name, mix, gain_db, sound.target.true_peak_dbtp)


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


def _skipped(blocks: Iterable[Samples], frames: int) -> Iterator[Samples]:
    for block in blocks:
        skip = min(frames, len(block))
        frames -= skip
        if skip < len(block):
            yield block[skip:]
