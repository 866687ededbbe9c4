"""Covers: their size, their contrast, and pictures that cannot be used."""

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

from quietude.deliver.cover import (
    FEED_BYTES,
    FEED_PX,
    INSIDE_BYTES,
    INSIDE_PX,
    draw_cover,
    picture_cover,
)
from quietude.errors import DeliveryError

if TYPE_CHECKING:
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


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_for_it_the_art_stands_alone() -> None:
    pixels = np.asarray(opened(inside("安全な場所")).convert("L"))
    assert pixels.max() < 200  # no ink, and no empty boxes


@pytest.mark.usefixtures("no_fonts")
def test_emoji_are_left_out_and_the_title_stays() -> None:
    pixels = np.asarray(opened(inside("🌿 Rest 🌿")).convert("L"))
    assert pixels.max() > 230
    assert np.asarray(opened(inside("🌿🌿")).convert("L")).max() < 200


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


def test_a_picture_that_cannot_be_read_or_is_too_small_is_refused(tmp_path: Path) -> None:
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
def test_a_picture_that_is_too_large_is_refused(tmp_path: Path, side: int) -> None:
    path = tmp_path / "a.png"
    chunk = b"IHDR" + struct.pack(">IIBBBBB", side, side + 1200, 1, 0, 0, 0, 0)
    header = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    header += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header)
    with pytest.raises(DeliveryError, match="too large"):
        picture_cover(path, INSIDE_PX, INSIDE_BYTES)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_is_not_opened_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    os.mkfifo(path)
    with pytest.raises(DeliveryError, match="not a file"):
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


def test_a_large_picture_is_made_small_first_and_stays_upright(tmp_path: Path) -> None:
    wide = Image.new("RGB", (2400, 1800), "white")
    wide.paste("black", (0, 0, 2400, 900))  # the upper half
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: what is above lies to the right
    for name, mode in (("a.jpg", "RGB"), ("a.png", "RGB"), ("p.png", "P"), ("g.png", "L")):
        wide.convert(mode).save(tmp_path / name, exif=exif)
        found = Image.open(BytesIO(picture_cover(tmp_path / name, 300, 500_000))).convert("L")
        assert found.size == (300, 300)
        assert np.asarray(found)[150, 290] < 30, name
        assert np.asarray(found)[150, 10] > 220, name
