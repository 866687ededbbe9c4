"""docs/library.md is made from the exercises, and current."""

from __future__ import annotations

from make_library_docs import PAGE, page


def test_the_page_is_current() -> None:
    # To make it again: make library-docs
    assert PAGE.read_text(encoding="utf-8") == page()
