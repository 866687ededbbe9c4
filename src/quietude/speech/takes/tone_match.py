"""Tone of a voice that speaks between recordings: a curve that brings it near theirs.

The voice is measured once, by sentences that are always the same, so that a listener's name sounds
alike in each session. Its phrases are kept without the curve as well: recordings that change ask
for another curve, and for no phrase to be spoken again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import SpeechError
from quietude.plan.model import Utterance
from quietude.script.speaking_time import CALM_RATE_WPM
from quietude.speech.engines.registry import ENGINES
from quietude.speech.speaking_rate import SENTENCES
from quietude.speech.takes.octave_levels import octave_powers, spectrum_of
from quietude.speech.takes.tone_curve import FLAT, matching_curve

if TYPE_CHECKING:
    from quietude.speech.speaker import Speaker, SpokenPhrases
    from quietude.speech.takes.folder import Takes
    from quietude.speech.takes.tone_curve import ToneCurve

_VERSION = "match-1"
_MEASURED_BY = 8
"""Sentences of :data:`quietude.speech.speaking_rate.SENTENCES`: half a minute of speech."""


class ToneMatch:
    """Curves of voices, for one set of takes.

    Args:
        takes: The takes.
        speaker: The voices, without takes and without any curve.
        engine: The name of their engine.
    """

    def __init__(self, takes: Takes, speaker: Speaker, engine: str) -> None:
        self._takes, self._speaker, self._engine = takes, speaker, engine
        self._curves: dict[str, ToneCurve] = {}

    @property
    def identity(self) -> str:
        """Version and the levels that are matched, part of a cache key; "" if nothing is."""
        levels = ",".join(map(str, self._takes.tone_db))
        return f"{_VERSION}:{levels};" if levels else ""

    def sentences(self, voice: str) -> list[Utterance]:
        """The sentences a voice is measured by, at its own calm rate."""
        row = ENGINES.get(self._engine)
        rate_wpm = row.calm_rate(voice) if row else CALM_RATE_WPM
        return [Utterance(text, voice, rate_wpm, 0, 0) for text in SENTENCES[:_MEASURED_BY]]

    def curve(self, voice: str) -> ToneCurve:
        """The curve of a voice, which speaks its sentences if it never did.

        It is flat if the takes are too short to be matched, or the voice cannot say the sentences.
        """
        if voice not in self._curves:
            self._curves[voice] = self._found(voice, speak=True) or FLAT
        return self._curves[voice]

    def known_curve(self, voice: str) -> ToneCurve | None:
        """The curve of a voice, or None if it has yet to speak its sentences."""
        if voice not in self._curves:
            found = self._found(voice, speak=False)
            if found is None:
                return None
            self._curves[voice] = found
        return self._curves[voice]

    def _found(self, voice: str, *, speak: bool) -> ToneCurve | None:
        if not self._takes.tone_db:
            return FLAT
        lines = self.sentences(voice)
        try:
            spoken = (
                self._speaker.speak_all(lines, lambda _done, _all: None)
                if speak
                else self._speaker.recalled(lines)
            )
        except SpeechError:
            return None
        return self._between(spoken, lines) if len(spoken.lengths) == len(lines) else None

    def _between(self, spoken: SpokenPhrases, lines: list[Utterance]) -> ToneCurve:
        clips = [spoken.clip(line) for line in lines]
        powers = [octave_powers(clip) for clip in clips]
        found = spectrum_of(
            (power, 0.0 * power, clip.seconds) for power, clip in zip(powers, clips, strict=True)
        )
        return matching_curve(self._takes.tone_db, found.voice_db) if found else FLAT
