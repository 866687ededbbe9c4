"""Covers: their size, their contrast, and pictures that are none."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

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
from quietude.deliver.fonts import can_draw
from quietude.errors import DeliveryError


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
    plain = np.asarray(opened(inside("安全", palette))).astype(float) / 255
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    brightest = (linear @ [0.2126, 0.7152, 0.0722]).max()
    assert (0.92 + 0.05) / (brightest + 0.05) > 3.0  # WCAG 1.4.3 for large text


def test_the_same_title_makes_the_same_cover_and_another_another() -> None:
    assert inside("One") == inside("One")
    assert inside("One") != inside("Two")
    assert inside("One", "p") != inside("One", "q")


def test_letters_the_font_does_not_have() -> None:
    assert can_draw("Ünïcødé Ωβ Жя שלום")
    assert not can_draw("安全な場所")


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
