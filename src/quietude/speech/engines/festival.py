"""festival: the program behind the most even of the free classical voices, slt (HTS)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.speech.engines.advice import INSTALL
from quietude.speech.engines.base import Voice
from quietude.speech.engines.wav_engine import ProgramEngine
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME = "festival"
_ASK_TIMEOUT_S = 30.0
_LICENCE = "CMU (BSD-like)"
# Short ids for the voices people ask for; others go by festival's own name.
_KNOWN = {
    "cmu_us_slt_arctic_hts": Voice(
        "slt", "SLT (HTS)", "en-US", "female", NAME, "good", _LICENCE, 32_000, "any"
    ),
}
_OWN_NAMES = {voice.id: name for name, voice in _KNOWN.items()}
PACES = {"slt": Pace(0.0212, 0.2648)}
"""Seconds a word, measured with festival 2.5 over all phrases of the library."""


class FestivalEngine(ProgramEngine):
    """Speaks through festival.

    Raises:
        EngineError: if there is no festival here.
    """

    def __init__(self) -> None:
        super().__init__(NAME, PACES)
        self._voices: list[Voice] | None = None

    def _version(self) -> str:
        output = self._program.ask(["--version"], timeout_s=_ASK_TIMEOUT_S)
        found = re.search(r"(\d+\.\d+\S*?)(?::|\s|$)", output)
        return found.group(1) if found else "unknown"

    def default_voice(self, language: str) -> str:  # noqa: ARG002  (what it has is English)
        """``slt`` if it is there, else the first."""
        ids = [voice.id for voice in self.voices()]
        return "slt" if "slt" in ids else ids[0]

    def voices(self) -> Sequence[Voice]:
        """The English voices that festival finds, sorted by id."""
        if self._voices is None:
            arguments = self._script('(format t "voices: %l\\n" (voice.list))')
            output = self._program.ask(arguments, timeout_s=_ASK_TIMEOUT_S)
            found = re.search(r"voices: \(([^)]*)\)", output)
            names = found.group(1).split() if found else []
            # One that is in two of its folders is listed twice.
            voices = {voice.id: voice for voice in map(_described, names) if voice}
            self._voices = sorted(voices.values(), key=lambda voice: voice.id)
            if not self._voices:
                message = "festival has no English voice"
                raise EngineError(message, hint=f"Get one with: {INSTALL[NAME]}")
        return self._voices

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Writes a phrase to a file; without quotes and backslashes it cannot leave its string."""
        name = _OWN_NAMES.get(voice, voice)
        slow = (
            f'(set! hts_engine_params (append hts_engine_params (list (list "-r" {1 / stretch}))))'
            if name.endswith("_hts")
            else f"(Parameter.set 'Duration_Stretch {stretch})"
        )
        words = text.replace("\\", " ").replace('"', " ")
        synth = f'(utt.save.wave (utt.synth (Utterance Text "{words}")) "{path}" \'riff)'
        arguments = self._script(f"(voice_{name})\n{slow}\n{synth}\n")
        self._program.run(arguments, timeout_s=self.timeout_s(text))
        return ()

    def _script(self, commands: str) -> list[str]:
        """Writes commands to a file; returns the arguments with which festival reads them."""
        source = self.scratch("phrase.scm")
        source.write_text(commands, encoding="utf-8")
        return ["-b", str(source)]


def _described(name: str) -> Voice | None:
    """A voice by festival's own name: known, or told from its name; None if it is not English."""
    if name in _KNOWN:
        return _KNOWN[name]
    if not re.fullmatch(r"(cmu_(us|uk)_\w+|(kal|ked|rab|don)_diphone|nitech_us_\w+)", name):
        return None
    british = name.startswith(("cmu_uk", "rab", "don"))
    return Voice(name, name, "en-GB" if british else "en-US", "", NAME, "fair")
