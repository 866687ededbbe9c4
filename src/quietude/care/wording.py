"""Checks of words: the phrases of the rules, commands and invitations, and names."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from quietude.care.case import Case, Hit, care_check
from quietude.care.rules import joined
from quietude.care.sentences import parsed
from quietude.script.templates.template import slots_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import MoreThan, Rule
    from quietude.care.sentences import ParsedSentence
    from quietude.care.walkthrough import Moment

_NAMES = frozenset({"name", "nickname"})


def phrase_hits(rule_id: str, rule: Rule, case: Case) -> Iterator[Hit]:
    """The places where a rule's phrases stand; for the notes, the absence of them all."""
    if rule.look_in == "notes":
        notes = parsed((case.script.about, case.script.content_note))
        if not case.rules.meaning.in_notes(rule_id, notes):
            yield Hit(1)
        return
    if rule.intensity and case.script.intensity not in rule.intensity:
        return
    hits = [
        Hit(moment.line, words=words, count=1, only_warns=only_warns)
        for moment, words, only_warns in _spoken(rule_id, rule, case)
        if not rule.roles or moment.role in rule.roles
    ]
    if rule.more_than is None:
        for line, group in groupby(hits, key=lambda hit: hit.line):
            found = list(group)
            words = list(dict.fromkeys(hit.words for hit in found))
            only_warns = all(hit.only_warns for hit in found)
            yield Hit(line, words='", "'.join(words), count=len(words), only_warns=only_warns)
    elif _too_often(rule.more_than, hits, case.sentences):
        words = list(dict.fromkeys(hit.words.lower() for hit in hits))
        yield Hit(hits[0].line, words=", ".join(words), count=len(hits))


def _spoken(rule_id: str, rule: Rule, case: Case) -> Iterator[tuple[Moment, str, bool]]:
    """Places where the phrases of a rule are spoken and nothing makes them fine.

    The words come with True if they are no more than a warning.
    """
    for index in case.spots.get(rule_id, ()):
        sentence = case.sentences[index]
        moment = case.spoken[index].moment
        for match in case.rules.meaning.found(
            rule_id,
            rule,
            case.sentences,
            index,
            section_end=case.ends[moment.section.line],
            step_end=case.step_ends[index],
        ):
            only_warns = case.rules.meaning.only_warns(rule_id, sentence, match)
            yield moment, sentence.excerpt(*match.shown), only_warns
    if rule.expressions:
        expression = joined(tuple(rule.expressions))
        for moment, sentence in case.spoken:
            for sign in expression.finditer(sentence.text):
                yield moment, sign.group().strip(), False


def _too_often(limit: MoreThan, hits: Sequence[Hit], spoken: Sequence[ParsedSentence]) -> bool:
    words = sum(len(sentence.text.split()) for sentence in spoken)
    share = 100 * len(hits) / max(words, 1)
    return len(hits) >= limit.at_least and share > limit.per_100_words


@care_check
def bare_commands(case: Case) -> Iterator[Hit]:
    """More is offered than ordered."""
    limits = case.rules.thresholds
    tally = _Tally()
    for moment in case.moments:
        for sentence in moment.sentences:
            tally.add(case, moment.line, sentence)
    longest = max(tally.rows, key=len, default=[])
    bare = sum(map(len, tally.rows))
    instructions = bare + tally.inviting
    if len(longest) >= limits.bare_imperatives_in_a_row:
        words = f"{len(longest)} commands stand in a row with no invitation"
        yield Hit(longest[-1], words=words)
    elif instructions >= limits.fewest_instructions:
        share = bare / instructions
        if share > limits.bare_imperative_share:
            line = next(row[0] for row in tally.rows if row)
            yield Hit(line, words=f"{share:.0%} of the instructions are bare commands")


class _Tally:
    """Commands with no invitation, as the lines they stand on, in rows that nothing interrupts."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = [[]]
        self.inviting = 0
        self._is_free = False

    def add(self, case: Case, line: int, sentence: str) -> None:
        """Count a sentence. A choice among all of a row, before or after, makes it an offer."""
        ordering = case.has("imperative", sentence.lower().lstrip("\"'“‘("))
        if case.has("free_choice", sentence):
            self.rows[-1] = []
            self._is_free = True
            self.inviting += 1
        elif case.has("invitation", sentence):
            self.rows.append([])
            self.inviting += 1
        elif ordering and not case.has("counted_breath", sentence):
            if not self._is_free:
                self.rows[-1].append(line)
        else:
            self._is_free = self._is_free and ordering


@care_check
def empty_slots(case: Case) -> Iterator[Hit]:
    """A line reads well without a personal detail."""
    empty = {slot.name for slot in case.script.slots.values() if not slot.default}
    for moment in case.moments:
        text = getattr(moment.step, "text", "")
        for name in sorted(slots_used(text) & empty) if text else ():
            if re.search(rf"\{{\{{\s*{name}\s*(\|\s*\w+\s*)?\}}\}}", text) and "{%" not in text:
                yield Hit(moment.line, words=name)


@care_check
def name_uses(case: Case) -> Iterator[Hit]:
    """A name is spoken rarely."""
    uses = [
        moment.line for moment in case.moments
        if (text := getattr(moment.step, "text", "")) and slots_used(text) & _NAMES
    ]  # fmt: skip
    limit = round(case.rules.thresholds.name_per_5_min * max(1.0, case.walk.total_s / 300.0))
    if len(uses) > limit:
        yield Hit(uses[limit], count=len(uses), limit=limit)


@care_check
def stopping_allowed(case: Case) -> Iterator[Hit]:
    """The listener hears that stopping is fine."""
    if not any(case.has("stop", moment.text) for moment in case.moments):
        yield Hit(case.moments[0].line)
