"""Finished audio as an episode: a sound that was made elsewhere, with its chapters and captions."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import soundfile

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, TooLargeError, read_bounded
from quietude.audio.ffmpeg_decode import needs_ffmpeg
from quietude.durations import clock_text, parse_duration
from quietude.errors import SeriesError, SoundError
from quietude.script.bed import NoBed
from quietude.script.documents.encoding import decode
from quietude.script.documents.subtitles import read_cues
from quietude.script.model import Script
from quietude.series.manifest.model import FinishedAudio, TimedWords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.series.manifest.forms.episode import EpisodeForm

_LONGEST_S = 24 * 3600
_LATE_S = 1.0
"""Time by which captions may end after their sound: files round their lengths."""

_CHAPTER = re.compile(r"(\d{1,2}(?::\d{2}){1,2})\s+(\S.*)")


def read_recording(form: EpisodeForm, folder: Path) -> FinishedAudio:
    """Read finished audio, as far as it must be known before anything is built.

    Args:
        form: The episode in the manifest.
        folder: The folder that relative paths begin in.

    Raises:
        QuietudeError: if the sound or its captions cannot be used.
        ValueError: for chapters that are not written as times and titles, in order.
    """
    path = folder / str(form.audio)
    if not is_file(path):
        message = "there is no such file"
        raise SoundError(message, path=path)
    seconds = _seconds(path)
    if not 0 < seconds <= _LONGEST_S:
        message = f"this audio lasts {clock_text(seconds)}; an episode lasts up to 24 hours"
        raise SoundError(message, path=path)
    if form.chapters:
        chapters = written_chapters(form.chapters, seconds)
    else:
        chapters = _chapters_inside(path, seconds) or ((str(form.title), 0),)
    captions = read_captions(folder / form.captions, seconds) if form.captions else ()
    return FinishedAudio(path, seconds, chapters, captions)


def recording_script(form: EpisodeForm, recording: FinishedAudio, language: str) -> Script:
    """A script without a step, for what every episode is asked: its language and its slots."""
    return Script(
        id=form.id or recording_id(recording.path),
        title=str(form.title),
        intensity="light",
        about="",
        content_note="",
        language=form.language or language,
        pacing="standard",
        bed=NoBed(),
        slots={},
        sections=(),
        source=str(recording.path),
        sha256="",
    )


def recording_id(path: Path) -> str:
    """The id of an episode that states none: the name of its file, as an id is written."""
    words = re.findall(r"[a-z0-9]+", path.stem.lower())
    return "-".join(words)[:60].strip("-") or "recording"


def written_chapters(rows: Sequence[str], seconds: float) -> tuple[tuple[str, int], ...]:
    """Chapters as people write them in a description: ``3:10 Rest``.

    Args:
        rows: One for each.
        seconds: The length of the sound.

    Raises:
        ValueError: if one is not a time and a title, or they are not in order from 0:00.
    """
    found = []
    for row in rows:
        match = _CHAPTER.fullmatch(row)
        if not match:
            message = f'"{row[:40]}" is not a chapter: write a time and a title, like "3:10 Rest"'
            raise ValueError(message)
        found.append((match[2], round(parse_duration(match[1]) * 1000) if match[1] else 0))
    starts = [start for _, start in found]
    if starts[0] != 0 or any(two <= one for one, two in pairwise(starts)):
        message = "chapters ascend from 0:00"
        raise ValueError(message)
    if starts[-1] >= seconds * 1000:
        message = f"the last chapter begins after the end of the sound ({clock_text(seconds)})"
        raise ValueError(message)
    return tuple(found)


def read_captions(path: Path, seconds: float) -> tuple[TimedWords, ...]:
    """Captions of a recording, from WebVTT or SubRip; each ends before the next begins.

    Args:
        path: The file.
        seconds: The length of the sound.

    Raises:
        SeriesError: if they cannot be read, or are longer than the sound.
    """
    try:
        text, _ = decode(read_bounded(path, LARGE_BYTES))
    except (OSError, TooLargeError) as error:
        reason = getattr(error, "strerror", None) or "it is too large"
        message = f"these captions cannot be read ({reason})"
        raise SeriesError(message, path=path) from error
    cues = [cue for cue in read_cues(text.splitlines()) if cue.words and cue.end_s > cue.start_s]
    if not cues:
        message = "there are no captions in this file"
        hint = 'It is WebVTT or SubRip, with times like "00:00:05,000 --> 00:00:08,000".'
        raise SeriesError(message, path=path, hint=hint)
    cues.sort(key=lambda cue: cue.start_s)
    if cues[-1].end_s > seconds + _LATE_S:
        end, length = clock_text(cues[-1].end_s), clock_text(seconds)
        message = f"these captions end at {end}, and the sound at {length}"
        hint = "Are they those of another recording?"
        raise SeriesError(message, path=path, line=cues[-1].number, hint=hint)
    starts = [*(round(cue.start_s * 1000) for cue in cues[1:]), round(seconds * 1000)]
    captions = (
        TimedWords(round(cue.start_s * 1000), min(round(cue.end_s * 1000), next_ms), cue.words)
        for cue, next_ms in zip(cues, starts, strict=True)
    )
    return tuple(caption for caption in captions if caption.end_ms > caption.start_ms)


@lru_cache(maxsize=512)
def _seconds(path: Path) -> float:
    """Length of a sound by its own header; many listeners may share one.

    Raises:
        SoundError: if it is no sound file.
    """
    import mutagen

    if not needs_ffmpeg(path):
        return float(soundfile.info(path).duration)
    try:
        found = mutagen.File(path)  # M4A and the like, of which libsndfile knows nothing
    except (mutagen.MutagenError, OSError) as error:
        message = "this audio cannot be read"
        raise SoundError(message, path=path, hint="Try it in a player.") from error
    length = getattr(found.info, "length", 0.0) if found else 0.0
    if not length:
        message = "this is not a sound file"
        raise SoundError(message, path=path, hint="Choose an MP3, WAV, FLAC, OGG or M4A.")
    return float(length)


def _chapters_inside(path: Path, seconds: float) -> tuple[tuple[str, int], ...]:
    """Chapters in the tags of an MP3; none where there are none, or not from the beginning."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    if path.suffix.lower() != ".mp3":
        return ()
    try:
        frames = ID3(path).getall("CHAP")
    except (MutagenError, OSError):
        return ()
    found = {
        int(frame.start_time): str(frame.sub_frames.get("TIT2", "")).strip() for frame in frames
    }
    if not found or min(found) != 0 or max(found) >= seconds * 1000 or not all(found.values()):
        return ()
    return tuple((title, start) for start, title in sorted(found.items()))
