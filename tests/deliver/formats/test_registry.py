"""Formats by name, and what is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.deliver.formats.registry import format_of
from quietude.errors import UsageError


def test_formats_by_name_and_by_ending() -> None:
    assert format_of(Path("x.MP3")).name == "mp3"
    assert format_of(Path("x.bin"), "flac").name == "flac"
    for wrong in ("x.doc", "x", "x.mp4"):
        with pytest.raises(UsageError, match=r"not a format|no ending"):
            format_of(Path(wrong))
