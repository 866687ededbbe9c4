"""Script + Request → Plan: personal details filled in, choices made, every step in its order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.durations import Span
from quietude.errors import PlanError
from quietude.plan import stretch
from quietude.plan.breathing import breathing_block, tapping_block
from quietude.plan.estimate import with_wide_gaps
from quietude.plan.model import (
    BedFade,
    Cue,
    EchoPause,
    Gaps,
    Item,
    Pause,
    PauseKind,
    Plan,
    PlanStep,
    Speech,
    Strike,
    Utterance,
)
from quietude.plan.request import draw
from quietude.script import model as script_model
from quietude.script.details.slots import slot_values
from quietude.script.lexicon import Lexicon
from quietude.script.pacing import LEAD, PROFILES, TAIL, gap_span
from quietude.script.sentences import split_sentences, tidy
from quietude.script.speaking_time import CALM_RATE_WPM, USUAL
from quietude.script.templates.template import fill_template
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from quietude.plan.request import Request
    from quietude.plan.stretch import Asked
    from quietude.script.bed import BellSound
    from quietude.script.lexicon import Pronunciation
    from quietude.script.model import Bell, Script, Section, Step
    from quietude.script.speaking_time import Timing

    SpokenForm = Callable[[str, Lexicon], str]

AFTER_BELL = Span(3.0, 5.0, 9.0)
"""The time a bell rings alone before the voice speaks over it, in seconds."""


def compose(
    script: Script,
    request: Request,
    *,
    spoken_form: SpokenForm | None = None,
    silence_cap_s: float | None = None,
    timing: Timing = USUAL,
) -> Plan:
    """Composes the plan of a session.

    Args:
        script: A checked script.
        request: The listener's details, the length and the voice.
        spoken_form: Puts a phrase in the form in which the engine is to get it, with the
            pronunciations of a lexicon; None for the lexicon alone.
        silence_cap_s: The longest that silences may stretch to without a voice between, in
            seconds; None for no limit.
        timing: The timing of the engine that will speak.

    Returns:
        The plan, with every optional step still in it: the fit decides which are kept.

    Raises:
        SlotError: for a personal value the script cannot take.
        PlanError: if a line cannot be filled with these values, or nothing is left to say.
    """
    plan = _Composer(script, request, spoken_form, silence_cap_s, timing).compose().plan
    if not any(True for _ in plan.utterances()):
        message = "with these details nothing is left to say"
        raise PlanError(message, path=script.source)
    return plan


@dataclass(frozen=True, slots=True)
class ComposedStep:
    """A step of the script, and what the plan has of it.

    Attributes:
        section: The section it stands in.
        step: The step as it is written.
        planned: The step of the plan; None if nothing is heard of it.
    """

    section: Section
    step: Step
    planned: PlanStep | None


@dataclass(frozen=True, slots=True)
class Composition:
    """A plan, and the steps of the script it was made from, in order, choices made."""

    plan: Plan
    steps: tuple[ComposedStep, ...]


def composition(
    script: Script,
    request: Request,
    *,
    spoken_form: SpokenForm | None = None,
    silence_cap_s: float | None = None,
    timing: Timing = USUAL,
) -> Composition:
    """As :func:`compose`, with the origin of every step, even if nothing is left to say."""
    return _Composer(script, request, spoken_form, silence_cap_s, timing).compose()


def _with_what_they_need(steps: list[ComposedStep]) -> tuple[ComposedStep, ...]:
    """The steps without those that need one which is not said with these details and choices.

    A line that an empty detail leaves nothing of takes the others of its name with it.
    """
    while True:
        names = {name for each in steps if each.planned for name in each.step.ids}
        names -= {
            name
            for each in steps
            if not each.planned
            and isinstance(each.step, script_model.Say | script_model.Ask | script_model.Echo)
            for name in each.step.ids
        }
        left = [
            replace(each, planned=None)
            if each.planned and not names.issuperset((*each.step.ids, *each.step.needs))
            else each
            for each in steps
        ]
        if left == steps:
            return tuple(steps)
        steps = left


class _Composer:
    """Walks a script once and collects the steps of its plan."""

    def __init__(
        self,
        script: Script,
        request: Request,
        spoken_form: SpokenForm | None,
        silence_cap_s: float | None,
        timing: Timing,
    ) -> None:
        self.script = script
        self.request = request
        self.spoken_form = spoken_form or _by_lexicon
        self.silence_cap_s = silence_cap_s
        self.timing = timing
        self.lexicon = (request.lexicon or Lexicon()).over(script.lexicon)
        self.profile = request.pacing or script.pacing
        self.values = slot_values(script, request.slot_values)
        self.seed = request.seed_for(script)
        self.turns: Counter[str] = Counter()
        self.factor = stretch.factor_of(script, request)
        self.elastic = (request.stretch or script.stretch) is not None
        self.said = ""  # the last sentence so far, which a silence after it goes by

    def compose(self) -> Composition:
        steps = _with_what_they_need(
            [
                step
                for index, section in enumerate(self.script.sections)
                for step in self._section(index, section)
            ]
        )
        asked, cap_s = self.request.duration_s, self.silence_cap_s
        plan = Plan(
            title=self.script.title,
            source=self.script.source,
            sections=tuple(section.title for section in self.script.sections),
            roles=tuple(section.role for section in self.script.sections),
            bed=self.script.bed,
            steps=tuple(step.planned for step in steps if step.planned),
            gaps=self._gaps(),
            sample_rate_hz=self.request.sample_rate_hz,
            duration_frames=None if asked is None else self._frames(asked),
            silence_cap_frames=None if cap_s is None else self._frames(cap_s),
            seed=self.seed,
            growth=self.factor,
            offered_min=self.script.lengths_min,
        )
        return self._with_room(Composition(plan, steps))

    def _with_room(self, found: Composition) -> Composition:
        """The plan with gaps wide enough for it to last 0.6 to 2.5 times its length."""
        if not self.elastic or self.request.keep_pauses:
            return found
        plan = with_wide_gaps(found.plan, self.timing)
        wide = iter(plan.steps)
        steps = (replace(step, planned=step.planned and next(wide)) for step in found.steps)
        return Composition(plan, tuple(steps))

    def _gaps(self) -> Gaps:
        if self.elastic:
            return self._elastic_gaps()
        return Gaps(
            line=self._pause(gap_span("line", self.profile), "gap"),
            transition=self._pause(gap_span("transition", self.profile), "gap"),
            after_bell=self._pause(AFTER_BELL, "gap"),
            lead=self._pause(LEAD, "lead"),
            tail=self._pause(TAIL, "tail"),
        )

    def _elastic_gaps(self) -> Gaps:
        line, question, invitation = (
            self._elastic_gap(stretch.LINE, asked) for asked in ("", "answer", "time")
        )
        return Gaps(
            line=line,
            transition=self._pause(self._paced(stretch.TRANSITION), "gap"),
            after_bell=self._pause(stretch.AFTER_BELL, "gap"),
            lead=self._pause(stretch.LEAD, "lead", stretch.END_WEIGHT),
            tail=self._pause(stretch.TAIL, "tail", stretch.END_WEIGHT),
            after_question=question,
            after_invitation=invitation,
        )

    def _elastic_gap(self, spans: Mapping[Asked, Span], asked: Asked) -> Pause:
        return self._pause(self._paced(spans[asked]), "gap", stretch.WEIGHT[asked])

    def _paced(self, span: Span) -> Span:
        return stretch.scaled(span, PROFILES[self.profile])

    def _section(self, index: int, section: Section) -> Iterator[ComposedStep]:
        for step in self._chosen(section.steps):
            # A step cannot outlive its section, so the rank that is dropped first counts.
            rank = max(step.optional or 0, section.optional or 0) or None
            items = tuple(self._items(step, index))
            marks = (step.ids, step.needs, step.heart, step.fragment)
            planned = PlanStep(index, step.line, rank, items, *marks) if items else None
            yield ComposedStep(section, step, planned)

    def _chosen(self, steps: Sequence[Step]) -> Iterator[Step]:
        """The steps with every choice made, the same for the same seed."""
        for step in steps:
            if isinstance(step, script_model.Choose):
                turn = self.turns[step.key]
                self.turns[step.key] += 1
                option = draw(step.key, self.seed, len(step.options), turn)
                yield from self._chosen(step.options[option])
            else:
                yield step

    def _items(self, step: Step, section: int) -> list[Item]:
        rate_hz = self.request.sample_rate_hz
        match step:
            case script_model.Say():
                return self._spoken(step.text, section, step.line, step.says)
            case script_model.Bell():
                return self._strikes(step)
            case script_model.Breathe():
                if not script_model.is_english(self.script.language):
                    step = replace(step, guide="tone")  # there are no words for it
                return [
                    breathing_block(
                        step, lambda text, line: self._utterance(text, section, line), rate_hz
                    )
                ]
            case script_model.Ask():
                spoken = self._spoken(step.text, section, step.line)
                return [*spoken, self._silence(step.reflect, "reflect")] if spoken else []
            case script_model.Echo():
                spoken = self._spoken(step.text, section, step.line)
                last = spoken[-1] if spoken else None
                return [*spoken, EchoPause(last.utterance)] if isinstance(last, Speech) else []
            case script_model.Tap():
                return [tapping_block(step, rate_hz)]
            case script_model.BedChange():
                return [BedFade(step.bed, self._frames(step.over_s))]
            case script_model.Choose():
                return []
            case _:
                return self._silent(step)

    def _silent(self, step: script_model.Silent) -> list[Item]:
        match step:
            case script_model.WrittenPause(gap=gap, span=span):
                length = span if span is not None else gap_span(str(gap), self.profile)
                return [self._silence(length, "pause", step.weight)]
            case script_model.ClockTime():
                at_frames = self._frames(step.at_s)
                return [Pause(0, 0, 0, kind="clock", at_frames=at_frames)]
            case script_model.Music():
                return [self._silence(step.span, "music")]
            case script_model.Journaling():
                return [self._silence(step.span, "journal")]
            case script_model.Note() | script_model.ChapterBreak():
                return []

    def _spoken(
        self, template: str, section: int, line: int, says: Sequence[Pronunciation] = ()
    ) -> list[Item]:
        """The sentences of a text with gaps between them; nothing if nothing is left of it."""
        try:
            text = tidy(fill_template(template, self.values))
        except ValueError as error:
            raise PlanError(str(error), path=self.script.source, line=line) from error
        lexicon = Lexicon(tuple(says)).over(self.lexicon) if says else self.lexicon
        items: list[Item] = []
        for sentence in split_sentences(text, self.script.language):
            if not any(character.isalnum() for character in sentence):
                continue
            if items:
                items.append(self._sentence_gap())
            self.said = sentence
            items.append(Speech(self._utterance(sentence, section, line, lexicon)))
        return items

    def _utterance(
        self, text: str, section: int, line: int, lexicon: Lexicon | None = None
    ) -> Utterance:
        spoken = self.spoken_form(text, lexicon or self.lexicon)
        voice, rate_wpm = self.request.voice, self.request.rate_wpm or CALM_RATE_WPM
        said = "" if spoken == text else spoken
        return Utterance(text, voice, rate_wpm, section, line, said, self.request.tune)

    def _strikes(self, step: Bell) -> list[Item]:
        strike = Strike(Cue("bell", asset=self._bell(step.bell)))
        apart = self._pause(Span.fixed(step.every_s), "pause")
        items: list[Item] = [strike]
        for _ in range(step.count - 1):
            items += [apart, strike]
        return items

    def _sentence_gap(self) -> Pause:
        if self.elastic:
            return self._elastic_gap(stretch.SENTENCE, stretch.asks_for(self.said))
        return self._pause(gap_span("sentence", self.profile), "gap")

    def _silence(self, span: Span, kind: PauseKind, weight: float = 1.0) -> Pause:
        """A silence the script asks for, as far as it may stretch in this session."""
        if not self.elastic:
            return self._pause(span, kind, weight)
        weight *= stretch.weight_after(self.said, span)
        return self._pause(stretch.stretched(span, self.factor), kind, weight)

    def _bell(self, written: str) -> BellSound:
        """The bell that is struck: the listener's, one of the script's own, or the library's."""
        own: BellSound = self.script.bells.get(written, written)
        return self.request.bell or own

    def _pause(self, span: Span, kind: PauseKind, weight: float = 1.0) -> Pause:
        return Pause(
            self._frames(span.min_s),
            self._frames(span.ideal_s),
            self._frames(span.max_s),
            weight,
            kind,
        )

    def _frames(self, seconds: float) -> int:
        return seconds_to_frames(seconds, self.request.sample_rate_hz)


def _by_lexicon(text: str, lexicon: Lexicon) -> str:
    return lexicon.spoken(text)
