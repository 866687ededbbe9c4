"""A folder of takes: recorded phrases by the words they say."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude._util.concurrency import map_on_all_cores
from quietude._util.files import file_sha256, is_folder
from quietude.audio.clip import Clip, read_samples
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.errors import SoundError, SpeechError, UsageError
from quietude.speech.cache import PREFIX, derived_key, user_cache
from quietude.speech.processing import processing_of
from quietude.speech.takes.cleaning import CLEANING, cleaned, words_and_room
from quietude.speech.takes.clipping import clipped_places, coding_of
from quietude.speech.takes.line_id import is_line_id, line_id
from quietude.speech.takes.octave_levels import octave_powers, spectrum_of
from quietude.speech.takes.tone_curve import own_curve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.plan.model import Utterance
    from quietude.speech.cache import PhraseCache
    from quietude.speech.takes.cleaning import TakeQuality
    from quietude.speech.takes.octave_levels import VoiceSpectrum
    from quietude.speech.takes.tone_curve import ToneCurve

SUFFIXES = frozenset({
    ".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac", ".aif", ".aiff", ".caf", ".wma",
    ".webm", ".3gp", ".amr", ".mp4", ".m4b", ".mka", ".mov", ".oga", ".spx", ".aifc", ".au", ".snd",
    ".w64", ".rf64", ".wv",
})  # fmt: skip
"""Endings of sound files that recorders and phones write."""

LONGEST_S = 120.0
"""The longest a take may be; a whole reading is no take of one phrase."""

SLOWEST_HZ = 4000
"""The lowest sample rate of a voice; a telephone has 8000 Hz."""

KNOWN_FROM_S = 20.0
"""The least speech a voice's spectrum is measured in: with less, one word more would move it."""

_LEVELS = "levels-1"
_LEVELS_SPAN_DB = 200.0
_PART = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Take:
    """A recording of one phrase.

    Attributes:
        path: Its file.
        number: Its number among the takes of that phrase: the highest is the one that is heard.
    """

    path: Path
    number: int

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its file, in hex."""
        return file_sha256(self.path)

    @property
    def key_prefix(self) -> str:
        """The beginning of all its keys in the cache, so that every copy of it can be deleted."""
        return self.sha256[:PREFIX]

    def heard(self) -> tuple[Clip, TakeQuality]:
        """Its sound made fit to hear, mono, at its own rate, and its quality.

        Raises:
            SoundError: if it cannot be read, or is no recording of a phrase.
        """
        clip, clipped = self._read()
        return cleaned(clip, clipped)

    def room(self) -> Clip:
        """Its room, without words: mono, at its own rate; may be empty.

        Raises:
            SoundError: as :meth:`heard`.
        """
        clip, _ = self._read()
        return Clip(words_and_room(clip)[1], clip.sample_rate_hz)

    def levels(self, cache: PhraseCache) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """The powers of its words and of its room in octaves, and the length of its words.

        Measured once: levels in dB are kept in the cache as the samples of a clip, under a key with
        its prefix, so that they go when it is deleted.

        Args:
            cache: The cache.

        Raises:
            SoundError: as :meth:`heard`.
        """
        key = self.key_of(_LEVELS)
        kept = cache.get(key)
        if kept is None:
            clip, _ = self._read()
            words, room = (Clip(part, clip.sample_rate_hz) for part in words_and_room(clip))
            found = np.concatenate([octave_powers(words), octave_powers(room), [words.seconds]])
            levels = 10.0 * np.log10(found + 1e-14) / _LEVELS_SPAN_DB
            kept = Clip(levels.astype(np.float32), clip.sample_rate_hz)
            with contextlib.suppress(SpeechError):  # a cache nobody can write: measured anew
                kept = cache.put(key, kept)
        powers = 10.0 ** (kept.samples.astype(np.float64) * _LEVELS_SPAN_DB / 10.0)
        half = len(powers) // 2
        return powers[:half], powers[half:-1], float(powers[-1])

    def key_of(self, about: str) -> str:
        """The key in the cache of something that is made of it.

        Args:
            about: Everything else that shapes it.
        """
        return derived_key(self.sha256, f"take {CLEANING} {about}")

    def _read(self) -> tuple[Clip, int]:
        """Its sound, mono, at its own rate, and the places in which it was too loud."""
        decoded = DecodedTrack(self.path) if needs_ffmpeg(self.path) else None
        path = decoded.path if decoded else self.path
        info = soundfile.info(path)
        if info.duration > LONGEST_S:  # told before it is read: an hour would fill the memory
            message = f"this take lasts longer than {LONGEST_S:g} s"
            raise SoundError(message, path=self.path, hint="A take holds one phrase alone.")
        if info.samplerate < SLOWEST_HZ:
            message = f"{info.samplerate} samples a second hold no voice"
            raise SoundError(message, path=self.path, hint="Record it at 16000 Hz or more.")
        samples, rate_hz = read_samples(path)
        mono = np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32))
        if not np.isfinite(mono).all() or float(np.abs(mono).max(initial=0.0)) < 1e-4:  # noqa: PLR2004
            message = "there is nothing to hear in this take"
            raise SoundError(message, path=self.path)
        coding = "lossy" if decoded else coding_of(info.subtype)
        return Clip(mono, rate_hz), clipped_places(samples, coding)


class Takes:
    """The takes of a folder.

    Args:
        folder: The folder; sound files in it and below it are takes.
        only: True to refuse a session with a phrase that nobody recorded.

    Raises:
        UsageError: if there is no such folder.
    """

    def __init__(self, folder: Path, *, only: bool = False) -> None:
        if not is_folder(folder):
            message = f"there is no folder {folder} with takes"
            raise UsageError(message, hint="See what to record with: quietude takes sheet SCRIPT")
        self.folder = folder
        self.only = only

    @cached_property
    def _files(self) -> dict[str, list[Take]]:
        """Takes by every part of their names that could be an id, the one to be heard last."""
        files: dict[str, list[Take]] = {}
        for path in sorted(self.folder.rglob("*")):
            # A pipe of such a name would be waited for, a device read for ever.
            named = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
            if not named or not path.is_file():
                continue
            parts = _PART.findall(path.stem.casefold())
            for part, following in zip(parts, [*parts[1:], ""], strict=True):
                number = int(following) if following.isdecimal() and len(following) < 4 else 1  # noqa: PLR2004
                files.setdefault(part, []).append(Take(path, number))
        for takes in files.values():
            takes.sort(key=lambda take: take.number)
        return files

    def of(self, utterance: Utterance) -> Take | None:
        """The take of a phrase that is heard; None if there is none."""
        takes = self._files.get(line_id(utterance.text))
        return takes[-1] if takes else None

    @cached_property
    def spectrum(self) -> VoiceSpectrum | None:
        """The spectrum of the voice in all takes that may be heard; None if they are too short."""
        heard = {takes[-1].path: takes[-1] for id_, takes in self._files.items() if is_line_id(id_)}
        cache = user_cache()

        def levels(take: Take) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | None:
            try:
                return take.levels(cache)
            except (SoundError, OSError):  # it is said where the take is heard
                return None

        measured = map_on_all_cores(levels, list(heard.values()))
        found = spectrum_of(one for one in measured if one)
        return found if found and found.seconds >= KNOWN_FROM_S else None

    @cached_property
    def curve(self) -> ToneCurve:
        """The tone curve of all takes: one, so that the voice is the same in every line."""
        return own_curve(self.spectrum)

    @cached_property
    def tone_db(self) -> tuple[int, ...]:
        """The levels in octaves that a voice is matched to, in whole dB; empty if not known."""
        if self.spectrum is None:
            return ()
        both = zip(self.spectrum.voice_db, self.curve.gains_db, strict=True)
        return tuple(round(level + gain) for level, gain in both)

    def key(self, take: Take, sample_rate_hz: int) -> str:
        """The key of a take in the cache of phrases; it begins with :attr:`Take.key_prefix`."""
        return take.key_of(f"{processing_of('none', self.curve)} {sample_rate_hz}")

    def missing(self, utterances: Iterable[Utterance]) -> list[Utterance]:
        """Those of some phrases that nobody recorded, in order."""
        return [one for one in utterances if self.of(one) is None]

    def refuse_missing(self, utterances: Iterable[Utterance], source: str | Path | None) -> None:
        """Refuses a session with a phrase that nobody recorded, where only takes may be heard.

        Raises:
            UsageError: with the first of them, and how many there are.
        """
        missing = self.missing(utterances) if self.only else []
        if missing:
            more = f", and of {len(missing) - 1} more" if missing[1:] else ""
            message = f'there is no take of "{missing[0].text[:60]}"{more} in {self.folder}'
            hint = "Record them (quietude takes sheet SCRIPT), or leave --only-takes out."
            raise UsageError(message, path=source, line=missing[0].line_no, hint=hint)

    def unused(self, utterances: Iterable[Utterance]) -> list[Path]:
        """The sound files that no phrase asks for, sorted."""
        wanted = {line_id(one.text) for one in utterances}
        used = {take.path for id_ in wanted for take in self._files.get(id_, ())}
        every = {take.path for takes in self._files.values() for take in takes}
        return sorted(every - used)
