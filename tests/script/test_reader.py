from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.durations import Span
from quietude.errors import ScriptError
from quietude.library import exercise_ids, fragment_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script import model
from quietude.script.files import MAX_BYTES
from quietude.script.model import every_step
from quietude.script.reader import parse_script, read_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "id: x\ntitle: X\nsections:\n  - title: One\n    steps:\n"


CATALOGUED = (
    "id: x\ntitle: X\ncovers: [1, 3]\nsource: [S0, S2]\nfor_when: [sad, morning]\n"
    "lengths: [5, 10, 20]\nsections: [{title: A, steps: [hi]}]\n"
)


def with_steps(*lines: str) -> str:
    return HEAD + "".join(f"      {line}\n" for line in lines)


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
    assert [(it.title, it.line, len(it.steps)) for it in script.sections] == [
        ("Zero", 6, 1), ("Two", 8, 1),
    ]  # fmt: skip


def test_a_choice_goes_by_the_seed() -> None:
    script = parse_script(with_steps("- Hi.", "- choose: [One., Two., Three.]", "  optional: 2"))
    spoken = {
        seed: [it.text for it in compose(script, Request(seed=seed)).utterances()]
        for seed in range(30)
    }
    assert {words[1] for words in spoken.values()} == {"One.", "Two.", "Three."}
    assert all(len(words) == 2 for words in spoken.values())
    again = [it.text for it in compose(script, Request(seed=7)).utterances()]
    assert again == spoken[7]
    assert {it.optional for it in script.steps()} == {None, 2}


def spoken(text: str, seed: int) -> list[str]:
    return [it.text for it in compose(parse_script(text), Request(seed=seed)).utterances()]


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
        (it.text, it.optional) for it in parse_script(text).steps() if isinstance(it, model.Say)
    }
    assert {("One.", 4), ("More.", 6), ("Two.", 4)} <= ranks


def test_seeds_that_follow_each_other_say_every_wording() -> None:
    text = with_steps("- choose: [One., Two., Three.]", "- choose: [A., B., C.]")
    heard = [tuple(spoken(text, seed)) for seed in range(60)]
    for first in range(0, 60, 3):
        assert {it for it, _ in heard[first : first + 3]} == {"One.", "Two.", "Three."}
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
        it for it in parse_script(twice).sections[0].steps if isinstance(it, model.Choose)
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
    assert {it.line for it in everything} == {7}
    assert min(it.optional or 0 for it in everything) >= 4


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
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
        (with_steps("- hello", '- {say: hi, says: {"[x]": foo}}'), 7, r':7: "\[x\]": this is not a word'),
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
        (with_steps("- repeat: 20", "  steps: [{repeat: 20, steps: [{repeat: 20, steps: [Hi.]}]}]"), 6, "repeats to"),
        ("id: x\ntitle: X\nslots: {Name: {ask: a}}\nsections: [{title: A, steps: [hi]}]\n", 3, "slot"),
        ("id: x\ntitle: X\nslots:\n  n: {ask: a, default: '<b>'}\nsections:\n  - title: A\n    steps: [hi]\n", 4, "holds"),
    ],
)  # fmt: skip
def test_one_clear_error_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as caught:
        parse_script(text, source="x.yaml")
    error = caught.value
    assert (error.path, error.line) == ("x.yaml", line)
    assert "x.yaml" in str(error)


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
def test_our_english_is_not_spoken_in_another_language(step: str, line: int, words: str) -> None:
    parse_script(with_steps(step, "- Hallo.").replace("id: x", "id: x\nlanguage: en-GB"))
    with pytest.raises(ScriptError, match=words) as caught:
        parse_script(with_steps(step, "- Hallo.").replace("id: x", "id: x\nlanguage: de-AT"))
    assert caught.value.line == line
    for fine in ("- breathe: calm", "- breathe: {pattern: calm, guide: tone}"):
        parse_script(with_steps(fine, "- Hallo.").replace("id: x", "id: x\nlanguage: de-AT"))


def test_what_an_exercise_says_of_itself() -> None:
    script = parse_script(CATALOGUED)
    assert (script.covers, script.articles) == ((1, 3), ("S0", "S2"))
    assert (script.for_when, script.lengths_min) == (("sad", "morning"), (5, 10, 20))
    assert parse_script(with_steps("- hi")).lengths_min == ()


def test_a_mistyped_key_is_guessed() -> None:
    with pytest.raises(ScriptError) as caught:
        parse_script(with_steps("- hello", "- breathe: {in: 4, out: 6, cycle: 3}"))
    assert 'Did you mean "cycles"?' in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("binary.yaml", bytes(range(255, 0, -1)), "not UTF-8|readable|empty|YAML"),
        ("nul.yaml", b"id: x\x00\n", "readable|YAML"),
        ("big.yaml", b"a: 1\n" * (MAX_BYTES // 4), "larger than"),
        ("latin.yaml", "title: Caf\xe9\n".encode("latin-1"), "UTF-8"),
        ("notes.docx", b"id: x", "only .yaml"),
    ],
)
def test_files_that_are_no_definitions(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ScriptError, match=words):
        read_script(path)


def test_folders_and_missing_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    with pytest.raises(ScriptError, match="folder"):
        read_script(folder)
    with pytest.raises(ScriptError, match="no such file"):
        read_script(tmp_path / "none.yaml")
    with pytest.raises(ScriptError, match="no exercise") as caught:
        read_script("safe-plaec")
    assert 'Did you mean "safe-place"?' in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_fine(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(with_steps("- Grüße.").encode(encoding))
    script = read_script(path)
    assert script.id == "x"
    assert [it.text for it in script.steps() if isinstance(it, model.Say)] == ["Grüße."]


def test_half_a_wide_file_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "cut.yaml"
    path.write_bytes(with_steps("- Hello.").encode("utf-16")[:-1])
    with pytest.raises(ScriptError, match="not UTF-8"):
        read_script(path)


def test_a_document_of_a_word_processor_is_to_be_saved_as_text(tmp_path: Path) -> None:
    path = tmp_path / "script.docx"
    path.write_bytes(b"PK")
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert "plain text" in str(caught.value.hint)


def test_a_missing_file_is_looked_for_somewhere(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(tmp_path / "none.yaml")
    assert str(tmp_path) in str(caught.value.hint)


@pytest.mark.parametrize("exercise", exercise_ids())
def test_the_library_is_valid(exercise: str) -> None:
    script = read_script(exercise)
    assert script.id == exercise
    assert script.about
    assert script.content_note
    roles = [section.role for section in script.sections]
    assert (roles[0], roles[-1]) == ("arrive", "return")


def test_a_file_wins_nothing_over_the_library(write: Callable[[str, str], Path]) -> None:
    path = write("mine.yaml", with_steps("- Mine."))
    assert read_script(str(path)).source == str(path)


@given(st.text(max_size=300))
def test_any_text_is_a_script_or_a_script_error(text: str) -> None:
    try:
        parse_script(text)
    except ScriptError as error:
        assert error.message


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.sampled_from(["say", "pause", "bell", "breathe", "sections", "steps", "title", "5s"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["id", "title", "sections", "steps", "say", "pause", "ask", "slots", "in"]),
        inner, max_size=4,
    ),
    max_leaves=12,
))  # fmt: skip
def test_any_data_is_a_script_or_a_script_error(data: object) -> None:
    import json

    try:
        parse_script(json.dumps(data))
    except ScriptError as error:
        assert error.line in {None, 1}


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
def test_what_to_do_about_a_common_slip(text: str, message: str, hint: str) -> None:
    with pytest.raises(ScriptError, match=message) as caught:
        parse_script(text)
    assert hint in str(caught.value.hint)
