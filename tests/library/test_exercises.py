"""Every exercise of the library, as a listener would meet it."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from spellchecker import SpellChecker

from each import each
from library_figures import figures, reading_grade, session, spoken, words_of
from quietude.care.rules import shipped_rules
from quietude.care.variants import variants
from quietude.library import exercise_ids
from quietude.plan.breathing import BREATH_WORDS
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.browse.library_index import kinds_in
from quietude.script.model import Echo, Say, Script
from quietude.script.schema.catalogue import catalogue, needs
from quietude.script.sentences import split_sentences
from quietude.script.templates.template import fill_template
from quietude.sound.assets import beds
from shelf import FEW_SEEDS, MORE_SEEDS, read_script

WHOLE_SESSION_WPM = (20, 80)
SILENCE = {5: (0.30, 0.40), 10: (0.40, 0.50), 20: (0.50, 0.60)}
"""The share of silence asked for, by minutes: what is natural for the length."""

A_STEP = 0.04
"""Steps are kept whole or not at all, and a question with its silence is so much of five minutes."""

MORE_SILENCE = {
    # The silence after a sentence to say cannot be shorter than the sentence.
    ("four-sentences", 5): 0.43,
    # Its breathing is one long step, with which the settling would be too long in some wordings.
    ("who-is-here", 5): 0.36,
    # Towards sleep, words grow few.
    ("good-night", 10): 0.60,
    ("rocking-for-the-night", 5): 0.52,
    # Music, and steps, go on without words.
    ("one-song", 5): 0.52,
    ("a-walk", 5): 0.54,
}

HARDEST_GRADE = 6.0
BRITISH = {"colour", "draught", "favour", "kerb", "neighbour", "pyjamas"}
"""Words the dictionary, which is American, does not have."""

SAMPLES = {
    "pronoun": ("", "she"),
    "text": ("", "the Long Meadow"),
    "number": ("7",),
    "yes-no": ("", "yes"),
    "age": ("", "about seven years old"),
}
CALLED = {
    "name": ("", "Ada"),
    "nickname": ("", "Bean"),
    "carer": ("", "Ida"),
    "age": ("", "seven"),
    "child_age": ("", "about seven years old"),
    "adult_age": ("", "forty-one"),
}

ALL = each(exercise_ids())
HIGH = each(exercise for exercise in exercise_ids() if read_script(exercise).intensity == "high")
LENGTHS = [
    (exercise, minutes)
    for exercise in exercise_ids()
    for minutes in read_script(exercise).lengths_min
]
SOME_SEEDS = pytest.mark.parametrize(
    "seeds", [FEW_SEEDS, pytest.param(MORE_SEEDS, marks=pytest.mark.slow)], ids=["few", "more"]
)
OFFERED = each(LENGTHS)
HIGH_OFFERED = each(length for length in LENGTHS if read_script(length[0]).intensity == "high")


@ALL
def test_an_exercise_describes_itself(exercise: str) -> None:
    script = read_script(exercise)
    assert script.id == exercise
    assert len(script.about) > 60
    assert "not a substitute for therapy" in " ".join(script.content_note.split())
    assert script.lengths_min
    assert set(range(3, 31)) & set(script.lengths_min)
    assert script.for_when
    assert script.covers
    assert str(script.bed) in beds()
    articles = {name for row in script.covers for name in catalogue().row_articles[row]}
    assert set(script.articles) <= articles


@ALL
def test_an_exercise_has_a_beginning_a_middle_and_a_way_back(exercise: str) -> None:
    roles = [section.role for section in read_script(exercise).sections]
    assert roles[0] == "arrive"
    assert roles[-1] == "return"
    assert {"settle", "resource"} & set(roles)
    assert "practice" in roles
    assert "integrate" in roles
    first = {role: roles.index(role) for role in roles}
    assert min(first.get("settle", 99), first.get("resource", 99)) < first["practice"]


@HIGH
def test_an_intense_one_is_led_in_and_out(exercise: str) -> None:
    script = read_script(exercise)
    roles = [section.role for section in script.sections]
    assert roles.index("resource") < roles.index("practice")
    steps = [(section.role, step) for section in script.sections for step in section.steps]
    keys = [(role, getattr(step, "key", "").partition(".")[0]) for role, step in steps]
    included = {key for _, key in keys}
    assert {"way-out", "resource-ground", "adult-now"} <= included
    assert "grounding-close" in {key for role, key in keys if role == "return"}
    assert included & {"stop-and-orient"} or "stop" in " ".join(spoken(exercise))
    # It says what it is about, before it says that one may leave.
    arriving = [step for step in script.sections[0].steps if isinstance(step, Say)]
    assert arriving
    # Steps that lead in and out are not left out when time is short.
    for role, step in steps:
        key = getattr(step, "key", "").partition(".")[0]
        if key in {"way-out", "grounding-close"}:
            assert step.optional is None, (role, key)


@HIGH_OFFERED
def test_an_intense_one_says_early_that_one_may_stop(exercise: str, minutes: int) -> None:
    timeline = session(exercise, minutes)
    stop = shipped_rules().pattern("stop")
    early = [
        placement.utterance.text
        for placement in timeline.placements
        if placement.start_frame <= 90 * timeline.sample_rate_hz  # as T03 has it
        and stop.search(placement.utterance.text)
    ]
    assert early


@OFFERED
def test_every_length_it_is_offered_at_is_natural(exercise: str, minutes: int) -> None:
    script = read_script(exercise)
    cap_s = shipped_rules().thresholds.silence_s.of(script.intensity)
    at_length = figures(exercise, minutes)
    assert at_length.longest_s <= cap_s
    assert at_length.words_per_minute <= WHOLE_SESSION_WPM[1]
    if at_length.writing < 0.1:
        assert at_length.words_per_minute >= WHOLE_SESSION_WPM[0]
    assert at_length.silence <= 0.72


@SOME_SEEDS
@each(length for length in LENGTHS if length[1] in SILENCE)
def test_silences_have_the_share_of_the_length(
    exercise: str, minutes: int, seeds: tuple[int | None, ...]
) -> None:
    low, high = SILENCE[minutes]
    high = MORE_SILENCE.get((exercise, minutes), high)
    for seed in seeds:
        at_length = figures(exercise, minutes, seed)
        # Breath and writing are quiet too: what is left for the words is denser.
        quiet = at_length.guided / 2 + at_length.writing / 2
        assert low - quiet - A_STEP <= at_length.silence <= high + A_STEP, seed


@SOME_SEEDS
@ALL
def test_every_seed_makes_a_session(exercise: str, seeds: tuple[int | None, ...]) -> None:
    minutes = read_script(exercise).lengths_min
    for seed in seeds:
        for length in (minutes[0], minutes[-1]):
            assert session(exercise, length, seed).total_frames == length * 60 * 44_100


@ALL
def test_nothing_is_said_twice(exercise: str) -> None:
    script = read_script(exercise)
    timeline = session(exercise, script.lengths_min[-1], 3)
    said = [placement.utterance.text for placement in timeline.placements]
    defaults = {slot.name: slot.default for slot in script.slots.values()}
    echoes = {
        sentence
        for variant in variants(script)
        for section in variant.sections
        for step in section.steps
        if isinstance(step, Echo)
        for sentence in split_sentences(fill_template(step.text, defaults))
    }
    meant = {*BREATH_WORDS, *echoes, "You were never too much."}
    again = {line for line in said if said.count(line) > 1 and line not in meant}
    assert again == set()


def fillings(script: Script) -> list[dict[str, str]]:
    """Every combination of empty and filled slots."""
    slots = script.slots.values()
    values = [CALLED.get(slot.name, slot.choices or SAMPLES[slot.type]) for slot in slots]
    combinations = [dict(zip(script.slots, chosen, strict=True)) for chosen in product(*values)]
    return combinations[:64]


@ALL
def test_an_exercise_reads_well_with_every_detail_and_with_none(exercise: str) -> None:
    script = read_script(exercise)
    for values in fillings(script):
        plan = compose(script, Request(slot_values=values, seed=len(values)))
        for text in {utterance.text for utterance in plan.utterances()}:
            assert not re.search(r"\s[,.;:!?]|[,;:][,.;:!?]|\.\.|\s\s|[‹›{}]", text), text
            assert re.match(r"[\"'“‘(]?[^a-z\W]", text), text
            assert re.search(r"[.!?…][\"'”’)]?$", text), text
            assert not re.search(r"\b(\w+) \1\b", text.replace("had had", "")), text


@ALL
def test_a_hurt_is_not_said_back(exercise: str) -> None:
    script = read_script(exercise)
    assert not {"wound", "belief"} & set(script.slots)
    assert ("carer" in script.slots) <= (exercise == "two-chairs")


@ALL
def test_an_exercise_is_spelt_right(exercise: str) -> None:
    script = read_script(exercise)
    texts = [script.title, script.about, script.content_note, *spoken(exercise)]
    texts += [section.title for section in script.sections] + [
        slot.ask for slot in script.slots.values()
    ]
    words = {word.removesuffix("'s") for text in texts for word in words_of(text)}
    assert spelling().unknown(words) - BRITISH == set()


@cache
def spelling() -> SpellChecker:
    return SpellChecker(language="en")


@ALL
def test_an_exercise_is_easy_to_follow(exercise: str) -> None:
    lines = spoken(exercise)
    assert reading_grade(lines) <= HARDEST_GRADE
    longest = max(
        (sentence for line in lines for sentence in re.split(r"(?<=[.!?…])\s", line)), key=len
    )
    assert len(longest.split()) <= 32, longest


def test_every_need_is_met_and_every_row_carried() -> None:
    scripts = [read_script(exercise) for exercise in exercise_ids()]
    assert {row for script in scripts for row in script.covers} == set(catalogue().rows)
    assert {need for script in scripts for need in script.for_when} == set(needs())
    assert len(scripts) >= 30


def test_there_is_something_of_every_kind() -> None:
    kinds = frozenset[str]().union(*map(kinds_in, exercise_ids()))
    assert {"say", "pause", "ask", "echo", "imagine", "breathe", "tap", "journal", "bell"} <= kinds
