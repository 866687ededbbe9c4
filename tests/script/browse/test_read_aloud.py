"""The edition to read aloud to a group."""

from __future__ import annotations

import re

from quietude.library import exercise_ids
from quietude.script.browse.read_aloud import as_read_aloud
from shelf import read_script


def test_a_group_hears_defaults_and_the_reader_sees_seconds() -> None:
    page = as_read_aloud(read_script("safe-place"))
    assert "+ " in page
    assert "(6 to 45 seconds)" in page
    assert "a quiet garden" in page
    assert "nobody has to tell anything afterwards" in " ".join(page.split())


def test_every_exercise_reads_without_templates_or_gap_names() -> None:
    for exercise in exercise_ids():
        page = as_read_aloud(read_script(exercise))
        assert not re.search(r"\{\{|\{%|‹|\(settle\)|\(rest\)| None", page), exercise
