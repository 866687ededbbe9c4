"""Events with their lengths → the Timeline: what happens at which frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.model import BedChange, Block, EchoPause, Pause, Speech, Strike
from quietude.plan.timeline import (
    BedPlacement,
    CuePlacement,
    Placement,
    Silence,
    Timeline,
    chapters_between,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Plan, Utterance
    from quietude.script.model import Role


def lay_out(
    plan: Plan,
    lengths: Mapping[Utterance, int],
    events: Sequence[tuple[Event, int]],
    dropped: Sequence[int],
) -> Timeline:
    """The timeline of events.

    Args:
        plan: What they are of.
        lengths: The length of every utterance, in frames.
        events: Each event with its length in frames.
        dropped: The lines of the steps left out.
    """
    now, section = 0, -1
    placements: list[Placement] = []
    cues: list[CuePlacement] = []
    silences: list[Silence] = []
    chapters: list[tuple[str, int, Role]] = []
    beds = [BedPlacement(plan.bed, 0)]
    for event, frames in events:
        step, item = event.step, event.item
        if step and step.section != section and _begins_chapter(event):
            section = step.section
            title, role = plan.sections[section], plan.roles[section]
            chapters.append((title, now if chapters else 0, role))
        match item:
            case Speech():
                placements.append(Placement(item.utterance, now, frames))
            case Strike():
                cues.append(CuePlacement(item.cue, now))
            case BedChange():
                line_no = step.line_no if step else 0
                beds.append(BedPlacement(item.bed, now, item.fade_frames, line_no))
            case Block():
                cues += [CuePlacement(cue, now + offset) for offset, cue in item.cues]
                placements += [
                    Placement(it.utterance, now + it.offset_frames, lengths[it.utterance])
                    for it in item.speech
                ]
            case Pause() | EchoPause():
                line_no = step.line_no if step else 0
                assert event.pause
                ideal = event.pause.ideal_frames
                silences.append(Silence(event.pause.kind, now, frames, line_no, ideal))
        now += frames
    return Timeline(
        title=plan.title,
        placements=tuple(placements),
        cues=tuple(cues),
        silences=tuple(silences),
        chapters=chapters_between(chapters, now),
        dropped_lines=tuple(dropped),
        total_frames=now,
        sample_rate_hz=plan.sample_rate_hz,
        beds=tuple(beds),
    )


def _begins_chapter(event: Event) -> bool:
    """Whether an event can be the first of a chapter: not the gap before it, nor its bed."""
    item = event.item
    return not isinstance(item, BedChange) and not (
        isinstance(item, Pause) and item.kind in {"gap", "tail"}
    )
