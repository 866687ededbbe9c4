"""Any program that reads text on stdin and writes a WAV: a voice of the listener's own."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.programs import find_program
from quietude.errors import EngineError, UsageError
from quietude.speech.engines.base import Identity, Voice
from quietude.speech.engines.programs import SpeechProgram
from quietude.speech.engines.wav_engine import WavEngine
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUT, _RATE, _STRETCH, _SPEED = "{out}", "{rate}", "{stretch}", "{speed}"
_NOMINAL_WPM = 160.0
"""The number put in place of ``{rate}`` at a stretch of one; the measured pace corrects it."""


class CommandEngine(WavEngine):
    """Speaks through a command line.

    Args:
        command: Program and arguments, as one would type them; no shell reads them. ``{out}`` is
            the WAV to write. ``{rate}`` (words a minute), ``{speed}`` (a multiple of its own, as
            most neural voices take it) or ``{stretch}`` (length as a multiple of its own) sets the
            rate; a command with none of them speaks at its own pace.

    Raises:
        UsageError: if it is no command line, or does not say where the WAV goes.
        EngineError: if there is no such program.
    """

    def __init__(self, command: str) -> None:
        try:
            words = shlex.split(command)
        except ValueError as error:
            message = f"this is not a command line ({str(error).lower()})"
            raise UsageError(message) from error
        if not words or not any(_OUT in word for word in words[1:]):
            message = "a speech command must say which file it writes"
            hint = 'Like: --voice "command:espeak-ng --stdin -s {rate} -w {out}"'
            raise UsageError(message, hint=hint)
        found = find_program(words[0])
        if found is None:
            message = f'there is no program "{words[0]}"'
            raise EngineError(message, hint="Is it installed, and on the PATH?")
        self._command = command
        self._words = words[1:]
        self._program = SpeechProgram(Path(found))
        obeys = any(mark in word for word in words for mark in (_RATE, _STRETCH, _SPEED))
        # Without a way to set the rate there is nothing to measure.
        super().__init__("command", {} if obeys else {command: Pace(0.0, 0.4)}, ascii_only=False)

    def identity(self, voice: str = "") -> Identity:  # noqa: ARG002  (the same for all)
        """The hash of the command, with the beginning of the program's SHA-256 as its version.

        The command itself would take the paths of this machine into receipts.
        """
        try:
            with self._program.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            message = f"this program cannot be read ({error.strerror})"
            raise EngineError(message, path=self._program.path) from error
        command = hashlib.sha256(self._command.encode()).hexdigest()
        return Identity("command", digest[:16], {"command_sha256": command})

    def default_voice(self, language: str) -> str:  # noqa: ARG002  (one voice for all)
        """The command itself."""
        return self._command

    def voices(self) -> Sequence[Voice]:
        """The command itself."""
        return [Voice(self._command, self._program.path.name, "", "", "command", terms="own")]

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:  # noqa: ARG002
        """Runs the command with the text on stdin."""
        values = {_OUT: str(path), _RATE: str(round(_NOMINAL_WPM / stretch))}
        values |= {_STRETCH: str(stretch), _SPEED: str(round(1.0 / stretch, 4))}
        arguments = [_filled(word, values) for word in self._words]
        self._program.run(arguments, timeout_s=self.timeout_s(text), text=text + "\n")
        return ()

    def close(self) -> None:
        """Ends the program and removes its folder."""
        self._program.close()
        super().close()


def _filled(argument: str, values: dict[str, str]) -> str:
    for mark, value in values.items():
        argument = argument.replace(mark, value)
    return argument


def without_folders(command: str) -> str:
    """A command line in which every path is only the name of its file, to be shown to others."""
    return " ".join(re.sub(r"[^=:]*[/\\]", "", word) for word in shlex.split(command))
