"""The voices of a studio: opened once, kept open, so that a line is heard at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import gated_lufs
from quietude.plan.model import Utterance
from quietude.plan.request import AUTO
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.engines.base import TIERS
from quietude.speech.engines.registry import engine_row
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.on_demand import OnDemand
from quietude.speech.voice_selection import open_voice, present_voices
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ, SILENCE_LUFS, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.audio.clip import Samples
    from quietude.script.lexicon import Lexicon
    from quietude.speech.engines.base import Voice
    from quietude.speech.voice_selection import ChosenVoice

LEVEL_LUFS = -20.0
"""Loudness of a line that is heard by itself."""

_MOST_OPEN = 3
_PEAK = 0.89


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice to choose.

    Attributes:
        id: As requests name it.
        name: For people.
        about: Its language, gender and sound, in words.
        best: True for the one that speaks unless another is chosen.
        usual: False for those that are shown only on request.
    """

    id: str
    name: str
    about: str
    best: bool
    usual: bool


class Narrators:
    """The open voices of a studio.

    Args:
        opener: Opens a voice; as :func:`quietude.speech.voice_selection.open_voice`.
    """

    def __init__(self, opener: Callable[[str], ChosenVoice] = open_voice) -> None:
        self._opener = opener
        self._open: OrderedDict[str, OnDemand] = OrderedDict()
        self._lock = threading.Lock()

    def speaking(self, voice: str = AUTO) -> OnDemand:
        """An open voice; the one that was used longest ago is closed for it.

        Args:
            voice: Its full id, or :data:`AUTO`.

        Raises:
            QuietudeError: if there is no such voice here.
        """
        with self._lock:
            if voice in self._open:
                self._open.move_to_end(voice)
                return self._open[voice]
            chosen = self._opener(voice)
            known = self._open.get(chosen.full_id)
            if known:  # "auto" by its own name
                chosen.engine.close()
                self._open[voice] = known
                return known
            made = OnDemand(chosen, user_cache(), SAMPLE_RATE_HZ, phrase_power)
            self._open[voice] = self._open[chosen.full_id] = made
            while len({id(one) for one in self._open.values()}) > _MOST_OPEN:
                oldest = next(iter(self._open.values()))
                self._open = OrderedDict(
                    (name, one) for name, one in self._open.items() if one is not oldest
                )
                oldest.close()
            return made

    def line(
        self,
        words: str,
        voice: str = AUTO,
        *,
        language: str = "en",
        lexicon: Lexicon | None = None,
        rate_wpm: int | None = None,
    ) -> Samples:
        """One line as it is heard by itself: float32 ``(frames, 2)``.

        Args:
            words: The line.
            voice: The full id of the voice, or :data:`AUTO`.
            language: The language of the line.
            lexicon: The pronunciations of words.
            rate_wpm: Words a minute; None for the calm rate of the voice.

        Raises:
            SpeechError: if the voice cannot speak it.
        """
        speaking = self.speaking(voice)
        utterance = utterance_of(
            words, speaking.voice, language=language, lexicon=lexicon, rate_wpm=rate_wpm
        )
        speaking.wait_for([utterance])
        samples = speaking.clip(utterance).samples
        lufs = gated_lufs(speaking.powers([utterance])[utterance])
        gain = db_to_gain(LEVEL_LUFS - lufs) if lufs > SILENCE_LUFS else 1.0
        peak = float(np.abs(samples).max(initial=1e-9))
        gain = min(gain, _PEAK / peak)
        return np.repeat((samples * np.float32(gain))[:, None], 2, axis=1)

    def close(self) -> None:
        """Ends every voice."""
        with self._lock:
            for one in {id(one): one for one in self._open.values()}.values():
                one.close()
            self._open.clear()


def utterance_of(
    words: str,
    voice: ChosenVoice,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    rate_wpm: int | None = None,
) -> Utterance:
    """A line as an utterance of a voice, in its spoken form."""
    from quietude.script.lexicon import Lexicon

    row = engine_row(voice.engine.identity().engine)
    said = SpokenForm(language, row.ipa_notation())(words, lexicon or Lexicon())
    spoken = said if said != words else ""
    return Utterance(words, voice.voice, rate_wpm or row.calm_rate(voice.voice), 0, 0, spoken)


@lru_cache(maxsize=4)
def voice_choices(language: str = "en") -> tuple[VoiceChoice, ...]:
    """The voices of this machine for a language, the best first."""
    with open_voice(language=language) as chosen:
        best = chosen.full_id
    found = [one for one in present_voices() if one.language.lower().startswith(language)]
    found.sort(key=lambda one: (one.full_id != best, TIERS.index(one.tier), one.full_id))
    return tuple(_choice(one, best, found) for one in found)


def _choice(voice: Voice, best: str, all_voices: Sequence[Voice]) -> VoiceChoice:
    top = [one for one in all_voices if one.tier in {"natural", "good", "system"}]
    parts = (_region(voice.language), voice.gender, text(f"tier.{voice.tier}"))
    return VoiceChoice(
        id=voice.full_id,
        name=voice.name.replace("_", " ").strip() or voice.id,
        about=", ".join(part for part in parts if part),
        best=voice.full_id == best,
        usual=voice in top or voice.full_id == best or len(top) < 1,
    )


def _region(language: str) -> str:
    key = f"language.{language.lower()}"
    try:
        return text(key)
    except KeyError:
        return language
