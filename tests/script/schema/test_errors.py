"""One clear error for everything that can be wrong in a definition, with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from each import each
from examples import CATALOGUED, HEAD, with_steps
from quietude.errors import ScriptError
from quietude.script.parse import parse_script

if TYPE_CHECKING:
    pass


@each([
        ("", None, "empty"),
        ("- a list\n", 1, "mapping"),
        ("just words\n", 1, "mapping"),
        ("id: x\ntitle: X\nsections: []\n", 3, "empty"),
        ("id: x\ntitle: X\n", 1, '"sections" is missing'),
        ("id: X Y\ntitle: X\nsections: [{title: A, steps: [hi]}]\n", 1, "lower-case"),
        ("id: x\ntitel: X\nsections: [{title: A, steps: [hi]}]\n", 2, 'no key "titel"'),
        ("id: x\ntitle: 7\nsections: [{title: A, steps: [hi]}]\n", 2, "text is expected"),
        (HEAD.replace("id: x", "id: x\nintensity: huge") + "      - hi\n", 2, '"huge"'),
        (with_steps("- pause: soon"), 6, "not a length of time"),
        (with_steps("- pause: 9-4s"), 6, "backwards"),
        (with_steps("- pause: 30h"), 6, "0 seconds to 1 hour"),
        (with_steps("- hello", "- pause: -5"), 7, "0 seconds to 1 hour"),
        (with_steps("- hello", "- Remember: you can stop."), 7, 'no step "Remember"'),
        (with_steps("- hello", "- puase: 5s"), 7, 'no step "puase"'),
        (with_steps("- hello", "- {say: a, pause: 5s}"), 7, "two steps in one"),
        (with_steps("- hello", "-"), 7, "empty"),
        (with_steps("- hello", "- 42"), 7, "a step is text"),
        (with_steps("- hello", "- {say: hi, optionl: 2}"), 7, 'no key "optionl"'),
        (with_steps("- hello", "- breathe: {in: 4, uot: 6}"), 7, 'no key "uot"'),
        (with_steps("- hello", "- breathe: {in: four, out: 6}"), 7, "number"),
        (with_steps("- hello", "- Hello {{ nme }}."), 7, 'no slot "nme"'),
        (with_steps("- hello", "- Hello {{ name."), 7, "broken"),
        (with_steps("- bell"), None, "nothing is said"),
        (with_steps("- hi").replace("id: x", "id: x\npacing: slow"), 2, '"slow" is not a pacing'),
        (with_steps("- hi").replace("id: x", "id: x\npacing: [gentle]"), 2, "is not a pacing"),
        (with_steps("- hi").replace("id: x", "id: x\npacing: {a: 1}"), 2, "is not a pacing"),
        (with_steps("- hello", "- breathe: 4-7-9"), 7, 'no breath "4-7-9"'),
        (with_steps("- hello", "- breathe: {pattern: box, in: 3}"), 7, "cannot be given together"),
        (with_steps("- hello", "- bell: {which: Big Bell}"), 7, "a bell is named by its id"),
        (with_steps("- hello", "- bell: 3"), 7, '"bell": a mapping'),
        (with_steps("- hello", "- bed: {too: rain}"), 7, 'no key "too"'),
        (with_steps("- hello", '- {say: hi, says: {"[x]": foo}}'), 7, r':7: "\[x\]": this cannot be a word'),
        (with_steps("- hi").replace("id: x", "id: x\naccept: {T09: ok}"), 2, '"T09": at least 8 characters'),
        (with_steps("- choose: [hi, {ground: {see: 0, touch: 0, hear: 0}}]"), 6, "at least one thing"),
        (with_steps("- choose:", "    - hi", "    - {chapter: B}"), 8, "cannot be one of several"),
        (with_steps("- hello", "- chapter: B"), 7, 'nothing in the chapter "B"'),
        (with_steps("- hello", "- chapter: B", "- chapter: C", "- hi"), 7, 'the chapter "B"'),
        (with_steps("- hello", "- include: nothing"), 7, 'no "nothing"'),
        (with_steps("- repeat: 2", "  steps:", "    - puase: 3s"), 8, 'no step "puase"'),
        (with_steps("- repeat: 2", "  steps:", "    - breathe: {in: 4, uot: 6}"), 8, 'no key "uot"'),
        (with_steps("- hello", "- choose: [one]"), 7, "at least 2"),
        (with_steps("- hello", "- choose:", "    - one", "    - - two", "      - puase: 3s"), 10, 'no step "puase"'),
        (with_steps("- hello", "- choose:", "    - one", "    - []"), 9, "empty"),
        (CATALOGUED.replace("[1, 3]", "[1, 99]"), 3, "no row 99"),
        (CATALOGUED.replace("[S0, S2]", "[S0, S9]"), 4, 'no article "S9"'),
        (CATALOGUED.replace("sad, morning", "sad, monring"), 5, 'Did you mean "morning"'),
        (CATALOGUED.replace("sad, morning", "sad, sad"), 5, "listed twice"),
        (CATALOGUED.replace("[5, 10, 20]", "[5, 20, 10]"), 6, "the shortest comes first"),
        (CATALOGUED.replace("[5, 10, 20]", "[5, 100]"), 6, "less than or equal to 60"),
        (CATALOGUED.replace("[5, 10, 20]", "[5m]"), 6, "whole number"),
        (with_steps("- repeat: 20", "  steps: [{repeat: 20, steps: [{repeat: 20, steps: [Hi.]}]}]"), 6, "this repeat makes"),
        ("id: x\ntitle: X\nslots: {Name: {ask: a}}\nsections: [{title: A, steps: [hi]}]\n", 3, "slot"),
        ("id: x\ntitle: X\nslots:\n  n: {ask: a, default: '<b>'}\nsections:\n  - title: A\n    steps: [hi]\n", 4, "contains"),
    ])  # fmt: skip
def test_one_clear_error_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as caught:
        parse_script(text, source="x.yaml")
    error = caught.value
    assert (error.path, error.line) == ("x.yaml", line)
    assert "x.yaml" in str(error)


def test_a_mistyped_key_is_guessed() -> None:
    with pytest.raises(ScriptError) as caught:
        parse_script(with_steps("- hello", "- breathe: {in: 4, out: 6, cycle: 3}"))
    assert 'Did you mean "cycles"?' in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (with_steps("- Hello: there."), 'no step "Hello"', "in quotes"),
        (with_steps("- bel: 3"), 'no step "bel"', 'Did you mean "bell"?'),
        (with_steps("- Hi.").replace("id: x", "id: x\nintensity: low"),
         '"low" is not an intensity', "Choose light, medium or high."),
        (with_steps("- Hi.").replace("id: x", "id: x\npacing: slow"),
         '"slow" is not a pacing', "Choose gentle, standard or spacious."),
        (with_steps("- Hi.", "- bed: Rain.mp3"), ":7: a bed is named by its id", "--bed FILE"),
        (with_steps("- Hi.", "- bell: Big Bell"), ":7: a bell is named by its id, like bell", "None"),
        (with_steps("- Hi.").replace("id: x", "id: x\nbed: my track.mp3"), "bed", "--bed FILE"),
    ],
)  # fmt: skip
def test_common_slips_get_a_hint(text: str, message: str, hint: str) -> None:
    with pytest.raises(ScriptError, match=message) as caught:
        parse_script(text)
    assert hint in str(caught.value.hint)
