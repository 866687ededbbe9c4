"""The Plan: everything in a session, in order, before the length of any phrase is known.

Lengths are frames at the plan's sample rate. An item is speech, a pause that may stretch, or a
block whose length is its own (guided breathing, tapping); bells take no time by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.script.bed import Bed, BellSound
    from quietude.script.model import Role


@dataclass(frozen=True, slots=True)
class Tune:
    """A change of the melody of a voice.

    Attributes:
        pitch_semitones: Change of its pitch, in semitones.
        range_factor: Width of its melody as a multiple of its own; below 1 is flatter.
    """

    pitch_semitones: float = 0.0
    range_factor: float = 1.0


OWN_TUNE = Tune()
"""The melody of the voice as it is."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One phrase for the voice: the unit of speaking, caching and captions.

    Attributes:
        text: The words; no markup, no brackets, no template.
        voice: A voice id, or "" for the engine's own choice.
        rate_wpm: Articulation in words a minute.
        section: The index of its section.
        line_no: Its line in the definition, counted from 1.
        spoken: The text for the engine where a lexicon changes it; else "".
        tune: A change of the voice's melody.
    """

    text: str
    voice: str
    rate_wpm: int
    section: int
    line_no: int
    spoken: str = ""
    tune: Tune = OWN_TUNE

    @property
    def said(self) -> str:
        """The text for the engine."""
        return self.spoken or self.text


@dataclass(frozen=True, slots=True)
class Speech:
    """An utterance in its place."""

    utterance: Utterance


PauseKind = Literal["gap", "pause", "reflect", "echo", "journal", "music", "clock", "lead", "tail"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence that may stretch between its bounds.

    Attributes:
        min_frames: The shortest it may become.
        ideal_frames: Its length if no length is asked for.
        max_frames: The longest it may become.
        weight: Its share of the time that is given beyond all ideals, relative to its own ideal.
        kind: A gap between phrases, or the kind of step it is.
        at_frames: For a clock time: the time on the session's clock at which it ends; 0 where the
            clock begins anew; None for any other pause.
    """

    min_frames: int
    ideal_frames: int
    max_frames: int
    weight: float = 1.0
    kind: PauseKind = "pause"
    at_frames: int | None = None

    def wider(self, ideal: float, longest: float) -> Pause:
        """The same with other factors for its ideal and its longest; its shortest stays."""
        frames = round(self.ideal_frames * ideal)
        return replace(
            self, ideal_frames=frames, max_frames=max(frames, round(self.max_frames * longest))
        )


@dataclass(frozen=True, slots=True)
class EchoPause:
    """The silence after an echo phrase: 1.3 × the phrase + 2 s, at least 5 s, up to half more."""

    utterance: Utterance


CueKind = Literal["bell", "swell", "tap-left", "tap-right"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound that is not speech: a bell, the swell that leads a breath, a tap.

    Attributes:
        kind: The kind of sound.
        asset: The recorded sound: an id, or a file; "" where it is synthesised.
        phases_frames: For a swell: the frames it rises, holds, falls and rests.
    """

    kind: CueKind
    asset: BellSound = ""
    phases_frames: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Strike:
    """A bell where it stands: it takes no time, and rings on under what follows."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class BedFade:
    """The bed fades to another one; it takes no time, and what follows goes on over the fade.

    Attributes:
        bed: The bed it fades to; :class:`NoBed` for silence.
        fade_frames: The length of the fade from one to the other.
    """

    bed: Bed
    fade_frames: int


@dataclass(frozen=True, slots=True)
class BlockSpeech:
    """An utterance at a fixed place in a block.

    Attributes:
        offset_frames: Its start, from the start of the block.
        room_frames: The longest it may last without running into the next word.
        utterance: The word or phrase.
    """

    offset_frames: int
    room_frames: int
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of fixed length, with speech and cues at fixed places inside it."""

    label: Literal["breathe", "tap"]
    length_frames: int
    speech: tuple[BlockSpeech, ...]
    cues: tuple[tuple[int, Cue], ...]


Item = Speech | Pause | EchoPause | Strike | BedFade | Block


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of the script, with the details of the listener filled in.

    Attributes:
        section: The index of its section.
        line_no: Its line in the definition.
        rank: None is always kept; 1 is the last optional one to be dropped, 9 the first.
        items: Its speech, pauses, sounds and blocks, in order, without the gaps around the step.
        ids: Its names: steps of one name are kept together.
        needs: The names of steps without which it is not kept.
        heart: True for the act the exercise is named for.
        fragment: The shared fragment it comes from; "" if none.
    """

    section: int
    line_no: int
    rank: int | None
    items: tuple[Item, ...]
    ids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    heart: bool = field(default=False, compare=False)
    fragment: str = field(default="", compare=False)

    @property
    def is_heard(self) -> bool:
        """True if it takes a place of its own among the phrases.

        A change of the bed does not, nor does a clock that begins anew.
        """
        return not all(
            isinstance(item, BedFade) or (isinstance(item, Pause) and item.at_frames == 0)
            for item in self.items
        )


@dataclass(frozen=True, slots=True)
class Gaps:
    """The silences laid between steps where the script has none of its own.

    Attributes:
        line: Between two lines.
        transition: Between two sections.
        after_bell: The time a bell rings alone.
        lead: Before everything.
        tail: After everything.
        after_question: Between two lines, of which the first asks; None as any other.
        after_invitation: Between two lines, of which the first asks for time; None likewise.
    """

    line: Pause
    transition: Pause
    after_bell: Pause
    lead: Pause
    tail: Pause
    after_question: Pause | None = None
    after_invitation: Pause | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that happens in a session, in order.

    Two plans of the same sound are equal: title and source are not compared.

    Attributes:
        title: The title of the session.
        source: The origin of its script, for messages.
        sections: The title of each section.
        roles: The role of each section.
        bed: The bed it begins with.
        steps: Every step, the optional ones included: the fit decides which are kept.
        gaps: The silences between the steps.
        sample_rate_hz: Frames per second.
        duration_frames: The exact length asked for, or None.
        silence_cap_frames: The longest that silences may stretch to without a voice between; None
            for no limit.
        seed: The seed of the session, from which its beds are made.
        growth: The factor by which silences may grow; None if they keep within what is written.
        offered_min: The lengths an exercise is offered at, in minutes, for messages.
    """

    title: str = field(compare=False)
    source: str = field(compare=False)
    sections: tuple[str, ...]
    roles: tuple[Role, ...]
    bed: Bed
    steps: tuple[PlanStep, ...]
    gaps: Gaps
    sample_rate_hz: int
    duration_frames: int | None
    silence_cap_frames: int | None = None
    seed: int = 0
    growth: float | None = field(default=None, compare=False)
    offered_min: tuple[int, ...] = field(default=(), compare=False)

    @property
    def is_elastic(self) -> bool:
        """True if its silences stretch further than they are written; see :mod:`.stretch`."""
        return self.gaps.after_question is not None

    def with_pauses(self, change: Callable[[Pause], Pause]) -> Plan:
        """The same with every silence changed, those between its steps as well.

        The time a bell rings alone stays.
        """
        steps = tuple(
            replace(step, items=tuple(change(i) if isinstance(i, Pause) else i for i in step.items))
            for step in self.steps
        )
        gaps = self.gaps
        gaps = Gaps(
            change(gaps.line),
            change(gaps.transition),
            gaps.after_bell,
            change(gaps.lead),
            change(gaps.tail),
            gaps.after_question and change(gaps.after_question),
            gaps.after_invitation and change(gaps.after_invitation),
        )
        return replace(self, steps=steps, gaps=gaps)

    def items(self) -> Iterator[Item]:
        """Every item of every step, in order."""
        for step in self.steps:
            yield from step.items

    def utterances(self) -> Iterator[Utterance]:
        """Everything the voice may have to say, in order, optional steps included."""
        for item in self.items():
            if isinstance(item, Speech):
                yield item.utterance
            elif isinstance(item, Block):
                yield from (speech.utterance for speech in item.speech)

    def bells(self) -> set[BellSound]:
        """The bells it strikes."""
        return {item.cue.asset for item in self.items() if isinstance(item, Strike)}
