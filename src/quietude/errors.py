"""What can go wrong, as a tree; every error is written for the person who meets it.

::

    QuietudeError
    ├── UsageError           the request itself makes no sense (a duration of "ten")
    ├── ScriptError          a definition that cannot be read or is not valid
    │   ├── CareError        a definition that may be hard on a listener, by the care rules
    │   └── SlotError        a personal value that its slot cannot take
    ├── PlanError            a valid script that cannot become the session asked for
    │   └── DurationError    the length asked for is shorter or longer than it can be
    ├── SpeechError          a phrase that could not be spoken
    │   └── EngineError      no engine, no such voice, or a worker that died too often
    ├── SoundError           a bed, bell or stem that cannot be read or mixed
    ├── DeliveryError        a file that cannot be encoded, tagged, verified or put in place
    └── SeriesError          a series that cannot be built here, or not now
        └── ManifestError    a manifest with everything that is wrong in it

An error says what is wrong; ``path`` and ``line`` say where; ``hint`` says what to do.
Errors of other libraries are translated where they are met, never passed through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class QuietudeError(Exception):
    """The base of everything Quietude raises on purpose.

    Args:
        message: What is wrong, as a sentence without a final stop.
        path: The file it was found in, if any.
        line: The line in that file, counted from 1.
        hint: What the reader can do about it.
    """

    exit_code = 1

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

    @property
    def where(self) -> str:
        """``file:line``, ``file``, ``line N`` or nothing, as far as it is known."""
        if self.path is None:
            return f"line {self.line}" if self.line else ""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(QuietudeError):
    """A request that cannot be understood, whatever the script says."""

    exit_code = 2


class ScriptError(QuietudeError):
    """A definition that cannot be read, or that says something it may not say."""


class SlotError(ScriptError):
    """A personal value that is unknown, too long or not plain text."""

    exit_code = 2


class CareError(ScriptError):
    """A definition that may be hard on the person who listens, and was not accepted so.

    Args:
        message: The rule and the problem.
        path: The file it was found in, if any.
        line: The line in that file, counted from 1.
        hint: What to change in the definition.
        override: How to render it unchanged, which not every command can.
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
        whole = f"{hint} {override}" if hint and override else hint
        super().__init__(message, path=path, line=line, hint=whole)
        self.advice = hint


class PlanError(QuietudeError):
    """A valid script that cannot become the session that was asked for."""


class DurationError(PlanError):
    """The length asked for lies outside what the script can have.

    Args:
        message: What is wrong.
        shortest_s: The shortest length this script can have, in seconds.
        longest_s: The longest, in seconds.
        line: The line of the step that could give way, if one stands out.
        hint: Which steps to change.
    """

    def __init__(  # noqa: PLR0913  (all named)
        self,
        message: str,
        *,
        shortest_s: float,
        longest_s: float,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, path=path, line=line, hint=hint)
        self.shortest_s = shortest_s
        self.longest_s = longest_s


class SpeechError(QuietudeError):
    """A phrase that could not be spoken."""


class EngineError(SpeechError):
    """An engine that is missing, has no such voice, or keeps failing."""


class SoundError(QuietudeError):
    """A bed, bell or stem that cannot be read or mixed."""


class DeliveryError(QuietudeError):
    """A file that cannot be encoded, tagged, verified or put in place."""


class SeriesError(QuietudeError):
    """A series that cannot be built here, or not now."""


class ManifestError(SeriesError):
    """A manifest with everything that is wrong in it.

    Args:
        problems: Each with its file and line, in the order of the lines; at least one.
    """

    def __init__(self, problems: Sequence[QuietudeError]) -> None:
        count = len(problems)
        message = f"{count} thing{'s' if count > 1 else ''} to mend before anything can be built"
        super().__init__(message, path=problems[0].path)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.problems), super().__str__()])
