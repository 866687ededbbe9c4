"""Finished audio, taken as it is: an MP3 keeps its bytes, any other sound becomes one.

Whatever comes after a rendered session (tags, captions, chapters, the feed) reads a sound and a
timeline; here a recording gets both. Nothing is levelled, cut or faded: it was finished elsewhere.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.files import file_sha256
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.deliver.formats.id3 import HEADER_BYTES, id3_size
from quietude.deliver.formats.mp3 import Mp3
from quietude.deliver.formats.mp3_info import SAMPLE_RATES_HZ
from quietude.deliver.tags import Tags
from quietude.errors import SoundError
from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Timeline, chapters_between
from quietude.series.rendering.task import AUDIO, TIMELINE, appear, write_synced
from quietude.series.rendering.timeline_cache import timeline_json
from quietude.session.phrase_times import LEAD_MS, TRAIL_MS
from quietude.sound.tracks.looped_track import read_track
from quietude.speech.word_times import shared_by_letters

if TYPE_CHECKING:
    from quietude.script.model import Role
    from quietude.series.manifest.model import FinishedAudio
    from quietude.speech.word_times import WordTimes

_OLD_TAG_BYTES = 128
"""An ID3v1 tag at the end of a file; its texts would contradict ours."""

_OTHER_RATE_HZ = 44_100
"""The sample rate of a sound whose own an MP3 cannot have."""

NO_TEXTS = Tags("", "", "", "", "", "", ())


@lru_cache(maxsize=4096)
def recording_sha256(path: Path, _size: int, _mtime_ns: int) -> str:
    """Hash of a sound file, found once in a build however many listeners get it."""
    return file_sha256(path)


def take_recording(recording: FinishedAudio, title: str, folder: Path, key: str) -> None:
    """Put a recording into the folder of rendered sessions, under its key, whole or not at all.

    Args:
        recording: The recording.
        title: Its title.
        folder: The folder.
        key: The key of its sound.

    Raises:
        SoundError: if it cannot be decoded to its end.
        OSError: if it cannot be read or written.
    """
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    try:
        if recording.path.suffix.lower() == ".mp3":
            _copy_mp3(recording.path, work / AUDIO)
        else:
            _encode(recording.path, work / AUDIO)
        frames, rate_hz = _measured(work / AUDIO, recording.path)
        timeline = recording_timeline(recording, title, frames, rate_hz)
        words = {placed.utterance: _word_times(placed, rate_hz) for placed in timeline.placements}
        write_synced(work / TIMELINE, timeline_json(timeline, words).encode())
        appear(work, folder / key)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def recording_timeline(recording: FinishedAudio, title: str, frames: int, rate_hz: int) -> Timeline:
    """Timeline of a recording: its captions as phrases, and its chapters.

    Args:
        recording: The recording.
        title: Its title.
        frames: Its exact length.
        rate_hz: Frames per second.
    """
    placements = []
    for number, caption in enumerate(recording.captions, 1):
        # As wide as a clip with its edges, which the times of phrases leave out again.
        start = max(0, caption.start_ms - LEAD_MS) * rate_hz // 1000
        end = (caption.end_ms + TRAIL_MS) * rate_hz // 1000
        if caption.start_ms * rate_hz // 1000 < frames:
            said = Utterance(caption.text, "", 0, 0, number)
            placements.append(Placement(said, start, end - start))
    starts: list[tuple[str, int, Role]] = [
        (name, start, "practice")
        for name, ms in recording.chapters
        if (start := ms * rate_hz // 1000) < frames
    ]
    return Timeline(
        title=title,
        placements=tuple(placements),
        cues=(),
        silences=(),
        chapters=chapters_between(starts, frames),
        dropped_lines=(),
        total_frames=frames,
        sample_rate_hz=rate_hz,
    )


def _word_times(placed: Placement, rate_hz: int) -> WordTimes:
    first, last = (ms * rate_hz // 1000 for ms in (LEAD_MS, TRAIL_MS))
    return shared_by_letters(placed.utterance.text, first, placed.length_frames - last)


def _copy_mp3(source: Path, place: Path) -> None:
    """Copy the sound of an MP3 without its tags."""
    data_end = source.stat().st_size
    with source.open("rb") as old, place.open("wb") as new:
        start = 0
        while size := id3_size(old.read(HEADER_BYTES)):  # some programs put one before another
            start += size
            old.seek(start)
        old.seek(max(start, data_end - _OLD_TAG_BYTES))
        if old.read(3) == b"TAG":
            data_end -= _OLD_TAG_BYTES
        old.seek(start)
        left = data_end - start
        while left > 0 and (block := old.read(min(left, 1 << 20))):
            new.write(block)
            left -= len(block)


def _encode(source: Path, place: Path) -> None:
    """Encode any other sound, at its own rate where an MP3 can have it."""
    import soundfile

    track = DecodedTrack(source) if needs_ffmpeg(source) else None
    path = track.path if track else source
    rate_hz = int(soundfile.info(path).samplerate)
    rate_hz = rate_hz if rate_hz in SAMPLE_RATES_HZ else _OTHER_RATE_HZ
    encoder = Mp3().open(place, rate_hz, NO_TEXTS)
    try:
        for block in read_track(path, rate_hz):
            encoder.write(block)
        encoder.finish()
    finally:
        encoder.close()


def _measured(path: Path, source: Path) -> tuple[int, int]:
    """Length in frames and sample rate of an MP3, decoded to its end.

    Raises:
        SoundError: if it has no sound, or is damaged.
    """
    from quietude.deliver.formats.registry import decoded
    from quietude.errors import DeliveryError

    try:
        blocks, rate_hz = decoded(path)
        frames = sum(len(block) for block in blocks)
    except DeliveryError as error:
        raise SoundError(error.message, path=source, hint="Try it in a player.") from error
    if not frames:
        message = "there is no sound in this file"
        raise SoundError(message, path=source)
    return frames, rate_hz
