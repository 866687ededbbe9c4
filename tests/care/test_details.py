"""Findings of `check` about personal details."""

from __future__ import annotations

import pytest

from quietude.care.check import check_care, refuse_care_errors
from quietude.script.parse import parse_script

SCRIPT = """
id: x
title: X
intensity: light
about: This is not a substitute for therapy.
slots:
  name: shared
  place: {default: a bench}
sections:
  - title: A
    role: arrive
    steps:
      - Welcome{{ ", " + name if name }}. You can stop at any time.
      - pause: 15s
      - choose:
          - Rest a little.
          - You might think of PLACE.
"""


def found(script: str) -> list[tuple[str, str, int]]:
    findings = check_care(parse_script(script))
    return [(each.rule, each.severity, each.line) for each in findings if each.rule[0] == "D"]


def test_a_detail_that_is_never_said_is_an_error_but_stops_no_render() -> None:
    script = SCRIPT.replace("PLACE", "a bench")
    assert found(script) == [("D01", "error", 8)]
    refuse_care_errors(parse_script(script))


def test_a_detail_said_in_one_wording_is_said() -> None:
    assert found(SCRIPT.replace("PLACE", "{{ place | yours }}")) == []


@pytest.mark.parametrize("words", ["{{ place }}", "the {{ place | yours }}"])
def test_a_line_that_reads_badly_is_found_with_its_line(words: str) -> None:
    assert found(SCRIPT.replace("PLACE", words)) == [("D02", "warn", 17)]
