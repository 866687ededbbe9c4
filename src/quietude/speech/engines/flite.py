"""flite: a small program with four clear voices, a hundred phrases in a few seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.speech.engines.base import Voice
from quietude.speech.engines.wav_engine import ProgramEngine
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME = "flite"
_ASK_TIMEOUT_S = 20.0
_LICENCE = "CMU (BSD-like)"
# The narrow-band kal and the clock voice awb_time are left out: neither can tell a story.
_KNOWN = {
    "awb": Voice("awb", "Alan, Scottish", "en-GB", "male", NAME, "fair", _LICENCE, 16_000, "any"),
    "kal16": Voice("kal16", "Kevin", "en-US", "male", NAME, "fair", _LICENCE, 16_000, "any"),
    "rms": Voice("rms", "RMS", "en-US", "male", NAME, "good", _LICENCE, 16_000, "any"),
    "slt": Voice("slt", "SLT", "en-US", "female", NAME, "fair", _LICENCE, 16_000, "any"),
}
PACES = {
    "awb": Pace(-0.0018, 0.3141),
    "kal16": Pace(0.0009, 0.2654),
    "rms": Pace(-0.0088, 0.3351),
    "slt": Pace(-0.0138, 0.3021),
}
"""Seconds a word, measured with flite 2.2 over all phrases of the library."""


class FliteEngine(ProgramEngine):
    """Speaks through flite.

    Raises:
        EngineError: if there is no flite here.
    """

    def __init__(self) -> None:
        super().__init__(NAME, PACES)
        self._voices: list[Voice] | None = None

    def _version(self) -> str:
        output = self._ask(["--version"], statuses=(0, 1))
        found = re.search(r"flite-(\S+)", output)
        return found.group(1) if found else "unknown"

    def default_voice(self, language: str) -> str:
        """``rms``, the clearest of its voices, or awb for British English, if it has them."""
        ids = [voice.id for voice in self.voices()]
        preferred = "awb" if language.lower() == "en-gb" else "rms"
        return preferred if preferred in ids else ids[0]

    def voices(self) -> Sequence[Voice]:
        """Its built-in voices that can speak sentences."""
        if self._voices is None:
            names = self._ask(["-lv"]).partition(":")[2].split()
            self._voices = [_KNOWN[name] for name in sorted(set(names) & set(_KNOWN))]
            if not self._voices:
                message = "flite has none of its voices"
                hint = "The flite of Debian and Ubuntu has them."
                raise EngineError(message, hint=hint)
        return self._voices

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Writes a phrase to a file; the text goes through a file too, never the process list."""
        source = self.scratch("phrase.txt")
        source.write_text(text + "\n", encoding="ascii")
        arguments = ["-voice", voice, "--setf", f"duration_stretch={stretch}"]
        arguments += ["-f", str(source), "-o", str(path)]
        self._program.run(arguments, timeout_s=self.timeout_s(text))
        return ()

    def _ask(self, arguments: list[str], statuses: tuple[int, ...] = (0,)) -> str:
        return self._program.ask(arguments, timeout_s=_ASK_TIMEOUT_S, statuses=statuses)
