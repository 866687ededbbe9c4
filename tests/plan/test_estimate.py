"""One estimate of length: that of the fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.compose import compose
from quietude.plan.estimate import estimated_lengths, estimated_seconds
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline

if TYPE_CHECKING:
    from quietude.script.model import Script


def test_an_estimated_length_is_that_of_the_outline(small: Script) -> None:
    request = Request(rate_wpm=115, engine="tone")
    plan = compose(small, request)
    assert (
        estimated_seconds(plan, dict.fromkeys(plan.bells(), 0)) == outline(small, request).seconds
    )
    ringing = estimated_seconds(plan, dict.fromkeys(plan.bells(), 10_000_000))
    assert ringing > outline(small, request).seconds
    assert estimated_seconds(compose(small, Request(duration_s=77)), {}) == 77.0


def test_a_slower_voice_takes_longer() -> None:
    text = "id: x\ntitle: X\nsections: [{title: A, steps: [Ten words of five letters each.]}]\n"
    lengths = {
        rate_wpm: sum(
            estimated_lengths(compose(parse_script(text), Request(rate_wpm=rate_wpm))).values()
        )
        for rate_wpm in (80, 160)
    }
    assert abs(lengths[80] - 2 * lengths[160]) <= 1
