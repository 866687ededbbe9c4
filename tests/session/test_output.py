"""Output: qualities reach the files that have them; impossible ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude import Output, Target
from quietude.errors import UsageError
from quietude.sound.targets import target_named

RATE_HZ = 44_100
BOOK = target_named("audiobook")


def test_every_quality_reaches_the_files_that_can_have_it() -> None:
    wished = Output(["a.mp3", "b.wav", Path("c.flac")], bits=24, vbr=3)
    formats = wished.formats(Target(), RATE_HZ)
    assert [(kind.name, kind.quality.bits, kind.quality.vbr) for kind in formats.values()] == [
        ("mp3", 16, 3), ("wav", 24, None), ("flac", 24, None),
    ]  # fmt: skip
    (book,) = Output("a.mp3").formats(BOOK, RATE_HZ).values()
    assert (book.quality.kbps, book.quality.vbr) == (192, None)
    (named,) = Output("a.bin", format="ogg").formats(Target(), RATE_HZ).values()
    assert named.name == "ogg"


@pytest.mark.parametrize(
    ("output", "target", "told"),
    [
        (Output([]), Target(), "no file is named"),
        (Output("a.mp3", vbr=2), BOOK, "constant bit rate"),
        (Output("a.wav", vbr=2), Target(), "--vbr is for MP3"),
        (Output("a.mp3", bits=24), Target(), "--bits is for WAV"),
        (Output(["a.mp3", "a.mp3"]), Target(), "named twice"),
    ],
)
def test_an_impossible_quality_is_refused(output: Output, target: Target, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        output.formats(target, RATE_HZ)
