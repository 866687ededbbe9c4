"""Make, plan and check sessions: the commands ``render``, ``plan``, ``check`` and ``series``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.api.arguments import kinds, request_with, sound_with
from quietude.api.errors import speaks_python
from quietude.api.planned import PlannedSession
from quietude.care.check import check_care
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.session.artefacts.chosen import artefacts_of
from quietude.session.forecast import forecast
from quietude.session.output import Output
from quietude.session.progress import silent
from quietude.session.render import render as render_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quietude.api.arguments import Length
    from quietude.care.check import Finding
    from quietude.plan.request import Ending, Request
    from quietude.script.bed import Bed
    from quietude.session.progress import Progress
    from quietude.session.result import Session
    from quietude.session.sound import Sound
    from quietude.sound.targets import Target
    from quietude.speech.voice_selection import ChosenVoice


@speaks_python
def render(  # noqa: PLR0913  (all by name, each as the command has it)
    script: Script | str | Path,
    output: Output | str | Path | Sequence[str | Path] | None = None,
    request: Request | None = None,
    sound: Sound | None = None,
    progress: Progress = silent,
    *,
    duration: Length | None = None,
    details: Mapping[str, str] | None = None,
    voice: str | ChosenVoice | None = None,
    rate: int | None = None,
    pacing: str | None = None,
    seed: int | None = None,
    ending: Ending | None = None,
    nearest: bool | None = None,
    accept_care_risks: bool | None = None,
    takes: str | Path | None = None,
    only_takes: bool | None = None,
    bed: Bed | str | Path | None = None,
    bed_level: str | float | None = None,
    target: Target | str | None = None,
    tones: str | None = None,
    captions: str | Iterable[str] = (),
    transcript: str | Iterable[str] = (),
    chapters: str | Iterable[str] = (),
    plot: str | Path | None = None,
    overwrite: bool | None = None,
    speakers: int | None = None,
) -> Session:
    """Make a session: a sound file with its chapters, and what is wanted beside it.

    Args:
        script: An exercise of the library, the path of a definition or script, or a script.
        output: The file to write, or several; its ending says the format. An :class:`Output` says
            more. By default an MP3 named like the script, in the current folder.
        request: A request that the arguments below change; most people need none.
        sound: A sound that the arguments below change; most people need none.
        progress: Called with each stage, how much of it is done and of how much.
        duration: The exact length: ``"10m"``, ``"12:30"``, or a number of minutes. None for the
            length that the script has by itself.
        details: Personal details by slot name.
        voice: A voice id, a trait such as ``"female"``, or None for the best here.
        rate: Words a minute while speaking.
        pacing: ``gentle``, ``standard`` or ``spacious``.
        seed: Chooses among the wordings of a script.
        ending: ``return`` or ``sleep``.
        nearest: True to take the nearest length there can be.
        accept_care_risks: True to make a session that may be hard on its listener all the same.
        takes: A folder of your own recordings, one a line; heard instead of the voice.
        only_takes: True to refuse a session with a line that nobody recorded.
        bed: A bed's id, ``"none"``, the path of a track, or a bed.
        bed_level: ``soft``, ``present``, ``immersive``, or dB.
        target: ``podcast``, ``spotify``, ``insight-timer``, ``audiobook`` or ``quiet``.
        tones: Binaural or isochronic tones, like ``"binaural:6"``.
        captions: Kinds of captions beside the file: ``vtt``, ``srt``, ``lrc``.
        transcript: Kinds of transcript: ``txt``, ``md``.
        chapters: Kinds of chapter list: ``json``, ``txt``.
        plot: A picture of the session: a path that ends in .png or .svg.
        overwrite: True to replace files that are there.
        speakers: Engines that may speak at once; None for one a core.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    opened = None if voice is None or isinstance(voice, str) else voice
    request = request_with(
        request,
        duration=duration,
        details=details,
        voice=voice if isinstance(voice, str) else None,
        rate_wpm=rate,
        pacing=pacing,
        seed=seed,
        ending=ending,
        nearest=nearest,
        accept_care_risks=accept_care_risks,
        takes=None if takes is None else Path(takes),
        only_takes=only_takes,
    )
    sound = sound_with(sound, bed, bed_level, target, tones)
    files = output if isinstance(output, Output) else Output(output or _file_for(script))
    files = dataclasses.replace(
        files,
        artefacts=[
            *files.artefacts,
            *artefacts_of(kinds(captions), kinds(transcript), kinds(chapters), plot),
        ],
        overwrite=files.overwrite if overwrite is None else overwrite,
    )
    return render_session(script, files, request, sound, progress, voice=opened, speakers=speakers)


@speaks_python
def preview(  # noqa: PLR0913  (as for render)
    script: Script | str | Path,
    request: Request | None = None,
    sound: Sound | None = None,
    *,
    duration: Length | None = None,
    details: Mapping[str, str] | None = None,
    voice: str | None = None,
    rate: int | None = None,
    pacing: str | None = None,
    seed: int | None = None,
    ending: Ending | None = None,
    nearest: bool | None = None,
    bed: Bed | str | Path | None = None,
    target: Target | str | None = None,
) -> PlannedSession:
    """Returns a session as it will be made, without speaking it.

    Args:
        script: As for :func:`render`; so are all the others.
        request: See there.
        sound: See there.
        duration: See there.
        details: See there.
        voice: See there.
        rate: See there.
        pacing: See there.
        seed: See there.
        ending: See there.
        nearest: See there.
        bed: See there.
        target: See there.

    Raises:
        QuietudeError: as :func:`render`, where it is the script or an argument that is wrong.
    """
    request = request_with(
        request,
        duration=duration,
        details=details,
        voice=voice,
        rate_wpm=rate,
        pacing=pacing,
        seed=seed,
        ending=ending,
        nearest=nearest,
    )
    return PlannedSession(forecast(script, request, sound_with(sound, bed, None, target, None)))


@speaks_python
def check(script: Script | str | Path) -> list[Finding]:
    """Returns what in a script may be hard on a listener, the worst first.

    Raises:
        ScriptError: if it cannot be read.
    """
    return check_care(script if isinstance(script, Script) else read_script(script))


def _file_for(script: Script | str | Path) -> str:
    name = script.id if isinstance(script, Script) else Path(script).stem
    return f"{name}.mp3"
