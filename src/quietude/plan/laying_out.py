"""Events of known lengths → Timeline: everything at its frame, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from quietude.plan.model import BedFade, Block, Pause, Speech, Strike
from quietude.plan.timeline import (
    BedPlacement,
    Chapter,
    CuePlacement,
    Placement,
    Silence,
    StepPlacement,
    Timeline,
    chapters_between,
)
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Plan, Utterance
    from quietude.script.model import Role


CHAPTER_LEAD_S = 0.75
"""Silence that belongs to a chapter before its first sound, where there is as much: players jump a
few hundredths of a second late, and a first consonant would be lost."""


def timeline_of(plan: Plan, lengths: Mapping[Utterance, int], events: Sequence[Event]) -> Timeline:
    """The timeline of events whose lengths are known.

    Args:
        plan: The plan they belong to.
        lengths: The length of every utterance, in frames.
        events: Everything that happens, pauses with the length they were fitted to.
    """
    *starts, total_frames = accumulate((event.frames for event in events), initial=0)
    placed = _Placed(beds=[BedPlacement(plan.bed, 0)])
    for start, event in zip(starts, events, strict=True):
        placed.add(event, start, lengths)
    return Timeline(
        title=plan.title,
        placements=tuple(placed.placements),
        cues=tuple(placed.cues),
        silences=tuple(placed.silences),
        chapters=_chapters(plan, events, total_frames),
        dropped_lines=(),
        total_frames=total_frames,
        sample_rate_hz=plan.sample_rate_hz,
        beds=tuple(placed.beds),
        steps=tuple(_step_placements(events)),
        seed=plan.seed,
    )


@dataclass(slots=True)
class _Placed:
    """Phrases, bells, silences and beds at their frames, as they come."""

    placements: list[Placement] = field(default_factory=list)
    cues: list[CuePlacement] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    beds: list[BedPlacement] = field(default_factory=list)

    def add(self, event: Event, start: int, lengths: Mapping[Utterance, int]) -> None:
        """Place what an event is made of."""
        line_no = event.step.line_no if event.step else 0
        match event.item:
            case Speech() as speech:
                self.placements.append(Placement(speech.utterance, start, event.frames))
            case Strike() as strike:
                self.cues.append(CuePlacement(strike.cue, start))
            case BedFade() as fade:
                self.beds.append(BedPlacement(fade.bed, start, fade.fade_frames, line_no))
            case Block() as block:
                self.cues += [CuePlacement(cue, start + offset) for offset, cue in block.cues]
                for word in block.speech:
                    at, length = start + word.offset_frames, lengths[word.utterance]
                    self.placements.append(Placement(word.utterance, at, length))
            case Pause() as pause:
                length, ideal = event.frames, pause.ideal_frames
                self.silences.append(Silence(pause.kind, start, length, line_no, ideal))


def _chapters(plan: Plan, events: Sequence[Event], total_frames: int) -> tuple[Chapter, ...]:
    """The chapters: each begins a little before the first sound of its section."""
    chapters: list[tuple[str, int, Role]] = []
    now, ended, section = 0, 0, -1
    for event in events:
        step = event.step
        if step and step.section != section and _begins_chapter(event):
            section = step.section
            title, role = plan.sections[section], plan.roles[section]
            # Not so early that the end of the section before would belong to it.
            early = max(now - seconds_to_frames(CHAPTER_LEAD_S, plan.sample_rate_hz), ended)
            # Nothing comes before the first chapter, not even the lead.
            chapters.append((title, early if chapters else 0, role))
        now += event.frames
        if not isinstance(event.item, Pause | BedFade):
            ended = now
    return chapters_between(chapters, total_frames)


def _step_placements(events: Sequence[Event]) -> Iterator[StepPlacement]:
    """The span of every step, without the gaps between them."""
    now = 0
    for (_, between), run in groupby(events, key=lambda event: (id(event.step), event.between)):
        start = speech_end = now
        step = None
        for event in run:
            step = event.step
            now += event.frames
            if isinstance(event.item, Speech):
                speech_end = now
        if step and not between:
            yield StepPlacement(step, start, speech_end, now)


def _begins_chapter(event: Event) -> bool:
    """True if a chapter can begin with this event: not with the gap before it, nor its bed."""
    pause = event.pause
    return not isinstance(event.item, BedFade) and not (
        pause and pause.kind in {"gap", "clock", "tail"}
    )
