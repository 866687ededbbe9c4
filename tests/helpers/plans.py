"""Plans made by hand: a thousand frames a second, and no gaps but those a test asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.events import Sequencer
from quietude.plan.fit import fit
from quietude.plan.model import BedFade, Block, Gaps, Pause, Plan, PlanStep, Speech, Utterance
from quietude.plan.optional_steps import kept_steps
from quietude.script.bed import NoBed

if TYPE_CHECKING:
    from quietude.plan.model import Item, PauseKind
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Role

RATE_HZ = 1000


def pause_of(
    shortest_s: float,
    ideal_s: float | None = None,
    longest_s: float | None = None,
    kind: PauseKind = "pause",
) -> Pause:
    """A pause; as long as its shortest where no more is given."""
    ideal_s = shortest_s if ideal_s is None else ideal_s
    longest_s = ideal_s if longest_s is None else longest_s
    shortest, ideal, longest = (
        round(length_s * RATE_HZ) for length_s in (shortest_s, ideal_s, longest_s)
    )
    return Pause(shortest, ideal, longest, kind=kind)


class PlanByHand:
    """Collects steps, each on the next line; sections are named by their roles."""

    def __init__(self, *roles: Role, line_gap: Pause | None = None) -> None:
        self.roles = roles or ("practice",)
        self.line_gap = line_gap or pause_of(0, kind="gap")
        self.steps: list[PlanStep] = []
        self.lengths: dict[Utterance, int] = {}

    def words(
        self, seconds: float, rank: int | None = None, role: Role | None = None, line: int = 0
    ) -> int:
        """A phrase; returns its line."""
        line = line or len(self.steps) + 1
        number = len(self.steps)
        said = Utterance(f"Phrase {number}.", "", 115, self._section(role), line)
        self.lengths[said] = round(seconds * RATE_HZ)
        return self.add(Speech(said), rank, role, line)

    def breath(self, seconds: float, rank: int | None = None) -> int:
        """A block of guided breathing without words; returns its line."""
        return self.add(Block("breathe", round(seconds * RATE_HZ), (), ()), rank)

    def bed(self) -> int:
        """A change of the bed; returns its line."""
        return self.add(BedFade(NoBed(), 0))

    def add(
        self, item: Item, rank: int | None = None, role: Role | None = None, line: int = 0
    ) -> int:
        """A step of one item; returns its line."""
        line = line or len(self.steps) + 1
        self.steps.append(PlanStep(self._section(role), line, rank, (item,)))
        return line

    def _section(self, role: Role | None) -> int:
        return self.roles.index(role) if role else 0

    def plan(self, duration_s: float | None = None) -> Plan:
        """The plan of these steps."""
        none = pause_of(0, kind="gap")
        lead, tail = pause_of(0, kind="lead"), pause_of(0, kind="tail")
        return Plan(
            title="By hand",
            source="by-hand.yaml",
            sections=tuple(self.roles),
            roles=self.roles,
            bed=NoBed(),
            steps=tuple(self.steps),
            gaps=Gaps(self.line_gap, none, none, lead, tail),
            sample_rate_hz=RATE_HZ,
            duration_frames=None if duration_s is None else round(duration_s * RATE_HZ),
        )

    def kept(self, duration_s: float) -> list[int] | None:
        """The lines that a session of this length keeps; None if it cannot have that length."""
        plan = self.plan()
        sequencer = Sequencer(plan, self.lengths, {})
        steps = kept_steps(plan, sequencer, round(duration_s * RATE_HZ))
        return None if steps is None else [step.line_no for step in steps]

    def fitted(self, duration_s: float | None = None) -> Timeline:
        """The timeline of a session of this length."""
        return fit(self.plan(duration_s), self.lengths, {})
