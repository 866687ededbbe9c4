"""A session to render, as a value that any process on any machine can work on.

A task is keyed by its content and may run any number of times, here and elsewhere: its result
appears under its key, whole or not at all. It never raises: failures come back as values that can
be sent, since an error that cannot be unpickled would take a pool down with it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.moves import put_in_place
from quietude._util.work_folder import temporary_work_folder
from quietude.errors import DurationError, EngineError, QuietudeError
from quietude.plan.fit import fit
from quietude.series.manifest.episodes.lengths import refusal
from quietude.series.rendering.timeline_cache import timeline_json
from quietude.session.cover_art import NO_COVER
from quietude.session.output import Output
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.planning import script_for, session_plan
from quietude.session.render import render
from quietude.sound.cues import bell_decay_frames
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker
from quietude.speech.voice_selection import ChosenVoice, open_voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.model import Utterance
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script
    from quietude.session.progress import Progress
    from quietude.session.sound import Sound
    from quietude.speech.engines.base import Identity
    from quietude.speech.word_times import WordTimes

AUDIO, TIMELINE = "session.mp3", "timeline.json"


def alternate_name(name: str) -> str:
    """Name of the file of a rendered session in another format."""
    return f"session.{name}"


def is_rendered(folder: Path, alternates: Sequence[str]) -> bool:
    """Return True if a folder holds a whole rendered session, with all the formats asked for."""
    if not (folder / TIMELINE).exists():
        return False
    return all((folder / alternate_name(name)).exists() for name in alternates)


@dataclass(frozen=True, slots=True)
class Task:
    """A session to render.

    Attributes:
        key: Its audio key.
        script: Its script.
        request: Length, slot values, and the voice by its full id.
        sound: Bed, levels and target.
        identity: The engine as the build found it; another one may not speak.
        folder: The folder in which the result appears, under its key; None to send it back.
        estimated_s: The estimated length of the session.
        extra_s: Seconds of it that are intro and outro, on top of the length asked for.
        alternates: Names of the formats to write besides MP3.
        only_speak: True to speak its phrases and see whether its length is possible, no more.
    """

    key: str
    script: Script
    request: Request
    sound: Sound
    identity: Identity
    folder: Path | None
    estimated_s: float
    extra_s: float = 0.0
    only_speak: bool = False
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A session that was rendered.

    Attributes:
        key: Its audio key.
        spoken: Number of phrases that had to be spoken.
        seconds: Duration of the rendering.
        session_s: Length of the session.
        files: Its files by name, if they were to be sent back; else empty.
    """

    key: str
    spoken: int
    seconds: float
    session_s: float
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Failed:
    """A session that could not be rendered, with the cause and the next step.

    ``is_length`` is True if it cannot have the length that was asked for.
    """

    key: str
    cause: str
    hint: str
    is_length: bool = False


class OpenVoices:
    """The voices that one process or thread has open, for one task after the other.

    No engine speaks for two tasks at a time.
    """

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], ChosenVoice] = {}

    def voice(self, task: Task) -> ChosenVoice:
        """The voice of a task, opened once for all tasks that speak with it.

        Raises:
            EngineError: if it is not the one the build found.
        """
        wanted = (task.request.voice, task.script.language)
        if wanted not in self._open:
            self._open[wanted] = open_voice(
                task.request.voice, task.request.engine, task.script.language
            )
        voice = self._open[wanted]
        found = voice.engine.identity(voice.voice)
        if found != task.identity:
            message = (
                f"the voice here is another one ({found.engine} {found.version}, "
                f"not {task.identity.engine} {task.identity.version})"
            )
            hint = "Install the same Quietude and the same voices on every machine of the cluster."
            raise EngineError(message, hint=hint)
        return voice

    def close(self) -> None:
        """Close every voice; they are opened anew when they are needed."""
        for voice in self._open.values():
            voice.engine.close()
        self._open.clear()


def run_task(task: Task, progress: Progress, voices: OpenVoices) -> Made | Failed:
    """Render a session. Errors are returned, not raised."""
    try:
        if task.only_speak:
            return _only_spoken(task, progress, voices)
        if task.folder:
            return _render_into(task, task.folder, progress, voices)
        with temporary_work_folder("session") as work:
            made = _render_into(task, work.path, progress, voices)
            whole = work.path / task.key
            files = {path.name: path.read_bytes() for path in sorted(whole.iterdir())}
            return replace(made, files=files)
    except DurationError as error:
        asked = task.request.duration_s or 0.0
        cause, hint = refusal(error, asked, task.extra_s, framed=bool(task.extra_s))
        return Failed(task.key, cause, hint, is_length=True)
    except QuietudeError as error:
        voices.close()  # an engine that failed gets a fresh start
        where = f"{error.where}: " if error.line else ""
        return Failed(task.key, f"{where}{error.message}", error.hint or "")
    except OSError as error:
        cause = f"a file could not be written or read ({error.strerror or error})"
        return Failed(task.key, cause, "Is the disk full?")
    except MemoryError:
        return Failed(task.key, "there was not enough memory", "Use fewer --jobs.")
    except Exception as error:  # noqa: BLE001  (one bad episode fails alone)
        cause = f"something unexpected ({type(error).__name__}: {str(error)[:200]})"
        return Failed(task.key, cause, "This is a fault in Quietude; please report it.")


def store_files(folder: Path, key: str, files: dict[str, bytes]) -> None:
    """Store files that another machine sent back, as if they had been made here.

    Raises:
        OSError: if one of them cannot be written.
    """
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    try:
        for name, data in files.items():
            write_synced(work / name, data)
        appear(work, folder / key)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file that is whole even if the power fails once it has its name.

    Raises:
        OSError: if it cannot be written.
    """
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _render_into(task: Task, folder: Path, progress: Progress, voices: OpenVoices) -> Made:
    started = time.monotonic()
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    try:
        # Tags, cover and texts come later: they change more often than the sound.
        paths = [work / AUDIO, *(work / alternate_name(name) for name in task.alternates)]
        output = Output(paths, cover=NO_COVER, receipt=False, overwrite=True)
        # Care was checked when the manifest was read, where its words can be changed.
        request = replace(task.request, accept_care_risks=True)
        voice = voices.voice(task)
        # Sessions are made side by side: each speaks with one engine.
        session = render(
            task.script, output, request, task.sound, progress, voice=voice, speakers=1
        )
        words = _word_times(session.timeline, voice, task.request)
        write_synced(work / TIMELINE, timeline_json(session.timeline, words).encode())
        appear(work, folder / task.key)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    seconds = time.monotonic() - started
    return Made(task.key, session.spoken, seconds, session.timeline.seconds, {})


def _word_times(
    timeline: Timeline, chosen: ChosenVoice, request: Request
) -> dict[Utterance, WordTimes]:
    """Times of all words, for those who read along: as the voice gave them, or by their letters."""
    takes, rate_hz = takes_of(request), timeline.sample_rate_hz
    speaker = Speaker(chosen.engine, user_cache(), rate_hz, takes=takes)
    phrases = speaker.recalled(placement.utterance for placement in timeline.placements)
    return {phrase: phrases.words(phrase) for phrase in phrases.lengths}


def _only_spoken(task: Task, progress: Progress, voices: OpenVoices) -> Made:
    """Speak the phrases of a session and fit them; they stay in the cache for its rendering.

    Raises:
        DurationError: if the session cannot have the length asked for.
    """
    started = time.monotonic()
    chosen = voices.voice(task)
    request = replace(task.request, voice=chosen.voice, accept_care_risks=True)
    script = script_for(task.script, request, accept_care_risks=True)
    target = task.sound.target
    plan = session_plan(script, request, task.identity.engine, target)
    takes, rate_hz = takes_of(request), plan.sample_rate_hz
    speaker = Speaker(chosen.engine, user_cache(), rate_hz, cores=1, takes=takes)
    phrases = speaker.speak_all(plan.utterances(), lambda done, all_: progress("speak", done, all_))
    timeline = fit(plan, phrases.lengths, bell_decay_frames(plan, target))
    return Made(task.key, phrases.spoken, time.monotonic() - started, timeline.seconds, {})


def appear(work: Path, place: Path) -> None:
    """Give a whole folder its name; one that is there already has the same content."""
    with contextlib.suppress(FileNotFoundError):
        if (place / TIMELINE).exists():
            return
    try:
        put_in_place(work, place)
    except OSError:
        if not (place / TIMELINE).exists():
            raise
