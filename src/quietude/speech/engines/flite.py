"""flite: a small program with four clear voices, a hundred phrases in a few seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.speech.engines.base import Identity, Voice
from quietude.speech.engines.program import ProgramEngine
from quietude.speech.engines.speaking_rate import Pace
from quietude.speech.engines.subprocesses import ask_program, find_program, run_program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.speech.engines.subprocesses import Program

_ASK_TIMEOUT_S = 20.0
_LICENCE = "CMU (BSD-like)"
# The narrow-band kal and the clock voice awb_time are left out: neither can tell a story.
_KNOWN = {
    "awb": Voice(
        "awb", "Alan, Scottish", "en-GB", "male", "flite", "good", _LICENCE, 16_000, "any"
    ),
    "kal16": Voice("kal16", "Kevin", "en-US", "male", "flite", "fair", _LICENCE, 16_000, "any"),
    "rms": Voice("rms", "RMS", "en-US", "male", "flite", "good", _LICENCE, 16_000, "any"),
    "slt": Voice("slt", "SLT", "en-US", "female", "flite", "fair", _LICENCE, 16_000, "any"),
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
        program = find_program("flite", "flite")
        if program is None:
            message = "flite is not installed"
            raise EngineError(message, hint="Get it with: quietude voices install flite")
        super().__init__("flite", PACES, ascii_only=True)
        self._program: Program = program
        self._identity: Identity | None = None
        self._voices: list[Voice] | None = None

    def identity(self, voice: str = "") -> Identity:  # noqa: ARG002  (the same for all)
        """The program's version and the measured paces."""
        if self._identity is None:
            output = self._ask(["--version"], statuses=(0, 1))
            found = re.search(r"flite-(\S+)", output)
            settings = {"paces": str(sorted(PACES.items()))}
            self._identity = Identity("flite", found.group(1) if found else "unknown", settings)
        return self._identity

    def default_voice(self, language: str) -> str:
        """``rms``, the clearest of its voices, or awb for British English, if it has them."""
        ids = [it.id for it in self.voices()]
        wanted = "awb" if language.lower() == "en-gb" else "rms"
        return wanted if wanted in ids else ids[0]

    def voices(self) -> Sequence[Voice]:
        """The voices it has built in, as far as they can speak sentences."""
        if self._voices is None:
            names = self._ask(["-lv"]).partition(":")[2].split()
            self._voices = [_KNOWN[it] for it in sorted(set(names) & set(_KNOWN))]
            if not self._voices:
                message = "flite has none of its voices"
                raise EngineError(message, hint="Get them with: quietude voices install flite")
        return self._voices

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Write a phrase to a file; the text goes through a file too, never the process list."""
        source = self.scratch("phrase.txt")
        source.write_text(text + "\n", encoding="ascii")
        arguments = ["-voice", voice, "--setf", f"duration_stretch={stretch}"]
        arguments += ["-f", str(source), "-o", str(path)]
        run_program(self._program, arguments, timeout_s=self.timeout_s(text))
        return ()

    def _ask(self, arguments: list[str], statuses: tuple[int, ...] = (0,)) -> str:
        return ask_program(self._program, arguments, timeout_s=_ASK_TIMEOUT_S, statuses=statuses)
