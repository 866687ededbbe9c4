"""Hear things from Python: speak a line, play anything, compare voices and beds."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from quietude.api.arguments import request_with, seconds_of, sound_with
from quietude.api.errors import speaks_python
from quietude.audio.player import play_blocks
from quietude.script.lexicon_files import listener_lexicon
from quietude.script.model import Script
from quietude.session.audition import audition as compare_voices
from quietude.session.audition import speak_text
from quietude.session.listening.beds import audition_beds as compare_beds
from quietude.session.listening.levelled import NamedSound, level
from quietude.session.listening.sessions import session_stream
from quietude.session.listening.streams import bed_stream, bell_stream, file_stream
from quietude.session.result import Session
from quietude.sound.assets import beds, bells, find_bed
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.api.arguments import Length
    from quietude.audio.clip import Samples
    from quietude.script.bed import Bed
    from quietude.session.audition import Sample
    from quietude.session.listening.levelled import LevelledSample


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line in a voice. A notebook shows it with a player.

    Attributes:
        text: The words.
        voice: The voice that spoke.
        samples: float32 ``(frames, 2)``.
        sample_rate_hz: Frames a second.
    """

    text: str
    voice: str
    samples: Samples
    sample_rate_hz: int = SAMPLE_RATE_HZ

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / self.sample_rate_hz

    def play(self) -> None:
        """Play it here.

        Raises:
            SoundError: if there is no sound device.
        """
        play_blocks([self.samples], self.sample_rate_hz)

    def save(self, path: str | Path) -> Path:
        """Write it as WAV, FLAC, OGG or MP3; returns the path."""
        soundfile.write(path, self.samples, self.sample_rate_hz)
        return Path(path)

    def _repr_html_(self) -> str:
        sound = io.BytesIO()
        soundfile.write(sound, self.samples, self.sample_rate_hz, format="WAV", subtype="PCM_16")
        data = base64.b64encode(sound.getvalue()).decode()
        return (
            f"<p>{escape(self.text)} <small>{escape(self.voice)}</small></p>"
            f"<audio controls src='data:audio/wav;base64,{data}'></audio>"
        )


@speaks_python
def speak(text: str, voice: str = "auto", *, rate: int | None = None) -> SpokenLine:
    """Returns a line in a voice, at the loudness of an audition.

    Args:
        text: The words.
        voice: A voice id, a trait, or ``auto`` for the best here.
        rate: Words a minute while speaking.

    Raises:
        QuietudeError: if it cannot be spoken.
    """
    (spoken,) = speak_text([voice], text, rate, listener_lexicon(None))
    (samples,) = level([NamedSound(spoken.voice, spoken.samples)])
    return SpokenLine(text, spoken.voice, samples)


@speaks_python
def play(  # noqa: PLR0913  (all by name, each as the command has it)
    sound: Script | Session | SpokenLine | str | Path,
    *,
    start: Length = 0.0,
    first: Length | None = None,
    duration: Length | None = None,
    details: Mapping[str, str] | None = None,
    voice: str | None = None,
    bed: Bed | str | Path | None = None,
) -> None:
    """Play a session, an exercise, a script, a sound file, a bed, a bell or a spoken line.

    Args:
        sound: The thing to play; a bed plays for 30 seconds unless ``first`` says more.
        start: The place to begin at, as a length.
        first: The length after which to stop.
        duration: The length of a session that is made for this.
        details: Personal details by slot name.
        voice: The voice of a session.
        bed: The bed of a session.

    Raises:
        QuietudeError: if it cannot be played here.
    """
    start_s = seconds_of(start) if start else 0.0
    first_s = None if first is None else seconds_of(first)
    if isinstance(sound, SpokenLine):
        sound.play()
        return
    if isinstance(sound, Session):
        sound = sound.path
    name = str(sound)
    if not isinstance(sound, Script) and name in {**beds(), **bells()}:
        known = bed_stream(find_bed(name, Path()), name) if name in beds() else bell_stream(name)
        length = 30.0 if first_s is None and name in beds() else first_s
        play_blocks(known.first(length).blocks, known.sample_rate_hz)
        return
    path = None if isinstance(sound, Script) else Path(sound)
    if path and path.suffix.lower() in _SOUND_FILES:
        stream = file_stream(path, start_s).first(first_s)
        play_blocks(stream.blocks, stream.sample_rate_hz)
        return
    request = request_with(None, duration=duration, details=details, voice=voice)
    with session_stream(sound, request, sound_with(None, bed, None, None, None)) as session:
        stream = session.from_second(start_s).first(first_s)
        play_blocks(stream.blocks, stream.sample_rate_hz)


_SOUND_FILES = frozenset(
    {".mp3", ".wav", ".flac", ".ogg", ".opus", ".m4a", ".m4b", ".aac", ".aiff"}
)


@speaks_python
def audition(
    voices: Sequence[str], output: str | Path, text: str, *, overwrite: bool = False
) -> list[Sample]:
    """Write the same sentences in several voices, all at one loudness.

    Args:
        voices: Voices by id or trait.
        output: A file for all of them, with a chapter for each; or a folder.
        text: The sentences.
        overwrite: True to replace files that are there.

    Raises:
        QuietudeError: if a voice cannot speak, or a file cannot be written.
    """
    return compare_voices(voices, text, None, Path(output), overwrite=overwrite)


@speaks_python
def audition_beds(
    beds: Sequence[str], output: str | Path, *, seconds: float = 15.0, overwrite: bool = False
) -> list[LevelledSample]:
    """Write some seconds of several beds, all at one loudness.

    Args:
        beds: Ids of beds, or paths of tracks.
        output: A file for all of them, with a chapter for each; or a folder.
        seconds: The length of each.
        overwrite: True to replace files that are there.

    Raises:
        QuietudeError: if there is no such bed, or a file cannot be written.
    """
    return compare_beds(beds, seconds, Path(output), Path(), overwrite=overwrite)
