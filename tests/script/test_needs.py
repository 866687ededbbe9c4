"""The heart of an exercise, and steps that need others: what a definition is read into."""

from __future__ import annotations

import pytest

from examples import with_steps
from quietude.errors import ScriptError
from quietude.script.model import every_step
from quietude.script.parse import parse_script


def ranks(*lines: str) -> list[int | None]:
    return [step.optional for step in parse_script(with_steps(*lines)).steps()]


def test_a_step_has_the_rank_of_what_it_needs() -> None:
    assert ranks(
        "- {say: Fetch it., needs: hug}",
        "- {say: A hug., optional: 2, id: hug}",
        "- {say: How was it., optional: 1, needs: [hug]}",
        "- {say: Still there., optional: 4, needs: hug}",
    ) == [2, 2, 2, 4]


def test_ranks_follow_through_names_and_sections() -> None:
    script = parse_script(
        with_steps("- {say: A., needs: b}", "- {say: B., id: b, needs: c}")
        + "  - title: Two\n    optional: 5\n    steps: [{say: C., id: c}]\n"
    )
    assert [step.optional for step in script.steps()] == [5, 5, 5]


def test_steps_of_one_name_have_one_rank() -> None:
    assert ranks(
        "- {say: A., optional: 1, id: both}", "- {pause: 3s, optional: 3, id: both}", "- Hello."
    ) == [3, 3, None]


def test_a_name_is_of_the_steps_that_are_kept_longest() -> None:
    script = parse_script(
        with_steps(
            "- {include: settle-senses, id: senses, heart: true}", "- {say: Yes., needs: senses}"
        )
    )
    *inside, after = script.steps()
    assert after.optional is None
    core = [step for step in inside if step.heart]
    assert core == [step for step in inside if step.optional is None]
    assert all(step.fragment == "settle-senses" and step.ids == ("senses",) for step in core)
    assert not any(step.ids for step in inside if step.optional)


def test_marks_reach_the_wordings_of_a_choice() -> None:
    script = parse_script(
        with_steps(
            "- choose: [One., [Two., {pause: 3s, optional: 2}]]",
            "  optional: 3",
            "  id: line",
            "- {say: Then., needs: line}",
        )
    )
    *inside, after = every_step(script.sections[0].steps)
    assert [step.ids for step in inside] == [("line",)] * 3
    assert after.optional == 3


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (["- Hello.", "- {say: A., needs: hog}", "- {say: B., id: hug}"], 7, 'mean "hug"'),
        (["- {say: A., needs: zebra}"], 6, "id: zebra"),
        (["- {say: A., id: a, needs: a}"], 6, '"a" → "a"'),
        (["- {say: A., id: a, needs: b}", "- {say: B., id: b, needs: a}"], 6, '"a" → "b" → "a"'),
        (["- {say: A., heart: true, optional: 2}"], 6, "rank 2"),
        (["- {say: B., id: b, optional: 4}", "- {say: A., heart: true, needs: b}"], 7, "rank 4"),
        (["- repeat: 2", "  optional: 1", "  steps: [{say: A., heart: true}]"], 8, "rank 1"),
        (["- {say: A., id: Not A Name}"], 6, "lower-case words"),
        (["- {say: A., needs: [1]}"], 6, "text is expected"),
    ],
)
def test_an_impossible_need_is_refused_with_its_line(
    lines: list[str], line: int, words: str
) -> None:
    with pytest.raises(ScriptError) as refused:
        parse_script(with_steps(*lines))
    assert refused.value.line == line
    assert words in f"{refused.value.message} {refused.value.hint}"


def test_names_in_a_fragment_are_of_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    from quietude.script.schema import steps

    monkeypatch.setattr(
        "quietude.library.fragment_text",
        lambda _: "- {say: A., id: a, optional: 1}\n- {say: B., needs: a}\n",
    )
    steps.fragment.cache_clear()
    try:
        first = ["- include: posture", "- {include: posture, optional: 4}"]
        assert ranks(*first) == [1, 1, 4, 4]
        with pytest.raises(ScriptError, match='no step has the id "a"'):
            ranks(*first, "- {say: C., needs: a}")
    finally:
        steps.fragment.cache_clear()
