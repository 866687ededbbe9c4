"""One long recording of a script, cut into a folder of takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude._util.files import FileTransaction, is_there
from quietude._util.languages import primary_language
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.audio.sound_file import SoundFileReader
from quietude.errors import UsageError
from quietude.session.own_voice.reading_sheet import sheet_lines
from quietude.session.planning import script_for, voiced_plan, with_own_lexicon
from quietude.session.progress import silent
from quietude.sound.targets import TARGETS
from quietude.speech.alignment import open_aligner
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker
from quietude.speech.takes.cutting.cutting import cut_recording
from quietude.speech.takes.cutting.reference import voiced_line
from quietude.speech.voice_selection import open_voice
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quietude.plan.model import Utterance
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.session.own_voice.reading_sheet import SheetLine
    from quietude.session.progress import Progress
    from quietude.speech.takes.cutting.readings import CutRecording, Reading
    from quietude.speech.takes.cutting.reference import VoicedLine

_MARGINS_S = (0.3, 0.5)
"""Quiet that a take keeps before and after its line, if the recording has it: its room is measured
there."""


@dataclass(frozen=True, slots=True)
class CutTakes:
    """A recording that was cut.

    Attributes:
        lines: The lines of the script, as its sheet numbers them.
        recording: The readings that were found.
        chosen: The reading that was cut, by the index of its line.
        files: The file of each line that was cut, by the index of the line.
    """

    lines: tuple[SheetLine, ...]
    recording: CutRecording
    chosen: dict[int, Reading]
    files: dict[int, Path]


def cut_takes(  # noqa: PLR0913  (the last two say how)
    recording: Path,
    script: Script,
    request: Request,
    folder: Path,
    progress: Progress = silent,
    *,
    doubtful: bool = False,
) -> CutTakes:
    """Cuts the recording of a script into takes, the last good reading of each line.

    Args:
        recording: The recording.
        script: A checked script.
        request: The personal details, and the voice that is compared with.
        folder: The folder of the takes; those that are there stay, and new ones count as later.
        progress: Called while the voice speaks the script.
        doubtful: True to cut a doubtful reading where none is good.

    Raises:
        UsageError: if the script is not in English.
        SoundError: if the recording cannot be read.
    """
    if primary_language(script.language) != "en":
        message = (
            "recordings are cut by the sounds of English, and this script is in another language"
        )
        hint = "Record each line into a file of its own: quietude takes sheet SCRIPT"
        raise UsageError(message, path=script.source, hint=hint)
    lines = tuple(line for line in sheet_lines(script, request) if line.number)
    spoken = _spoken(script, request, [line.text for line in lines], progress)
    found = cut_recording(recording, spoken, open_aligner(script.language))
    chosen = {
        index: reading
        for index in range(len(lines))
        if (reading := found.chosen(index, doubtful=doubtful))
    }
    return CutTakes(lines, found, chosen, _written(recording, found, folder, lines, chosen))


def _spoken(
    script: Script, request: Request, texts: list[str], progress: Progress
) -> list[VoicedLine]:
    """The lines as the chosen voice says them."""
    request = with_own_lexicon(request)
    script = script_for(script, request, accept_care_risks=True)
    with open_voice(request.voice, request.engine, script.language) as chosen:
        plan = voiced_plan(script, request, chosen, TARGETS["podcast"]).plan
        by_text: dict[str, Utterance] = {one.text: one for one in plan.utterances()}
        speaker = Speaker(
            chosen.engine,
            user_cache(),
            SAMPLE_RATE_HZ,
            another=chosen.another,
            aligner=open_aligner(script.language),
        )
        wanted = [by_text[text] for text in texts]
        phrases = speaker.speak_all(wanted, lambda done, total: progress("speak", done, total))
        return [
            voiced_line(one.text, phrases.clip(one), phrases.words(one).starts) for one in wanted
        ]


def _written(
    recording: Path,
    found: CutRecording,
    folder: Path,
    lines: Sequence[SheetLine],
    chosen: Mapping[int, Reading],
) -> dict[int, Path]:
    """Writes the chosen readings, all or none; returns their files by the index of the line."""
    paths = {at: _free(folder, lines[at].file_name) for at in chosen}
    decoded = DecodedTrack(recording) if needs_ffmpeg(recording) else None
    with (
        FileTransaction(list(paths.values()), overwrite=False) as files,
        SoundFileReader(decoded.path if decoded else recording) as source,
    ):
        for at, reading in chosen.items():
            first, last = found.with_margins(reading, *_MARGINS_S)
            source.seek(min(source.frames, round(first * source.samplerate)))
            samples = source.read(
                round((last - first) * source.samplerate), dtype="float32", always_2d=True
            )
            mono = samples.mean(axis=1, dtype=np.float32)
            soundfile.write(
                files[paths[at]].temporary, mono, source.samplerate, "PCM_24", format="WAV"
            )
        files.commit()
    return paths


def _free(folder: Path, name: str) -> Path:
    """The path of the next take of a line."""
    number = 1
    while is_there(path := folder / (f"{name}.wav" if number == 1 else f"{name} {number}.wav")):
        number += 1
    return path
