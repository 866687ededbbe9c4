"""The Timeline: everything that happens, at its frame. All that follows the fit reads only this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.model import Cue, PauseKind, PlanStep, Utterance
    from quietude.script.bed import Bed
    from quietude.script.model import Role


@dataclass(frozen=True, slots=True)
class Placement:
    """An utterance, from ``start_frame`` for ``length_frames``."""

    utterance: Utterance
    start_frame: int
    length_frames: int

    @property
    def end_frame(self) -> int:
        """The first frame after it."""
        return self.start_frame + self.length_frames


@dataclass(frozen=True, slots=True)
class CuePlacement:
    """A cue that starts at ``start_frame`` and lasts as long as its sound does."""

    cue: Cue
    start_frame: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A pause as it was fitted, and its ideal length."""

    kind: PauseKind
    start_frame: int
    length_frames: int
    line_no: int
    ideal_frames: int = 0


@dataclass(frozen=True, slots=True)
class BedPlacement:
    """A bed that begins to fade in at ``start_frame``, over the one before it.

    Attributes:
        bed: The bed; :class:`NoBed` for silence.
        start_frame: The first frame of the fade.
        fade_frames: The length of the fade; 0 for the bed a session begins with.
        line_no: The line that asks for it, 0 for the bed a session begins with.
    """

    bed: Bed
    start_frame: int
    fade_frames: int = 0
    line_no: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled part of the session, from ``start_frame`` up to ``end_frame``."""

    title: str
    start_frame: int
    end_frame: int
    role: Role = "practice"

    @property
    def length_frames(self) -> int:
        """The length of the chapter."""
        return self.end_frame - self.start_frame


def chapters_between(
    starts: Sequence[tuple[str, int, Role]], total_frames: int
) -> tuple[Chapter, ...]:
    """Chapters that each last until the next one, and the last until the end of the session.

    Args:
        starts: The title, the first frame and the role of each chapter, in order.
        total_frames: The length of the session.
    """
    ends = [*(start for _, start, _ in starts[1:]), total_frames]
    return tuple(
        Chapter(title, start, end, role)
        for (title, start, role), end in zip(starts, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class StepPlacement:
    """A step of the plan, from ``start_frame`` up to ``end_frame``, without the gaps around it.

    Attributes:
        step: The step.
        start_frame: Its first frame.
        speech_end_frame: The first frame after its last word; ``start_frame`` if it has none.
        end_frame: The first frame after all of it.
    """

    step: PlanStep
    start_frame: int
    speech_end_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class LeftOutWords:
    """Words that did not fit into the length asked for, and their line."""

    line_no: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that happens in a session, at its frame.

    Attributes:
        title: The title of the session.
        placements: The speech, in order, never overlapping.
        cues: Bells, swells and taps, in order; they may ring under the voice.
        silences: Every pause, in order.
        chapters: At least one; the first starts at frame 0.
        dropped_lines: The lines of the optional steps that did not fit.
        total_frames: The exact length of the session.
        sample_rate_hz: Frames per second.
        beds: The bed it begins with, then every change, in order; none where nobody asked.
        steps: The steps of the plan that were kept, in order; none if they were not recorded.
        left_out: The words of the lines that did not fit, likewise.
        seed: The seed of the session, from which beds place their waves and birds.
    """

    title: str
    placements: tuple[Placement, ...]
    cues: tuple[CuePlacement, ...]
    silences: tuple[Silence, ...]
    chapters: tuple[Chapter, ...]
    dropped_lines: tuple[int, ...]
    total_frames: int
    sample_rate_hz: int
    beds: tuple[BedPlacement, ...] = ()
    steps: tuple[StepPlacement, ...] = ()
    left_out: tuple[LeftOutWords, ...] = ()
    seed: int = 0

    @property
    def seconds(self) -> float:
        """The length of the session."""
        return self.total_frames / self.sample_rate_hz

    @property
    def speech_frames(self) -> int:
        """The number of frames with the voice in them."""
        return sum(placement.length_frames for placement in self.placements)
