"""The index of the library holds what its definitions say."""

from __future__ import annotations

import make_library_index
from quietude.library import exercise_ids, index, programme_ids


def test_the_index_is_current() -> None:
    written = make_library_index.PAGE.read_text(encoding="utf-8")
    assert make_library_index.index_text() == written, "run make library-docs"


def test_the_index_lists_everything_with_a_line() -> None:
    assert tuple(entry.id for entry in index.exercises()) == exercise_ids()
    assert tuple(entry.id for entry in index.programmes()) == programme_ids()
    assert all(entry.summary.endswith((".", "?", "!")) for entry in index.exercises())
    assert index.first_sentence("One. Two.") == "One."
    assert index.first_sentence("No stop") == "No stop"
