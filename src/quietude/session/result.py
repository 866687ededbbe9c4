"""A finished session as typed facts: its files, their sources and their measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude.audio.limiter import GainReduction
    from quietude.audio.loudness import Loudness, RmsLevels
    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags
    from quietude.plan.model import Utterance
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import Bed
    from quietude.script.model import Script
    from quietude.session.sound import Sound
    from quietude.sound.contrast import Contrast
    from quietude.speech.engines.base import Identity
    from quietude.speech.word_times import WordTimes


@dataclass(frozen=True, slots=True)
class AudioFile:
    """A finished audio file, as it was measured after decoding.

    Attributes:
        path: The file.
        format: Its format.
        size_bytes: Its size.
        sha256: Its hash, in hexadecimal.
        loudness: Its loudness and true peak.
        voice_lufs: Loudness of its phrases, with what sounds under them; None without any.
        skipped_share: The share of it that a player which skips silences would leave out.
        levels: RMS and noise floor, where the target asks for them.
        limited_db: The most that the limiter took away.
        limited_at: The places where the limiter worked.
        shortfall_lu: Loudness its voice lacks to its target, given up to spare the limiter.
    """

    path: Path
    format: Format
    size_bytes: int
    sha256: str
    loudness: Loudness
    voice_lufs: float | None
    skipped_share: float
    levels: RmsLevels | None
    limited_db: float
    limited_at: tuple[GainReduction, ...]
    shortfall_lu: float


@dataclass(frozen=True, slots=True)
class Narrator:
    """The voice of a session, and how even it was.

    Attributes:
        engine: The engine, its version and settings.
        voice: The voice's id within the engine.
        spread_lu: Spread of the loudness of its phrases, from the 10th to the 90th percentile.
        levelled_phrases: Phrases that stood out and were brought nearer to the others.
        recorded_phrases: Phrases of the session that a person recorded.
        phrases: All its phrases.
    """

    engine: Identity
    voice: str
    spread_lu: float
    levelled_phrases: int
    recorded_phrases: int = 0
    phrases: int = 0

    @property
    def full_id(self) -> str:
        """The id with the engine before it."""
        return f"{self.engine.engine}:{self.voice}"

    @property
    def kind(self) -> str:
        """``synthetic``, ``human``, or ``both`` where a voice speaks what nobody recorded."""
        if not self.recorded_phrases:
            return "synthetic"
        return "human" if self.recorded_phrases == self.phrases else "both"


@dataclass(frozen=True, slots=True)
class Session:
    """A finished session.

    Attributes:
        script: The script, with the ending that was asked for.
        request: The length, personal details and speaking rate asked for.
        sound: Bed, levels, target and tones as they were asked for.
        bed: The bed it begins with.
        narrator: The voice.
        timeline: The events of the session.
        tags: The tags of the files.
        audio: The audio files, at least one.
        artefact_paths: The files beside them; not the receipt.
        bed_under_voice: The contrast of voice and bed, phrase by phrase.
        spoken: Phrases that had to be spoken; the others came from the cache.
        words: Times of the words of the phrases that captions cut.
        unreadable_slots: The slots whose value gave way, since the voice cannot read its letters.
    """

    script: Script
    request: Request
    sound: Sound
    bed: Bed
    narrator: Narrator
    timeline: Timeline
    tags: Tags
    audio: tuple[AudioFile, ...]
    artefact_paths: tuple[Path, ...]
    bed_under_voice: Contrast
    spoken: int
    words: Mapping[Utterance, WordTimes]
    unreadable_slots: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from quietude.session.listening.session_html import session_html

        return session_html(self)

    @property
    def path(self) -> Path:
        """The audio file; of several, the first."""
        return self.audio[0].path

    @property
    def files(self) -> tuple[Path, ...]:
        """The audio files and those beside them; not the receipt."""
        return (*(file.path for file in self.audio), *self.artefact_paths)

    @property
    def loudness(self) -> Loudness:
        """The loudness of the first audio file."""
        return self.audio[0].loudness

    @property
    def voice_lufs(self) -> float | None:
        """Loudness of the voice in the first file: the promise of a target; None without any."""
        return self.audio[0].voice_lufs
