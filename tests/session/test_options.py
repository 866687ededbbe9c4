"""What is asked for reaches the files, and what cannot be had is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quietude import Options, outline, parse_script
from quietude.errors import UsageError
from quietude.session.options import beds_for, forms_of, keep_inputs
from quietude.sound.targets import target_named

RATE_HZ = 44_100
BOOK = target_named("audiobook")


def test_every_quality_reaches_the_files_that_can_have_it() -> None:
    wished = Options(bits=24, vbr=3)
    forms = forms_of(["a.mp3", "b.wav", Path("c.flac")], wished, RATE_HZ)
    assert [(it.name, it.bits, it.vbr) for it in forms.values()] == [
        ("mp3", 16, 3), ("wav", 24, None), ("flac", 24, None),
    ]  # fmt: skip
    (book,) = forms_of("a.mp3", Options(target=BOOK), RATE_HZ).values()
    assert (book.kbps, book.vbr) == (192, None)
    (named,) = forms_of("a.bin", Options(format="ogg"), RATE_HZ).values()
    assert named.name == "ogg"


@pytest.mark.parametrize(
    ("output", "wished", "told"),
    [
        ([], Options(), "needs a file"),
        ("a.mp3", Options(target=BOOK, vbr=2), "constant bit rate"),
        ("a.wav", Options(vbr=2), "is for MP3"),
        ("a.mp3", Options(bits=24), "for WAV and FLAC"),
        (["a.mp3", "a.mp3"], Options(), "named twice"),
    ],
)
def test_what_cannot_be_had_is_refused(output: str | list[str], wished: Options, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        forms_of(output, wished, RATE_HZ)


def test_an_input_is_kept_by_whatever_name_it_goes(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.wav", tmp_path / "other.wav"
    mine.write_bytes(b"")
    (tmp_path / "sub").mkdir()
    keep_inputs([other, mine], [None, str(other)])
    for name in (mine, tmp_path / "sub" / os.pardir / "mine.wav"):
        with pytest.raises(UsageError, match="made from"):
            keep_inputs([other, name], [str(mine)])


def test_the_bed_asked_for_and_none_in_an_audiobook() -> None:
    timeline = outline(
        parse_script("id: x\ntitle: X\nbed: rain\nsections: [{title: A, steps: [Hello.]}]\n")
    )
    assert [it.bed for it in beds_for(timeline, Options())] == ["rain"]
    assert [it.bed for it in beds_for(timeline, Options(bed="ocean"))] == ["ocean"]
    assert beds_for(timeline, Options(target=BOOK)) == ()
