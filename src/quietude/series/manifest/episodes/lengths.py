"""The length of an episode: what was asked for, its intro and outro, and whether that is possible.

Before a phrase is spoken its length is estimated, so the shortest and the longest length of a
session are intervals. A length outside of both is refused at once; one that only the spoken phrases
can decide is marked, and a build speaks those before it mixes anything.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quietude.durations import clock_text
from quietude.errors import DurationError, QuietudeError
from quietude.plan.request import LONGEST_S, SHORTEST_S
from quietude.session.planning import outline

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.script.model import Script

ESTIMATE = 0.15
"""Share by which the estimate of a phrase may be wrong: speech is measured when it is spoken."""

Verdict = Literal["possible", "tight", "impossible"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lengths a session can have by the estimate, in seconds; ``longest_s`` may be infinite."""

    shortest_s: float
    longest_s: float

    def verdict(self, seconds: float) -> Verdict:
        """Judge a length by how far it lies from what is estimated to be possible."""
        if not (self.shortest_s * (1 - ESTIMATE) <= seconds <= self.longest_s * (1 + ESTIMATE)):
            return "impossible"
        if self.shortest_s * (1 + ESTIMATE) <= seconds <= self.longest_s * (1 - ESTIMATE):
            return "possible"
        return "tight"


def bounds(script: Script, request: Request) -> Bounds:
    """Lengths a session can have by the estimate.

    Raises:
        QuietudeError: if it cannot be planned at all.
    """
    # An impossible length is refused with the lengths there are; few sessions last the longest.
    shortest_s, longest_s = SHORTEST_S, math.inf
    for asked in (LONGEST_S, SHORTEST_S):
        try:
            outline(script, dataclasses.replace(request, duration_s=asked))
        except DurationError as error:
            return Bounds(error.shortest_s, min(longest_s, error.longest_s))
    return Bounds(shortest_s, longest_s)


def natural_s(script: Script, request: Request) -> float:
    """Estimated length of a session that no length is asked of, in seconds.

    Raises:
        QuietudeError: if it cannot be planned at all.
    """
    return outline(script, dataclasses.replace(request, duration_s=None)).seconds


_Manner = tuple[object, ...]


def _manner(request: Request) -> _Manner:
    """Everything in a request that the length of a session depends on, besides its details."""
    return (
        request.voice, request.engine, request.rate_wpm, request.pacing, request.seed,
        request.ending,
    )  # fmt: skip


class KnownLengths:
    """Lengths of sessions, looked up once for all episodes that are planned alike."""

    def __init__(self) -> None:
        self._extras: dict[tuple[int, int, _Manner], float] = {}
        self._bounds: dict[tuple[int, _Manner], Bounds] = {}

    def extra_s(self, alone: Script, whole: Script, request: Request) -> float:
        """Whole seconds that intro and outro add to a length asked for, by the estimate.

        Args:
            alone: The script without them.
            whole: The script with them; the scripts live as long as this.
            request: The request; 0 is added where it asks for no length.
        """
        if request.duration_s is None or whole is alone:
            return 0.0
        known = (id(alone), id(whole), _manner(request))
        if known not in self._extras:
            try:
                added = natural_s(whole, request) - natural_s(alone, request)
            except QuietudeError:
                return 0.0  # such a session is refused with words of its own
            self._extras[known] = float(max(0, round(added)))
        return self._extras[known]

    def bounds(self, script: Script, request: Request) -> Bounds:
        """Lengths a session can have by the estimate, as :func:`bounds`."""
        known = (id(script), _manner(request))
        if known not in self._bounds:
            self._bounds[known] = bounds(script, request)
        return self._bounds[known]


def refusal(
    error: DurationError, asked_s: float, extra_s: float, *, framed: bool
) -> tuple[str, str]:
    """Message and hint about an impossible length, for somebody who has only the manifest.

    Args:
        error: The lengths there are, of the whole episode.
        asked_s: The length asked for, of the whole episode.
        extra_s: Seconds of it that are the intro's and the outro's, on top of ``duration``.
        framed: True if the episode has an intro or an outro.
    """
    written = clock_text(asked_s - extra_s)
    ends = " beside its intro and outro" if extra_s else " with its intro and outro within"
    message = f"an episode of {written}{ends if framed else ''} is not possible"
    low, high = _written(error, extra_s)
    if asked_s < error.shortest_s:
        hint = f"Ask for a duration of {low} or longer, or for none."
        if framed and not extra_s:
            hint += ' Or leave its intro or outro out (intro: ""), or say duration_is: exercise.'
    elif asked_s > error.longest_s:
        hint = f"Ask for a duration of {high} or shorter, or for none."
    else:
        hint = f"Ask for another duration, from {low} to {high}: {error.hint or ''}".strip()
    return message, hint


def _written(error: DurationError, extra_s: float) -> tuple[str, str]:
    low = clock_text(math.ceil(max(1.0, error.shortest_s - extra_s)))
    return low, clock_text(math.floor(max(1.0, error.longest_s - extra_s)))
