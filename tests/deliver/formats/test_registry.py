"""Formats by name, and what is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from delivered import decoded_seconds, noise
from quietude.deliver.formats.registry import format_of
from quietude.errors import DeliveryError, UsageError


def test_formats_by_name_and_by_ending() -> None:
    assert format_of(Path("x.MP3")).name == "mp3"
    assert format_of(Path("x.bin"), "flac").name == "flac"
    for wrong in ("x.doc", "x", "x.mp4"):
        with pytest.raises(UsageError, match=r"not a format|no ending"):
            format_of(Path(wrong))


def test_the_length_of_a_file_of_another_kind_is_found_too(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.aiff", noise(24_000), 48_000)
    assert decoded_seconds(tmp_path / "a.aiff") == 0.5
    (tmp_path / "b.bin").write_bytes(b"no sound" * 100)
    with pytest.raises(DeliveryError, match="does not decode"):
        decoded_seconds(tmp_path / "b.bin")
