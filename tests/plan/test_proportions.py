"""One script at any length keeps the shares of a session, and the fit does not grow with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quietude.care.rules import shipped_rules
from quietude.cli.app import app
from quietude.plan.compose import compose
from quietude.plan.fit import fit
from quietude.plan.proportions import shares
from quietude.plan.request import Request
from quietude.script.model import Script
from quietude.script.parse import parse_script
from quietude.script.reader import read_script
from quietude.session.planning import outline

DEFINITION = Path(__file__).parents[1] / "script" / "definitions" / "any-length.yaml"
RATE_HZ = 44_100
ROLES = ("arrive", "settle", "practice", "integrate", "return")


@pytest.fixture(scope="module")
def any_length() -> Script:
    return read_script(DEFINITION)


@pytest.mark.parametrize("minutes", [3, 4, 5, 7.5, 10, 20, 30, 45, 60])
def test_one_script_serves_any_length_and_keeps_its_shares(
    minutes: float, any_length: Script
) -> None:
    timeline = outline(any_length, Request(duration_s=minutes * 60, rate_wpm=115))
    assert timeline.total_frames == round(minutes * 60 * RATE_HZ)
    found = shares(timeline)
    assert {share.part for share in found} == set(ROLES)
    assert all(share.kept for share in found), found
    cap_s = shipped_rules().thresholds.silence_s.of(any_length.intensity)
    assert max(silence.length_frames for silence in timeline.silences) <= cap_s * RATE_HZ


def test_a_longer_session_has_more_words_until_there_are_no_more(any_length: Script) -> None:
    spoken = [
        len(outline(any_length, Request(duration_s=minutes * 60)).placements)
        for minutes in (3, 10, 20, 30, 60)
    ]
    assert spoken == sorted(spoken)
    assert spoken[0] < spoken[1] < spoken[2]
    assert spoken[-1] == len(outline(any_length).placements)


def lopsided(practice: str) -> str:
    long = {"practice": practice}
    return "id: x\ntitle: X\nintensity: light\nsections:\n" + "".join(
        f"  - title: Part {role}\n    role: {role}\n    steps:\n"
        f"      - Hello there.\n      - pause: {long.get(role, '5-90s')}\n"
        for role in ("arrive", "practice", "return")
    )


def test_where_the_script_allows_no_share_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    told = {}
    for practice in ("10-200s", "5s"):
        path.write_text(lopsided(practice), encoding="utf-8")
        found = {
            share.part: share
            for share in shares(outline(read_script(path), Request(duration_s=180)))
        }
        result = CliRunner().invoke(app, ["plan", str(path), "--duration", "3m"])
        assert result.exit_code == 0, result.output
        told[practice] = (found["practice"].kept, "cannot get closer" in result.output)
        assert ("practice" in result.output.partition("outside the usual shares")[2]) is (
            not found["practice"].kept
        )
    assert told == {"10-200s": (True, False), "5s": (False, True)}
    unasked = CliRunner().invoke(app, ["plan", str(path)])
    assert "--duration fits them" in unasked.output


def script_of(steps: int) -> Script:
    """So many steps in five parts, with every rank, that can last three minutes or an hour."""
    rows = []
    for part, role in enumerate(ROLES):
        rows.append(f"  - title: Part {role}\n    role: {role}\n    steps:\n      - Hello.\n")
        for number in range(steps // 10):
            rank = (number + part) % 9 + 1
            rows.append(f"      - {{say: Line number {number}., optional: {rank}}}\n")
            rows.append(f"      - {{pause: 1-90s, optional: {rank}}}\n")
    return parse_script("id: x\ntitle: X\nintensity: light\nsections:\n" + "".join(rows))


def calls_of_a_fit(script: Script, minutes: float) -> int:
    """The number of calls a fit makes: as good as its time, and the same on every machine."""
    plan = compose(script, Request(duration_s=minutes * 60))
    lengths = dict.fromkeys(plan.utterances(), RATE_HZ)
    calls = 0

    def count(_frame: Any, event: str, _what: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        timeline = fit(plan, lengths, {})
    finally:
        sys.setprofile(before)
    assert timeline.total_frames == minutes * 60 * RATE_HZ
    return calls


@pytest.mark.parametrize("minutes", [10, 30, 60])
def test_the_fit_of_a_thousand_steps_takes_no_more_than_its_share(minutes: int) -> None:
    # Ten times the steps may cost little more than ten times the work: squared, it would be a
    # hundred.
    few = max(calls_of_a_fit(script_of(100), length) for length in (minutes / 10, minutes / 5))
    assert calls_of_a_fit(script_of(1_000), minutes) < 20 * few
