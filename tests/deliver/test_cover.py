"""Covers: their size, their contrast, and pictures that are none."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from quietude.deliver import fonts
from quietude.deliver.cover import (
    FEED_BYTES,
    FEED_PX,
    INSIDE_BYTES,
    INSIDE_PX,
    draw_cover,
    picture_cover,
)
from quietude.deliver.fonts.system import candidates
from quietude.deliver.title_layout import break_lines
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def inside(title: str, palette: str = "p") -> bytes:
    return draw_cover(title, palette, INSIDE_PX, INSIDE_BYTES)


def test_a_cover_for_a_feed() -> None:
    data = draw_cover("A Safe Place", "A Safe Place", FEED_PX, FEED_BYTES)
    image = opened(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(data) < 512_000


@pytest.mark.parametrize(
    "title",
    ["Rest", "The Child at the Window, and What She Saw There in Spring", "x" * 5000,
     "Ένα ασφαλές μέρος", "Безопасное место", "مكان آمن", "\x00\n\x1b[31m"],
)  # fmt: skip
def test_any_title_fits_and_can_be_read(title: str) -> None:
    data = inside(title)
    assert len(data) < INSIDE_BYTES
    pixels = np.asarray(opened(data).convert("L")).astype(float)
    margin = pixels.copy()
    margin[40:-40, 40:-40] = 0
    assert margin.max() < 190  # nothing of the title reaches the edge
    if title.isprintable():
        assert np.percentile(pixels, 99.5) > 230  # the ink
        assert np.median(pixels) < 130


@pytest.mark.parametrize("palette", [f"series {number}" for number in range(12)])
def test_ink_stands_out_from_every_palette(palette: str) -> None:
    plain = np.asarray(opened(inside("🌿", palette))).astype(float) / 255
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    brightest = (linear @ [0.2126, 0.7152, 0.0722]).max()
    assert (0.92 + 0.05) / (brightest + 0.05) > 3.0  # WCAG 1.4.3 for large text


def test_the_same_title_makes_the_same_cover_and_another_another() -> None:
    assert inside("One") == inside("One")
    assert inside("One") != inside("Two")
    assert inside("One", "p") != inside("One", "q")


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine that has no fonts of its own."""
    fonts._file_for.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("quietude.deliver.fonts.system._FOLDERS", ())
    monkeypatch.delenv("WINDIR", raising=False)
    yield
    fonts._file_for.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_for_it_the_art_stands_alone() -> None:
    assert fonts.font_for("Ünïcødé Ωβ Жя שלום", 20)
    assert not fonts.font_for("安全な場所", 20)
    pixels = np.asarray(opened(inside("安全な場所")).convert("L"))
    assert pixels.max() < 200  # no ink, and no empty boxes


def test_a_font_of_the_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._file_for.cache_clear()
    asked = []

    def found(characters: str, language: str) -> list[tuple[str, int]]:
        asked.append((characters, language))
        return [(str(tmp_path / "gone.ttf"), 0), (str(fonts._FILE), 0)]

    monkeypatch.setattr(fonts, "candidates", found)
    monkeypatch.setattr(fonts, "_lacking", lambda *_: frozenset("" if asked else "b"))
    assert fonts.font_for("abab", 20, "ja")
    assert asked == [("ab", "ja")]
    fonts._file_for.cache_clear()


def test_fontconfig_is_asked_for_these_characters_in_this_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-match"
    rows = "/fonts/one.ttc\\t65539\\n/fonts/two.otf\\t0\\nno row\\n/fonts/three.ttf\\tx\\n"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {tmp_path}/asked\nprintf '{rows}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(candidates("ab 安", "JA")) == [("/fonts/one.ttc", 3), ("/fonts/two.otf", 0)]
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == "sans-serif:lang=ja:charset=61 62 5b89"
    list(candidates("a", "en:weight=200"))
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == "sans-serif:charset=61"


@pytest.mark.usefixtures("no_fonts")
def test_without_fontconfig_fonts_are_known_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quietude.deliver.fonts.system._FOLDERS", (str(tmp_path),))
    for name in ("Arial Unicode.ttf", "PingFang.ttc", "meiryo.ttc", "Other.ttf"):
        (tmp_path / name).touch()
    found = [Path(path).name for path, _ in candidates("安", "ja-JP")]
    assert found[0] == "meiryo.ttc"
    assert set(found) == {"Arial Unicode.ttf", "PingFang.ttc", "meiryo.ttc"}


@pytest.mark.usefixtures("no_fonts")
def test_emoji_are_left_out_and_the_title_stays() -> None:
    for text, plain in (
        ("A Safe Place 🌿", "A Safe Place"),
        ("👩\u200d👧 We ❤ two", "We ❤ two"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🧘🏽\u200d♀\ufe0f Rest", "Rest"),  # all of it, with the sign that says who
        ("🏴\U000e0067\U000e0062\U000e007f Home", "Home"),
        ("1\ufe0f\u20e3 ❤\ufe0f", "1\ufe0f\u20e3 ❤\ufe0f"),
        ("🧘 ක්\u200dරීඩා", "ක්\u200dරීඩා"),  # the joiner of a word stays
    ):
        assert fonts.without_pictographs(text) == plain
    pixels = np.asarray(opened(inside("🌿 Rest 🌿")).convert("L"))
    assert pixels.max() > 230
    assert np.asarray(opened(inside("🌿🌿")).convert("L")).max() < 200


def test_without_shaping_no_title_comes_out_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._file_for.cache_clear()
    monkeypatch.setattr("PIL.features.check", lambda _name: False)
    assert not fonts.font_for("שלום", 20)
    assert fonts.font_for("Rest", 20)
    fonts._file_for.cache_clear()


def test_lines_break_where_a_reader_would() -> None:
    def wide(text: str) -> float:
        return len(text)

    assert break_lines("one two three", 7, wide) == ["one two", "three"]
    assert break_lines("somethinglong", 7, wide) == []
    assert break_lines("静かな「場所」。", 4, wide) == ["静かな", "「場", "所」。"]
    assert break_lines("静かな場所。", 5, wide) == [
        "静かな場",
        "所。",
    ]  # a full stop begins no line
    marked = break_lines("ที่" * 10, 30, len, anywhere=True)
    assert "".join(marked) == "ที่" * 10
    assert all(it.startswith("ท") for it in marked)


def test_a_picture_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = Image.new("RGBA", (900, 700), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 0, 799, 699), fill=(200, 10, 10, 255))
    image.save(path)
    found = opened(picture_cover(path, INSIDE_PX, INSIDE_BYTES))
    assert (found.size, found.mode) == ((600, 600), "RGB")
    corner = found.getpixel((2, 2))
    assert isinstance(corner, tuple)
    assert corner[0] > 180
    assert corner[1] < 40
    assert opened(picture_cover(path, FEED_PX, FEED_BYTES)).size == (700, 700)


def test_noise_is_made_small_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    noise = np.random.default_rng(0).integers(0, 256, (800, 800, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    assert len(picture_cover(path, INSIDE_PX, INSIDE_BYTES)) < INSIDE_BYTES


def test_bad_pictures(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="cannot be read"):
        picture_cover(tmp_path / f"{'a' * 300}.png", INSIDE_PX, INSIDE_BYTES)
    path = tmp_path / "a.png"
    with pytest.raises(DeliveryError, match="cannot be read"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)
    path.write_bytes(b"not a picture")
    with pytest.raises(DeliveryError, match="cannot be read"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)
    Image.new("RGB", (400, 400)).save(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DeliveryError, match="cannot be read"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)
    Image.new("RGB", (100, 400)).save(path)
    with pytest.raises(DeliveryError, match="too small"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_more_than_8_bits_are_not_clipped(tmp_path: Path, dtype: type) -> None:
    path = tmp_path / "a.tiff"
    half = 0.5 if dtype is np.float32 else 32_767
    values: NDArray[Any] = np.full((400, 400), half, dtype=dtype)
    values[0, 0] = 2 * half
    Image.fromarray(values).save(path)
    found = np.asarray(opened(picture_cover(path, INSIDE_PX, INSIDE_BYTES)))
    assert 120 < found[100:].mean() < 135


@pytest.mark.parametrize("side", [9_460, 20_000])
def test_a_picture_too_large_is_said_to_be(tmp_path: Path, side: int) -> None:
    path = tmp_path / "a.png"
    chunk = b"IHDR" + struct.pack(">IIBBBBB", side, side + 1200, 1, 0, 0, 0, 0)
    header = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    header += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header)
    with pytest.raises(DeliveryError, match="too large"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    os.mkfifo(path)
    with pytest.raises(DeliveryError, match="no file"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    image = Image.new("RGB", (800, 400), "red")
    image.paste("blue", (400, 0, 800, 400))
    exif = Image.Exif()
    exif[0x112] = 6  # to be turned clockwise by a quarter
    image.save(tmp_path / "a.jpg", exif=exif)
    found = np.asarray(opened(picture_cover(tmp_path / "a.jpg", INSIDE_PX, INSIDE_BYTES)))
    assert found[50, 200, 0] > 200
    assert found[350, 200, 2] > 200
