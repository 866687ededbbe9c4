"""The exception tree; every error is written for the person who sees it.

::

    QuietudeError
    ├── UsageError           the request itself makes no sense (a duration of "ten")
    ├── ScriptError          a definition cannot be read or is not valid
    │   ├── CareError        a definition may be hard on a listener, by the care rules
    │   └── SlotError        a personal detail does not fit its slot
    ├── PlanError            a valid script cannot become the session asked for
    │   └── DurationError    the length asked for is not among those the script can have
    ├── SpeechError          a phrase could not be spoken
    │   └── EngineError      no engine, no such voice, or a worker that died too often
    ├── SoundError           a bed, bell or stem cannot be read or mixed
    ├── DeliveryError        a file cannot be encoded, tagged, measured or put in place
    └── SeriesError          a series cannot be built here or now
        └── ManifestError    all errors of a manifest

The message says what is wrong, ``path`` and ``line`` say where, ``hint`` says what to do.
Errors of other libraries are translated where they are caught, never passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class QuietudeError(Exception):
    """Base class of all errors Quietude raises on purpose.

    Args:
        message: The fault, as a sentence without a full stop.
        path: The file with the fault, if it is in one.
        line: Its line in that file, counted from 1.
        hint: A remedy, for the reader.
    """

    exit_code = 1
    """Exit code of a command that fails with this error."""

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint
        self.unit = "line"

    @property
    def where(self) -> str:
        """``file:line``, ``file``, ``line N`` or an empty string, whichever is known.

        Where a document counts something else, ``unit`` says so: ``file, paragraph 12``.
        """
        if self.path is None:
            return f"{self.unit} {self.line}" if self.line else ""
        if self.line and self.unit != "line":
            return f"{self.path}, {self.unit} {self.line}"
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(QuietudeError):
    """A request that makes no sense, whatever the script says."""

    exit_code = 2


class ScriptError(QuietudeError):
    """A definition that cannot be read or is not valid."""


class SlotError(ScriptError):
    """A personal detail that has no slot, is too long or is not plain text."""

    exit_code = 2


class CareError(ScriptError):
    """A definition that may be hard on a listener, where nobody has accepted that.

    Args:
        message: The rule and the problem.
        path: The file with the fault, if it is in one.
        line: Its line in that file, counted from 1.
        hint: The change to make in the definition.
        override: A way to render it unchanged, which not every command has.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
        override: str = "",
    ) -> None:
        super().__init__(message, path=path, line=line, hint=_joined(hint, override))
        self.advice = hint


class PlanError(QuietudeError):
    """A valid script that cannot become the session asked for."""


class DurationError(PlanError):
    """A length that the script cannot have.

    Args:
        message: The fault.
        shortest_s: The shortest length this script can have, in seconds.
        longest_s: The longest, in seconds.
        nearest_s: The length nearest to the one asked for that it can have, in seconds.
        path: The script.
        line: The line of the step that takes the most time, if one stands out.
        hint: The lengths to ask for, or the steps to change.
        override: Something else to ask for, which not every command has.
    """

    def __init__(  # noqa: PLR0913  (all named)
        self,
        message: str,
        *,
        shortest_s: float,
        longest_s: float,
        nearest_s: float,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
        override: str = "",
    ) -> None:
        super().__init__(message, path=path, line=line, hint=_joined(hint, override))
        self.advice = hint
        self.shortest_s = shortest_s
        self.longest_s = longest_s
        self.nearest_s = nearest_s


class SpeechError(QuietudeError):
    """A phrase that could not be spoken."""


class EngineError(SpeechError):
    """An engine that is missing, has no such voice, or keeps failing."""


class SoundError(QuietudeError):
    """A bed, bell or stem that cannot be read or mixed."""


class DeliveryError(QuietudeError):
    """A file that cannot be encoded, tagged, measured or put in place."""


class SeriesError(QuietudeError):
    """A series that cannot be built here or now."""


class ManifestError(SeriesError):
    """All errors of a manifest.

    Args:
        problems: The errors, with file and line, in the order of the lines; at least one.
    """

    def __init__(self, problems: Sequence[QuietudeError]) -> None:
        count = len(problems)
        errors = "error" if count == 1 else "errors"
        message = f"nothing was built: this manifest has {count} {errors}"
        super().__init__(message, path=problems[0].path)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.problems), super().__str__()])


def _joined(hint: str | None, override: str) -> str | None:
    """A hint with what else can be asked for after it."""
    return f"{hint} {override}" if hint and override else hint
