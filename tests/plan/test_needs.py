"""No session holds a step without what it needs, at any length, with any details and choices."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import SMALL, with_steps
from plans import PlanByHand, pause_of
from quietude.errors import DurationError
from quietude.plan.compose import compose
from quietude.plan.request import OWN_SEEDS, Request
from quietude.script.asleep import for_sleep
from quietude.script.model import Script
from quietude.script.parse import parse_script


def said(script: Script, seed: int = 0, **values: str) -> list[str]:
    plan = compose(script, Request(seed=seed, slot_values=values))
    return [utterance.text for utterance in plan.utterances()]


def named(
    hand: PlanByHand, line: int, ids: tuple[str, ...] = (), needs: tuple[str, ...] = ()
) -> None:
    """Gives the step of a line its names."""
    hand.steps = [
        dataclasses.replace(step, ids=ids, needs=needs) if step.line_no == line else step
        for step in hand.steps
    ]


def test_a_step_is_kept_with_what_it_needs_or_not_at_all() -> None:
    hand = PlanByHand()
    always = [hand.words(60), hand.add(pause_of(20, 40, 200))]
    fetch = hand.words(2, rank=1)
    hand.add(pause_of(1, 1, 1), rank=1)
    hug = hand.words(30, rank=1)
    assert (hand.kept(105) or [])[:3] == [*always, fetch]  # without the hug it was fetched for
    named(hand, fetch, needs=("hug",))
    named(hand, hug, ids=("hug",))
    for asked in range(80, 200, 5):
        kept = hand.kept(asked) or []
        assert (fetch in kept) <= (hug in kept), asked
    assert hug in (hand.kept(200) or [])


@given(
    st.lists(
        st.tuples(
            st.integers(1, 12),
            st.sampled_from([1, 1, 2]),
            st.sampled_from("abc"),
            st.sets(st.sampled_from("abc"), max_size=2),
        ),
        min_size=2,
        max_size=12,
    ),
    st.integers(60, 240),
)
def test_a_kept_group_is_whole(steps: list[tuple[int, int, str, set[str]]], asked: int) -> None:
    hand = PlanByHand()
    hand.words(40)
    hand.add(pause_of(15, 40, 400))
    own = {"a": "a", "b": "b", "c": "c"}
    for seconds, _, name, needs in steps:
        line = hand.words(seconds, rank=1)
        named(hand, line, ids=(own[name],), needs=tuple(sorted(needs - {name})))
        hand.add(pause_of(1, 1, 1), rank=1)
    kept = set(hand.kept(asked) or [])
    there = {step.line_no: step for step in hand.steps}
    by_name: dict[str, set[bool]] = {}
    for line, step in there.items():
        for name in step.ids:
            by_name.setdefault(name, set()).add(line in kept)
    assert all(len(states) == 1 for states in by_name.values())
    for line in kept:
        assert all(by_name.get(name, {True}) == {True} for name in there[line].needs)


CHOICE = parse_script(
    with_steps(
        "- choose: [{say: One with a cushion., id: cushion}, Two without.]",
        "- {say: Put it back., needs: cushion}",
        "- Hello.",
    )
)


def test_a_wording_that_was_not_chosen_takes_along_what_needs_it() -> None:
    told = [said(CHOICE, seed) for seed in (0, 1)]
    assert sorted(told) == [
        ["One with a cushion.", "Put it back.", "Hello."],
        ["Two without.", "Hello."],
    ]


def test_an_empty_detail_takes_along_what_needs_its_line() -> None:
    script = parse_script(
        SMALL.replace(
            "      - pause: 2-30s\n",
            '      - {say: "{{ name }}", id: named}\n'
            "      - {pause: 40s, id: named}\n"
            "      - {say: A fine name., needs: named}\n",
            1,
        )
    )
    assert "A fine name." in said(script, name="Ada")
    plan = compose(script, Request())
    assert not any(step.ids or step.needs for step in plan.steps)


def test_a_session_for_sleep_leaves_out_what_needs_its_end() -> None:
    script = parse_script(
        SMALL.replace("- ask: What do", "- {say: More later., needs: end}\n      - ask: What do")
        .replace("- Thank you for your time.", "- {say: Thank you., id: end}")
    )  # fmt: skip
    assert "More later." in said(script)
    assert "More later." not in said(for_sleep(script))


def test_a_length_too_short_for_the_heart_is_refused_with_the_shortest() -> None:
    from quietude.session.planning import outline

    script = parse_script(
        with_steps("- Hello.", "- {echo: I love you., heart: true}", "- {pause: 30s, heart: true}")
    )
    with pytest.raises(DurationError, match=r"it can be 0:\d\d to") as refused:
        outline(script, Request(duration_s=20))
    assert "heart of the exercise (line 7, 8) always stays" in str(refused.value.hint)


def test_with_no_seed_each_script_has_its_own() -> None:
    scripts = [dataclasses.replace(CHOICE, id=name) for name in ("one", "two", "three")]
    seeds = [Request().seed_for(script) for script in scripts]
    assert len(set(seeds)) == 3
    assert all(0 <= seed < OWN_SEEDS for seed in seeds)
    assert seeds[0] == 182_089  # the same on every machine, in every version
    assert all(Request(seed=0).seed_for(script) == 0 for script in scripts)
    for script, seed in zip(scripts, seeds, strict=True):
        plans = [compose(script, Request(seed=given)) for given in (None, seed)]
        assert all(one == other for one, other in pairwise(plans))
