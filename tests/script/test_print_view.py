"""Scripts as pages to read."""

from __future__ import annotations

from each import each
from quietude.library import exercise_ids
from quietude.script.parse import parse_script
from quietude.script.print_view import as_page
from shelf import read_script


def test_a_page_has_every_word_and_the_silences() -> None:
    text = """\
id: x
title: A Title
about: What it is.
lengths: [5, 10]
slots: {name: {ask: "Your name?", default: ""}}
sections:
  - title: Arriving
    role: arrive
    steps:
      - Welcome{{ ", " + name if name }}.
      - ask: What do you notice?
        reflect: 5-9s
        optional: 3
      - choose: [One., Two., Three.]
      - {breathe: {in: 4, out: 6, cycles: 3}}
"""
    page = as_page(parse_script(text))
    for words in (
        "A Title\nx, medium, 5 or 10 minutes", "What it is.", "## Arriving (arrive)",
        "Welcome, ‹name›.", "[3] What do you notice?", "… 5-9s for an answer",
        "One.\n        (2 other wordings)", "… 3 breaths: in 4, out 6",
    ):  # fmt: skip
        assert words in page, words


@each(exercise_ids())
def test_every_exercise_reads_as_a_page(exercise: str) -> None:
    page = as_page(read_script(exercise))
    assert "{{" not in page
    assert max(map(len, page.splitlines())) <= 100
