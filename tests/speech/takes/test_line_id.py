"""Lines known by their words."""

from __future__ import annotations

from quietude.speech.takes.line_id import line_id, take_name


def test_the_same_words_are_the_same_line() -> None:
    assert line_id("You don’t have to.") == line_id("you don't  have to")
    assert line_id("You don't have to.") != line_id("You do not have to.")
    assert len(line_id("Rest.")) == 8
    assert line_id("Rest.").isalnum()


def test_a_file_is_named_by_number_words_and_id() -> None:
    name = take_name(12, "You might notice, here, a sound.")
    assert name == f"012 you-might-notice-here {line_id('you might notice here a sound')}"
