"""A script laid out for checking, and the register of the checks that need more than words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from quietude.care.sentences import parsed
from quietude.script import model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.care.rules import CareRules
    from quietude.care.sentences import ParsedSentence
    from quietude.care.walkthrough import Moment, Walkthrough
    from quietude.script.model import Script

_NEARBY_STEPS = 4
CLOSING_ROLES = frozenset({"integrate", "return"})
"""The roles of the sections that lead back."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule is not kept: its line, and the values its message is filled in with.

    One that ``only_warns`` is a warning where the rule has errors.
    """

    line: int
    words: str = ""
    count: float = 0
    limit: float = 0
    only_warns: bool = False


class SpokenSentence(NamedTuple):
    """A sentence as words, and the moment it is spoken in."""

    moment: Moment
    sentence: ParsedSentence


@dataclass(frozen=True)
class Case:
    """A script laid out for checking.

    Attributes:
        script: The script, without choices.
        walk: Its steps at their times.
        rules: The rules to check it by.
        whole: The script with all its choices.
    """

    script: Script
    walk: Walkthrough
    rules: CareRules
    whole: Script

    @property
    def moments(self) -> Sequence[Moment]:
        """The steps of the script at their times."""
        return self.walk.moments

    @cached_property
    def spoken(self) -> Sequence[SpokenSentence]:
        """The sentences that are spoken, in order."""
        return [
            SpokenSentence(moment, sentence)
            for moment in self.moments
            for sentence in parsed(moment.sentences)
        ]

    @cached_property
    def sentences(self) -> Sequence[ParsedSentence]:
        """The sentences that are spoken, as words."""
        return [sentence for _, sentence in self.spoken]

    @cached_property
    def ends(self) -> Mapping[int, int]:
        """For each section, by its line, the index after its last sentence."""
        return {line.moment.section.line: end for end, line in enumerate(self.spoken, start=1)}

    @cached_property
    def step_ends(self) -> Sequence[int]:
        """For each sentence, the index after the last sentence of its step."""
        ends: list[int] = []
        for moment in self.moments:
            count = len(parsed(moment.sentences))
            ends += [len(ends) + count] * count
        return ends

    @cached_property
    def spots(self) -> Mapping[str, Sequence[int]]:
        """For each rule, the indices of the sentences in which its phrases stand, fine or not."""
        spots: dict[str, list[int]] = defaultdict(list)
        for index, sentence in enumerate(self.sentences):
            for rule_id in self.rules.meaning.rules_met(sentence):
                spots[rule_id].append(index)
        return spots

    def has(self, name: str, text: str) -> bool:
        """True if a word list matches a text."""
        return bool(self.rules.pattern(name).search(text))

    def is_near(self, index: int, name: str) -> bool:
        """True if a word list matches one of the steps around an index."""
        around = self.moments[max(0, index - _NEARBY_STEPS) : index + _NEARBY_STEPS]
        return any(self.has(name, moment.text) for moment in around)

    def is_emotional(self, moment: Moment) -> bool:
        """True if a moment asks something of the heart."""
        if moment.role in CLOSING_ROLES:
            return False
        return isinstance(moment.step, model.Ask) or self.has("emotional", moment.text)

    def last_emotional_end_s(self) -> float:
        """The end of the last emotional moment, in seconds; the first word's start without one."""
        ends = [moment.end_s for moment in self.moments if self.is_emotional(moment)]
        return ends[-1] if ends else self.moments[0].start_s


Check = Callable[[Case], Iterator[Hit]]

CHECKS: dict[str, Check] = {}
"""The checks by name, as ``check`` in care.yaml calls them."""


def care_check(check: Check) -> Check:
    """Registers a check under the name of its function, for a rule in care.yaml to name."""
    CHECKS[check.__name__] = check
    return check
