"""Checks of words: the phrases of the rules, commands and invitations, and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.care.case import Case, Hit, care_check
from quietude.care.rules import joined
from quietude.script.template import slots_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import Rule
    from quietude.care.walkthrough import Moment

_NAMES = frozenset({"name", "nickname"})

_Match = tuple[int, str]
"""A line, and the words that matched on it."""


def phrase_hits(rule: Rule, case: Case) -> Iterator[Hit]:
    """The places where a rule's phrases stand; for the notes, the absence of them all."""
    if rule.look_in == "notes":
        notes = f"{case.script.about} {case.script.content_note}"
        if not joined(tuple(rule.phrases)).search(notes):
            yield Hit(1)
        return
    matches = _matches(rule, case.moments)
    if rule.more_than is None:
        yield from (Hit(line, words=words, count=1) for line, words in matches)
    elif matches:
        words = ", ".join(dict.fromkeys(words.lower() for _, words in matches))
        yield Hit(matches[0][0], words=words, count=len(matches))


def _matches(rule: Rule, moments: Sequence[Moment]) -> list[_Match]:
    """The phrases that are spoken with nothing around them that makes them fine."""
    pattern, excuse = joined(tuple(rule.phrases)), joined(tuple(rule.unless))
    nearby = joined(tuple(rule.near))
    sentences = [(moment.line, sentence) for moment in moments for sentence in moment.sentences]
    matches = []
    for index, (line, sentence) in enumerate(sentences):
        own = [(line, match.group().strip()) for match in pattern.finditer(sentence)]
        around = sentences[max(0, index - rule.within) : index + rule.within + 1]
        if own and not (excuse.search(sentence) or any(nearby.search(text) for _, text in around)):
            matches += own
    return matches if _often_enough(rule, matches, sentences) else []


def _often_enough(rule: Rule, matches: Sequence[_Match], sentences: Sequence[_Match]) -> bool:
    if rule.more_than is None:
        return bool(matches)
    words = sum(len(text.split()) for _, text in sentences)
    share = 100 * len(matches) / max(words, 1)
    return len(matches) >= rule.more_than.at_least and share > rule.more_than.per_100_words


@care_check
def bare_commands(case: Case) -> Iterator[Hit]:
    """More is offered than ordered."""
    limits = case.rules.thresholds
    bare = instructions = row = longest = row_line = first_line = 0
    for moment in case.moments:
        for sentence in moment.sentences:
            inviting = case.has("invitation", sentence)
            ordering = case.has("imperative", sentence.lower().lstrip("\"'“‘("))
            instructions += inviting or ordering
            if ordering and not inviting:
                bare, row = bare + 1, row + 1
                first_line = first_line or moment.line
                if row > longest:
                    longest, row_line = row, moment.line
            elif inviting:
                row = 0
    if longest >= limits.bare_imperatives_in_a_row:
        yield Hit(row_line, words=f"{longest} commands stand in a row with no invitation")
    elif instructions >= limits.fewest_instructions:
        share = bare / instructions
        if share > limits.bare_imperative_share:
            yield Hit(first_line, words=f"{share:.0%} of the instructions are bare commands")


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
