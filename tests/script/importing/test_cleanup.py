"""Text as PDF readers and editors leave it, made legible."""

from __future__ import annotations

from quietude.script.importing.cleanup import tidy_script


def test_ligatures_and_words_cut_at_a_line_end_are_whole() -> None:
    assert tidy_script("ﬁnd the oﬃce, an emo\u00ad\ntional day, hol\ufffe\nding") == (
        "find the office, an emotional day, holding"
    )
