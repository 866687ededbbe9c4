"""Lines left out because all that is known of them says so, and lines that are unsure.

The rules of :mod:`quietude.script.importing.blocks` know kinds of furniture by their words. Here
every line has a score besides: by its words, its looks and its place, each with a weight fitted to
labelled scripts, and by its neighbours. A line that is hardly ever speech is left out; one in
between is spoken and listed as unsure; one that a rule took, and that is surely speech, comes back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.language import language_of
from quietude.script.importing.weighing.features import features_of
from quietude.script.importing.weighing.model import chances, score_of
from quietude.script.importing.weighing.units import units_of, written
from quietude.script.importing.weighing.weights import BONDS, NO_RULE, RULE, WEIGHTS
from quietude.script.importing.words.heads import LETTER_BEGINS
from quietude.script.importing.words.telling import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine
    from quietude.script.importing.weighing.units import Unit

LEFT_OUT, UNSURE, UNSURE_FELT, BACK = 0.08, 0.85, 0.05, 0.8
"""The chance to be speech below which a line is left out, below which it is unsure (and one that
speaks to a listener of what is felt), and above which one comes back that a rule has left out."""
LEFT_OUT_PROSE = 0.02
"""The same for several whole sentences that name nothing of a page, or stand in the middle."""
_MOST_LEFT = 0.5
"""The most of a script's words that are left out so; more of them are unsure instead."""
_OF_THE_PAGE = frozenset({"has paper", "has web", "has others", "has writer", "has studio",
                          "has place", "has lesson"})  # fmt: skip
_IN_WORDS = {
    "has web": "words of web pages",
    "has paper": "words of documents",
    "has others": "it speaks of other people",
    "has writer": "words of a writer",
    "has studio": "words of recording",
    "has place": "words of institutions",
    "has lesson": "words of lessons",
    "has kin": "it names a kind of text",
    "has signs": "signs",
    "has numbers": "numbers",
    "has a key": "a label",
    "has a long key": "a label",
    "is a label": "a label",
}
_NEVER_SAID = frozenset({"has paper", "has web", "has writer", "has studio", "has signs"})
_FURNISHED = _OF_THE_PAGE | {
    "has kin", "has a key", "has a long key", "is a label", "has numbers", "has signs",
    "has a code", "has a year", "has a clock time", "has an acronym", "many names", "title case",
    "capitals", "before all silences", "first block", "unit 1", "unit 2",
}  # fmt: skip
"""Looks of furniture: a line with none of them, in the midst of a script, is never left out."""
_NUMBER = re.compile(r"(?<![\w/:.-])\d{1,3}(?=\s?(?:[.,…–—-]{1,3}(?:\s|$|[^\W\d])|$))")
_COUNTED = 2
_GREETS = frozenset({"length 1", "length 3"})
_LONGEST_TITLE = 6
_REASONS = 3
_ONLY_WORDS = frozenset({
    "about the script, for whoever reads it", "for whoever reads or leads", "information",
    "author or subtitle", "direction between quoted speech", "notes", "purpose", "questions",
    "what is done or heard beside the words", "words around a script", "stands before the script",
    "copyright or disclaimer", "legal", "summary", "contents", "materials", "call to share",
})  # fmt: skip
"""The reasons of rules that judge by words, which may be wrong; those of form stay as they are."""


def language_for(lines: Sequence[ScriptLine]) -> str:
    """Returns the language whose words are looked for; "" if none of them is known."""
    code = language_of(" ".join(line.text for line in lines)) or "en"
    return code if code in WORDS else ""


def bond_of(unit: Unit, between: Sequence[Unit]) -> str:
    """Returns the name of what lies between a unit of words and the one before."""
    if any(other.kind == "heading" for other in between):
        return "heading"
    gap = unit.gap or next((other.gap for other in between if other.gap), "")
    if any(other.kind == "silence" for other in between):
        return f"silence {gap}".strip()
    return gap or ("mark" if between else "next")


def weighed(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those left out that are no speech, as far as can be told.

    Args:
        lines: The lines of a script, as the rules have marked them.
    """
    language = language_for(lines)
    if not language:
        return list(lines)
    units = units_of(lines, language)
    features = features_of(units)
    words = [at for at, unit in enumerate(units) if unit.kind == "words"]
    scores = [
        score_of(features[at], WEIGHTS) + (RULE if units[at].left_out else NO_RULE) for at in words
    ]
    bonds = [
        BONDS[bond_of(units[after], units[before + 1 : after])] for before, after in pairwise(words)
    ]
    chance = dict(zip(words, chances(scores, bonds), strict=True))
    sparing = _spares(units, chance)
    changed = list(lines)
    for at, chanced in chance.items():
        unit = units[at]
        reason = _reason(features[at])
        for place in unit.at:
            line = changed[place]
            if unit.left_out:
                if chanced > BACK and unit.left_out in _ONLY_WORDS and written(line):
                    doubt = f'it was taken for "{unit.left_out}", and reads like speech'
                    changed[place] = replace(
                        line, kind="text", text=written(line), key="", why="", doubt=doubt
                    )
            elif _counts(line.text) or LETTER_BEGINS.fullmatch(line.text):
                continue
            elif chanced < _least(features[at]) and not sparing:
                changed[place] = _without(line, unit, reason, heads=_heads(chance, at))
            elif chanced < (UNSURE_FELT if _felt(features[at]) else UNSURE):
                changed[place] = replace(
                    line, doubt=f"it may be a note rather than speech: {reason}"
                )
    return changed


def _least(features: frozenset[str]) -> float:
    """Returns the chance below which a unit is left out: speech lost is worse than unsure."""
    if not features & _FURNISHED:
        return 0.0  # "Still here" and "The left shoulder" may be speech wherever they stand
    if (
        features >= {"ends with a comma or colon", "words after"}
        and features & _GREETS
        and not (features & {"is a label", "after all silences", "last block"})
    ):
        return 0.0  # "Dear one," before the first sentence
    prose = features >= {"ends as a sentence", "several sentences"} and "has a key" not in features
    plain = "in the middle" in features or not features & _NEVER_SAID
    return LEFT_OUT_PROSE if prose and plain else LEFT_OUT


def _counts(text: str) -> bool:
    """Returns True for words between counted numbers: "10… every muscle… 9… letting go… 8…"."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    return sum(abs(two - one) == 1 for one, two in pairwise(numbers)) >= _COUNTED


def _spares(units: Sequence[Unit], chance: dict[int, float]) -> bool:
    """Returns True if so much of a script would go that it is likely of an unknown kind."""
    asked = [(len(units[at].words), chanced) for at, chanced in chance.items()
             if not units[at].left_out]  # fmt: skip
    gone = sum(count for count, chanced in asked if chanced < LEFT_OUT)
    return gone > _MOST_LEFT * sum(count for count, _ in asked)


def _heads(chance: dict[int, float], at: int) -> bool:
    """Returns True if a unit has anything above it, and the one below it is spoken."""
    following = next((chanced for place, chanced in chance.items() if place > at), 0.0)
    return at > 0 and following > UNSURE


def _felt(features: frozenset[str]) -> bool:
    """Returns True if words speak to a listener of what is felt, or invite, and of nothing else."""
    addressed = features & {"has listener", "begins with an invitation"}
    if len(addressed) == 2 and "ends as a sentence" in features:  # noqa: PLR2004
        # "Come back to the room when you like": a room, and a word that pages use as well.
        return not features & (_OF_THE_PAGE - {"has place", "has web"})
    return bool(addressed) and "has felt" in features and not features & _OF_THE_PAGE


def _without(line: ScriptLine, unit: Unit, reason: str, *, heads: bool) -> ScriptLine:
    """Returns a line left out; above speech, a few words without a stop are a heading."""
    few = len(unit.words) <= _LONGEST_TITLE and len(unit.at) == 1
    if heads and few and line.text[:1].isupper() and line.text[-1:].isalnum():
        return replace(line, kind="heading", level=7)
    return left(line, f"no speech: {reason}")


def _reason(features: frozenset[str]) -> str:
    """Returns what speaks most against a line being speech, in words for people."""
    against = sorted(features, key=lambda name: (WEIGHTS.get(name, 0.0), name))
    told = [_IN_WORDS[name] for name in against if name in _IN_WORDS and WEIGHTS.get(name, 0.0) < 0]
    return ", ".join(dict.fromkeys(told[:_REASONS])) or "by its place and form"
