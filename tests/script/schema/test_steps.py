"""Every kind of step, from its written form to its value."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from examples import with_steps
from quietude.durations import Span
from quietude.errors import ScriptError
from quietude.library import fragment_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script import model
from quietude.script.model import every_step
from quietude.script.parse import parse_script

if TYPE_CHECKING:
    pass


def test_every_kind_of_step() -> None:
    script = parse_script(
        with_steps(
            "- Plain speech.",
            "- bell",
            "- bell: {which: bowl, count: 3, every: 5}",
            "- pause: settle",
            "- pause: 5s",
            "- {pause: 4-9s, weight: 2, optional: 3}",
            "- breathe: {in: 4, out: 6, cycles: 5}",
            "- ask: What do you notice?",
            "  reflect: 12-40s",
            "- echo: I am here.",
            "- tap: {sets: 2, taps: 8}",
            "- journal: 2-5m",
            '- say: "More: if you like."',
            "  optional: 2",
        )
    )
    assert script.sections[0].steps == (
        model.Say("Plain speech.", 6),
        model.Bell("bell", 1, 4.0, 7),
        model.Bell("bowl", 3, 5.0, 8),
        model.WrittenPause("settle", None, 9),
        model.WrittenPause(None, Span.fixed(5), 10),
        model.WrittenPause(None, Span(4, 5.25, 9), 11, weight=2.0, optional=3),
        model.Breathe(4.0, 0.0, 6.0, 0.0, 5, "voice", 12),
        model.Ask("What do you notice?", Span(12, 19, 40), 13),
        model.Echo("I am here.", 15),
        model.Tap(2, 8, 54.0, 6.0, 16),
        model.Journaling(Span(120, 165, 300), 17),
        model.Say("More: if you like.", 18, 2),
    )


def test_steps_made_of_others() -> None:
    script = parse_script(
        with_steps(
            "- breathe: 4-7-8",
            "- breathe: {pattern: box, cycles: 2, guide: tone}",
            "- imagine: A garden.",
            "  time: 5s",
            "  optional: 3",
            "- ground: {see: 1, touch: 0, hear: 2, time: 5s}",
            "- journal: 2m",
            "  touch: Still here.",
            "- note: Never spoken.",
            "- repeat: 2",
            "  steps:",
            "    - Again.",
        )
    )
    five = Span.fixed(5)
    assert script.sections[0].steps == (
        model.Breathe(4, 7, 8, 0, 4, "voice", 6),
        model.Breathe(4, 4, 4, 4, 2, "tone", 7),
        model.Say("A garden.", 8, 3),
        model.WrittenPause(None, five, 8, optional=3),
        model.Say("If you like, find one thing you can see.", 11),
        model.WrittenPause(None, five, 11),
        model.Say("If you like, find two sounds you can hear.", 11),
        model.WrittenPause(None, five, 11),
        model.Journaling(Span.fixed(60), 12),
        model.Say("Still here.", 12),
        model.Journaling(Span.fixed(60), 12),
        model.Note("Never spoken.", 14),
        model.Say("Again.", 17),
        model.Say("Again.", 17),
    )


def test_a_chapter_parts_its_section() -> None:
    script = parse_script(with_steps("- chapter: Zero", "- One.", "- chapter: Two", "- Three."))
    assert [(section.title, section.line, len(section.steps)) for section in script.sections] == [
        ("Zero", 6, 1), ("Two", 8, 1),
    ]  # fmt: skip


def test_a_choice_goes_by_the_seed() -> None:
    script = parse_script(with_steps("- Hi.", "- choose: [One., Two., Three.]", "  optional: 2"))
    spoken = {
        seed: [phrase.text for phrase in compose(script, Request(seed=seed)).utterances()]
        for seed in range(30)
    }
    assert {words[1] for words in spoken.values()} == {"One.", "Two.", "Three."}
    assert all(len(words) == 2 for words in spoken.values())
    again = [phrase.text for phrase in compose(script, Request(seed=7)).utterances()]
    assert again == spoken[7]
    assert {step.optional for step in script.steps()} == {None, 2}


def spoken(text: str, seed: int) -> list[str]:
    return [phrase.text for phrase in compose(parse_script(text), Request(seed=seed)).utterances()]


def test_a_choice_may_have_several_steps_and_choices_of_its_own() -> None:
    text = with_steps(
        "- choose:",
        "    - - One.",
        "      - pause: 5s",
        "      - {say: More., optional: 6}",
        "    - choose: [Two., Three.]",
        "    - Four.",
        "  optional: 4",
    )
    heard = {tuple(spoken(text, seed)) for seed in range(30)}
    assert heard == {("One.", "More."), ("Two.",), ("Three.",), ("Four.",)}
    ranks = {
        (step.text, step.optional)
        for step in parse_script(text).steps()
        if isinstance(step, model.Say)
    }
    assert {("One.", 4), ("More.", 6), ("Two.", 4)} <= ranks


def test_seeds_that_follow_each_other_say_every_wording() -> None:
    text = with_steps("- choose: [One., Two., Three.]", "- choose: [A., B., C.]")
    heard = [tuple(spoken(text, seed)) for seed in range(60)]
    for first in range(0, 60, 3):
        assert {word for word, _ in heard[first : first + 3]} == {"One.", "Two.", "Three."}
    assert len(set(heard)) == 9  # the two do not go round together
    for before, after in pairwise(heard):
        assert not set(before) & set(after)


def test_the_choices_of_a_fragment_do_not_go_round_in_step() -> None:
    text = with_steps("- Hi.", "- include: return-light")
    heard = [tuple(spoken(text, seed)) for seed in range(80)]
    assert len(set(heard)) > 60


def test_the_same_choice_says_something_else_the_second_time() -> None:
    again = with_steps("- repeat: 3", "  steps: [{choose: [One., Two., Three.]}]")
    assert set(spoken(again, 5)) == {"One.", "Two.", "Three."}
    twice = with_steps("- include: stop-and-orient", "- include: stop-and-orient")
    first, second = (
        step for step in parse_script(twice).sections[0].steps if isinstance(step, model.Choose)
    )
    for seed in range(9):
        words = spoken(twice, seed)
        assert len(words) == len(set(words))
    assert first.options != ()
    assert first.key == second.key


@pytest.mark.parametrize("name", fragment_ids())
def test_shared_fragments_can_be_included(name: str) -> None:
    script = parse_script(with_steps("- Hi.", f"- include: {name}", "  optional: 4"))
    steps = script.sections[0].steps
    assert len(steps) > 1
    everything = list(every_step(steps[1:]))
    assert {step.line for step in everything} == {7}
    assert min(step.optional or 0 for step in everything) >= 4


@pytest.mark.parametrize(
    ("step", "line", "words"),
    [
        ("- ground", 7, '"ground" speaks English, and this script is in "de-AT"'),
        ("- ground: {see: 2}", 7, '"ground"'),
        ("- include: arrival", 7, '"include"'),
        ("- breathe: {pattern: calm, guide: count}", 7, '"guide: count"'),
        ("- {repeat: 2, steps: [Ruhe., {include: arrival}]}", 7, '"include"'),
        ("- choose: [Ruhe., {include: arrival}]", 7, '"include"'),
        ("- choose: [Ruhe., [Ja., ground]]", 7, '"ground"'),
    ],
)
def test_english_steps_are_refused_in_another_language(step: str, line: int, words: str) -> None:
    parse_script(with_steps(step, "- Hallo.").replace("id: x", "id: x\nlanguage: en-GB"))
    with pytest.raises(ScriptError, match=words) as caught:
        parse_script(with_steps(step, "- Hallo.").replace("id: x", "id: x\nlanguage: de-AT"))
    assert caught.value.line == line
    for fine in ("- breathe: calm", "- breathe: {pattern: calm, guide: tone}"):
        parse_script(with_steps(fine, "- Hallo.").replace("id: x", "id: x\nlanguage: de-AT"))
