"""Lines tried with the details that people write."""

from __future__ import annotations

import pytest

from quietude.script.details.trials import AWKWARD, faults, trial_values
from quietude.script.model import Slot


def slot(name: str, default: str = "", **more: object) -> Slot:
    return Slot(name, "What?", default, 60, 1, **more)  # type: ignore[arg-type]


SLOTS = {
    "name": slot("name", examples=("Zoë", "the little one", "Mr. Bear.")),
    "place": slot("place"),
    "here": slot("here", "a bench"),
    "time": slot("time", "morning", type="choice", choices=("morning", "evening")),
    "child": slot("child", "they", type="pronoun"),
}


@pytest.mark.parametrize(
    "line",
    [
        'Welcome{{ ", " + name if name }}. Sit down.',
        "{{ name or 'Someone small' }} can come. {{ name if name else 'They' }} may stay.",
        "Come in{{ ', ' + name if name }}. You thought of {{ here | yours }}, or of another.",
        "{{ 'You might think of ' + (place | yours) + '.' if place else 'Think of a place.' }}",
        "Good {{ time }}. {{ child.they }} {{ child.are }} here.",
        "It's 9 a.m., etc., as Dr. Lee says… and on.",
    ],
)
def test_lines_that_read_well_with_all_of_them(line: str) -> None:
    assert list(faults(line, SLOTS)) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("You might think of {{ place }}.", "a clause ends in nothing: You might think of."),
        ("Think of {{ place | yours }}., or not.", "doubled punctuation"),
        ("Think of {{ here }}, or not.", 'says "my" of what is the listener\'s: Think of my'),
        ("Think of the {{ here | yours }}, or not.", "two articles in a row"),
        ("You thought of {{ here | yours | capitalize }}.", "a capital in the middle"),
        ("So: {{ name }}, {{ here | yours }}", "doubled punctuation: So:,"),
    ],
)
def test_lines_that_do_not(line: str, words: str) -> None:
    assert any(words in fault for fault in faults(line, SLOTS)), list(faults(line, SLOTS))


def test_a_phrase_of_the_listener_may_say_my() -> None:
    assert list(faults("I love {{ here }}.", SLOTS, own_words=True)) == []


def test_every_kind_of_slot_is_tried_with_nothing_and_with_its_own_values() -> None:
    assert list(trial_values(SLOTS["time"])) == ["morning", "morning", "evening"]
    assert list(trial_values(SLOTS["child"]))[1:] == ["they", "she", "he"]
    assert list(trial_values(SLOTS["name"])) == ["", "Zoë", "the little one", "Mr. Bear"]
    assert len(list(trial_values(SLOTS["place"]))) == len(AWKWARD) + 1
    assert list(trial_values(slot("n", "3", type="number", min_value=1, max_value=5)))[1:] == ["5"]
    assert list(trial_values(slot("y", "", type="yes-no"))) == ["", "", "yes"]
    tiny = Slot("t", "What?", "", 3, 1)
    assert all(len(value) <= 3 for value in trial_values(tiny))
