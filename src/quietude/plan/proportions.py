"""The shares of a good session: how much of it belongs to arriving, settling, practice and return.

The bounds are wide: they hold the shares of published guided sessions (12/12/51/15/10,
20/20/45/15, 10/15/35/30/10 per cent of arrive, settle, practice, integrate and return). A part
that a script does not have is not asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.model import Plan
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Role

BOUNDS: Mapping[str, tuple[float, float]] = {
    "arrive": (0.05, 0.20),
    "settle": (0.05, 0.25),
    "practice": (0.35, 0.75),
    "integrate": (0.05, 0.30),
    "return": (0.06, 0.20),
}
"""The least and the most of a session each part should take."""

RETURN_S, RETURN_MOST = 45.0, 0.2
"""The way back takes this long, as far as it stays below this share of a short session."""

FEWEST_PARTS = 3
"""A script with fewer parts than this is not made of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a session that a part takes, and the bounds it should lie in.

    Attributes:
        part: Its name; a resource counts as practice.
        share: The share it takes, 0 … 1.
        low: The least it should take.
        high: The most it should take.
    """

    part: str
    share: float
    low: float
    high: float

    @property
    def kept(self) -> bool:
        """True if it lies within its bounds, to half a per cent."""
        return self.low - 0.005 <= self.share <= self.high + 0.005


def part_of(role: Role) -> str:
    """The part of a session that a section's role belongs to."""
    return "practice" if role == "resource" else role


def bounds_of(parts: set[str], total_s: float) -> dict[str, tuple[float, float]]:
    """The bounds for the parts of one session, if it is made of them."""
    if len(parts) < FEWEST_PARTS:
        return {}
    bounds = {part: BOUNDS[part] for part in BOUNDS if part in parts}
    if "return" in bounds:
        low, high = bounds["return"]
        bounds["return"] = (max(low, min(RETURN_MOST, RETURN_S / total_s)), high)
    return bounds


def bounds_in(plan: Plan, parts: set[str], total_s: float) -> dict[str, tuple[float, float]]:
    """The bounds for the parts of a session of a plan; none where it stretches as a whole.

    The parts of a plain script are told by the words of its headings, which is too little to move
    time from one to another: it keeps its own shares.
    """
    return {} if plan.is_elastic else bounds_of(parts, total_s)


def shares(timeline: Timeline) -> list[Share]:
    """The shares of a session; none if it is not made of such parts."""
    taken: dict[str, int] = defaultdict(int)
    for chapter in timeline.chapters:
        taken[part_of(chapter.role)] += chapter.length_frames
    bounds = bounds_of(set(taken), timeline.seconds)
    return [
        Share(part, taken[part] / timeline.total_frames, low, high)
        for part, (low, high) in bounds.items()
    ]
