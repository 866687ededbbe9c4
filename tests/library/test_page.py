"""The two pages made from the exercises are current."""

from __future__ import annotations

from make_library_docs import FIGURES_PAGE, PAGE, page, pages
from quietude.library import exercise_ids
from shelf import read_script


def test_the_pages_are_current() -> None:
    # To make them again: make library-docs
    for path, made in pages().items():
        assert path.read_text(encoding="utf-8") == made, path.name


def test_a_listener_finds_every_exercise_and_no_figures() -> None:
    text = page()
    for exercise in exercise_ids():
        assert f"**{read_script(exercise).title}**, " in text
    assert "| --" not in text
    assert FIGURES_PAGE.name not in PAGE.read_text(encoding="utf-8")
