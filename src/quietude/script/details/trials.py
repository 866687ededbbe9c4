"""Details that people really write, tried in a line: what reads badly then.

A template that reads well with its default may not with "my grandma's kitchen", "O'Neill" or
nothing. Every line that names a slot is filled with values like these, one slot at a time, and the
text is looked at as the voice would say it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.errors import SlotError
from quietude.script.details.slots import clean_value
from quietude.script.sentences import split_sentences, tidy
from quietude.script.templates.template import fill_template, slots_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quietude.script.model import Slot

AWKWARD = (
    "my grandma's kitchen",
    "the beach at Whitby",
    "a red bicycle.",
    "our house, by the sea",
    "O'Neill's",
    "Zoë and me",
    "7 rooms",
    "quiet!",
    "somewhere quiet, with a window that looks out on the old pear tree and the water",
)
"""Values for a text slot that names no examples; one that is too long for it is cut."""

_DOUBLED = re.compile(r"(?<![.…])[.,;:!?…]\s*[,;:]|[,;:]\s*[.!?]|(?<![.])\.\s*\.(?!\.)|[!?]\.")
_ABBREVIATED = re.compile(r"\b(?:etc|e\.g|i\.e|[ap]\.m|Mrs?|Dr|St|[A-Z])\.(?=[,;:?!])")
_SMALL_START = re.compile(r"""["'“‘]?[^\W\d_A-Z]""")
_TWO_ARTICLES = re.compile(
    r"\b(?:an?|the|your|their|his)\s+(?:an?|the|your|my|our)\b", re.IGNORECASE
)
_LOOSE_END = re.compile(
    r"\b(an?|the|and|or|of|to|in|at|for|with|from|as|your|was|is|are|called)\s*[.,;:!?]",
    re.IGNORECASE,
)
_WITHOUT_FALLBACK = r"\b{word}\s+\{{\{{(?:(?!\bor\b|\belse\b)[^}}])*\}}\}}"
_FIRST_PERSON = re.compile(r"\b(?:my|our)\b", re.IGNORECASE)
_QUOTE = 120
"""The most characters of a sentence that a message quotes."""


def trial_values(slot: Slot) -> Iterator[str]:
    """Yields values a listener may give for a slot, as they are spoken, and nothing at all."""
    yield slot.default
    match slot.type:
        case "text" | "age":
            for written in slot.examples or AWKWARD:
                try:
                    yield clean_value(slot, written[: slot.max_chars].strip())
                except SlotError:
                    continue
        case "choice":
            yield from slot.choices
        case "pronoun":
            yield from ("they", "she", "he")
        case "yes-no":
            yield from ("", "yes")
        case "number":
            yield f"{max(slot.min_value, min(7.0, slot.max_value)):g}"


def faults(template: str, slots: Mapping[str, Slot], *, own_words: bool = False) -> Iterator[str]:
    """Yields what reads badly in a line with such values, each kind of fault once.

    Args:
        template: The text of one step.
        slots: The slots of its script.
        own_words: True for a phrase the listener says, where "my" is right.
    """
    defaults = {name: slot.default for name, slot in slots.items()}
    seen: set[str] = set()
    for name in sorted(slots_used(template) & slots.keys()):
        for value in trial_values(slots[name]):
            text = tidy(fill_template(template, defaults | {name: value}))
            for sentence in split_sentences(text):
                for fault in _faults_of(sentence, value, template, own_words=own_words):
                    if fault not in seen:
                        seen.add(fault)
                        yield f"{fault}: {sentence[:_QUOTE]}"


def _faults_of(sentence: str, value: str, template: str, *, own_words: bool) -> Iterator[str]:
    if _DOUBLED.search(_ABBREVIATED.sub("", sentence)):
        yield "doubled punctuation"
    start = _SMALL_START.match(sentence)
    if start and start.group()[-1].islower() and not template.strip().startswith(start.group()):
        yield "a sentence begins with a small letter"
    if _TWO_ARTICLES.search(sentence):
        yield "two articles in a row"
    # "Come in{{ ', ' + name if name }}." ends in what is written, "think of {{ place }}." does not.
    ends = () if value else _LOOSE_END.findall(sentence)
    if any(
        re.search(_WITHOUT_FALLBACK.format(word=word), template, re.IGNORECASE) for word in ends
    ):
        yield "a clause ends in nothing"
    if not own_words and value.startswith(("my ", "our ")) and _FIRST_PERSON.search(sentence):
        yield 'the narrator says "my" of what is the listener\'s'
    capital = value[:1].upper() + value[1:]
    if value != capital and re.search(rf"[\w,;] {re.escape(capital)}", sentence):
        yield "a capital in the middle of a sentence"
