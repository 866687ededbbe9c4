"""A phrase before and after it is spoken: text an engine can read, and a clip that holds it all."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from typing import TYPE_CHECKING

from quietude._util.writing_systems import script_of
from quietude.errors import SoundError, SpeechError
from quietude.speech.script_coverage import cannot_read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.clip import Clip

# numpy is imported with the first phrase: engines are opened to list their voices too.

SCRATCH = "voice"
"""Beginning of the names of the temporary folders in which engines keep the phrase they speak."""

LONGEST_CHARS = 300
"""Longest text given to an engine in one go. The time and memory that engines need grow with the
square of a sentence's length or worse: one of 10 000 characters keeps festival busy for minutes and
would cost Piper gigabytes."""

_PHRASE_BYTES = 4_000_000
"""Room for the sound of a phrase: forty seconds at 48 kHz."""

_BREATHS = (", ", "; ", ": ", " – ", " — ", ". ", "? ", "! ")
_SHORTEST_S = 0.08
_SHORTEST_WORD_S = 0.06
_AUDIBLE = 1e-3

# Typography becomes what a reader makes of it: a dash is a short pause, quotes are silent.
_MARKS = str.maketrans({
    "\u2013": ", ", "\u2014": ", ", "\u2026": ".", "\u2018": "'", "\u2019": "'", "\u201c": " ",
    "\u201d": " ", "\u00ab": " ", "\u00bb": " ", '"': " ", "\\": " ", "\u00a0": " ",
    "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "Oe", "ł": "l",
    "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    "°": " degrees ", "€": " euros ", "£": " pounds ",
})  # fmt: skip


def has_words(text: str) -> bool:
    """True if a text has a letter or digit, so that there is something to say."""
    return any(map(str.isalnum, text))


def check_has_words(text: str) -> None:
    """Refuses a text without a letter or digit.

    Raises:
        SpeechError: if there is nothing in it that can be said.
    """
    if not has_words(text):
        message = "there is nothing to say in this phrase"
        raise SpeechError(message)


def check_room(folder: Path) -> None:
    """Refuses to speak into a folder without room: engines leave no sound there, or hang.

    Raises:
        SpeechError: if its disk is full.
    """
    try:
        if shutil.disk_usage(folder).free >= _PHRASE_BYTES:
            return
    except FileNotFoundError:  # the engine was closed, and says so itself
        return
    probe = folder / "room"
    try:  # what the system keeps for the superuser is no free room, and yet there
        probe.write_bytes(bytes(_PHRASE_BYTES))
    except OSError as error:
        message = f"there is no room for temporary files ({(error.strerror or '').lower()})"
        hint = "Make room there, or name another folder in TMPDIR."
        raise SpeechError(message, path=tempfile.gettempdir(), hint=hint) from error
    finally:
        probe.unlink(missing_ok=True)


def ascii_text(text: str) -> str:
    """The text in printable ASCII on one line: accents dropped, typography made plain.

    Raises:
        SpeechError: if it holds a letter that has no likeness in ASCII: better no session than a
            sentence with a word missing.
    """
    # Twice: decomposing (NFKD) brings forth more of these marks, such as quotes.
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS)).translate(_MARKS)
    lost = {char for char in plain if not char.isascii() and char.isalnum()}
    if lost:
        raise cannot_read(map(script_of, lost))
    kept = "".join(char if char.isascii() and char.isprintable() else _gap(char) for char in plain)
    return " ".join(kept.split())


def _gap(character: str) -> str:
    """Nothing for a combining accent, which belongs to its letter; a space for all else."""
    return "" if unicodedata.combining(character) else " "


def cut_long(text: str) -> list[str]:
    """Cuts a text into pieces of at most :data:`LONGEST_CHARS`.

    It is cut at the last mark of punctuation within reach, else between words, else anywhere;
    never inside ``[[ phonemes ]]``.
    """
    pieces: list[str] = []
    left = text
    while len(left) > LONGEST_CHARS:
        head = left[:LONGEST_CHARS]
        cut = max(head.rfind(mark) for mark in _BREATHS)
        cut = cut + 1 if cut > 0 else head.rfind(" ")
        cut = cut if cut > 0 else LONGEST_CHARS
        if head[:cut].count("[[") > head[:cut].count("]]"):
            # Before the brackets, or after them where they are the first thing.
            cut = head.rfind("[[", 0, cut) or left.index("]]") + 2
        pieces.append(left[:cut].strip())
        left = left[cut:].strip()
    return [*pieces, left] if left else pieces


def speaking_timeout_s(text: str) -> float:
    """Longest time a phrase may take to speak before its worker is given up, in seconds."""
    return max(10.0, 0.5 * len(text.split()) + 0.02 * len(text))


def checked_file(path: Path, text: str) -> Clip:
    """Reads the clip an engine wrote for a text; see :func:`checked_clip`.

    Raises:
        SpeechError: if there is no sound, or too little.
    """
    from quietude.audio.clip import read_clip

    try:
        clip = read_clip(path)
    except SoundError as error:
        message = f"the engine left no sound for this phrase ({error.message})"
        raise SpeechError(message) from error
    return checked_clip(clip, text)


def checked_clip(clip: Clip, text: str) -> Clip:
    """Returns the clip if it is audible and long enough for its words.

    Nobody says a word in less than 60 ms, a tenth of the time a fast reader takes; a shorter clip
    was cut off, and an empty one was never spoken.

    Raises:
        SpeechError: if there is no sound, or too little.
    """
    import numpy as np

    shortest_s = max(_SHORTEST_S, _SHORTEST_WORD_S * sum(map(has_words, text.split())))
    if clip.seconds < shortest_s or np.abs(clip.samples).max() < _AUDIBLE:
        message = "the engine left no sound for this phrase"
        raise SpeechError(message, hint="It may hold letters this voice does not know.")
    return clip


def joined(clips: Sequence[Clip]) -> Clip:
    """One clip of several at the same rate, without marks.

    Args:
        clips: At least one, each mono.
    """
    import numpy as np

    from quietude.audio.clip import Clip

    samples = np.concatenate([clip.samples for clip in clips])
    return Clip(samples, clips[0].sample_rate_hz)
