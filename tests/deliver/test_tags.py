"""Tags as players show them, and the wishes they can fulfil."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutagen.id3 import ID3

from delivered import (
    tags,
    tone,
    written,
)
from quietude.deliver.tags import check_overrides, tag_text, with_overrides
from quietude.errors import UsageError


def test_values_that_a_tag_cannot_have_are_refused() -> None:
    for name, value in (
        ("mood", "calm"),
        ("track", "three"),
        ("date", "today"),
        ("date", "26"),
        ("date", "2026-1-1"),
        ("track", "3/"),
        ("date", "１２３４"),
    ):
        with pytest.raises(UsageError):
            check_overrides({name: value})
    assert with_overrides(tags("One"), {"track": "3/12", "date": "2026-11"}).track == "3/12"


def test_tags_hold_no_control_characters_and_no_novels(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp3", tone(500), tags("One\x00\nTwo\x1b[31m", "x" * 5000))
    toc = ID3(path).getall("CHAP")
    found = sorted(str(chapter.sub_frames["TIT2"]) for chapter in toc)
    assert found[0] == "One Two [31m"
    assert len(found[1]) == 250


def test_joiners_of_letters_stay_in_a_tag_and_direction_marks_do_not() -> None:
    assert tag_text("می\u200cخواهم\u202e \x07 x\ty") == "می\u200cخواهم x y"
