"""Covers: calm art drawn from a title, or the listener's own picture, as a square JPEG."""

from __future__ import annotations

import colorsys
import hashlib
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from quietude._util.files import is_file, is_there
from quietude.deliver.fonts import font_for, without_pictographs
from quietude.deliver.tags import tag_text
from quietude.deliver.title_layout import break_lines
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

INSIDE_PX, INSIDE_BYTES = 600, 100_000
"""Limits of the cover inside a file."""

FEED_PX, FEED_BYTES = 3000, 512_000
"""Limits of the cover for a feed: the largest that Apple takes."""

_SMALLEST_PX = 300
_REDUCIBLE = {"L", "LA", "RGB", "RGBA"}
_LARGEST_PIXELS = 100_000_000
_QUALITIES = (92, 88, 82, 75, 65, 50, 35, 20)
_INK = (250, 246, 238)
_STRIP_PX = 50
_LARGEST_TEXT, _SMALLEST_TEXT = 0.15, 0.06
_TEXT_WIDTH, _TEXT_HEIGHT = 0.82, 0.72
"""Sizes of the title and of its place, as shares of the cover's width."""

_LINE_HEIGHT = 1.25


def cover_of(  # noqa: PLR0913  (each is a different kind of thing)
    picture: Path | None, title: str, palette: str, pixels: int, limit_bytes: int, *, language: str
) -> bytes:
    """The listener's own picture as a cover or, without one, art drawn from the title.

    Raises:
        DeliveryError: if the picture cannot be used.
    """
    if picture:
        return picture_cover(picture, pixels, limit_bytes)
    return draw_cover(title, palette, pixels, limit_bytes, language)


def draw_cover(
    title: str, palette: str, pixels: int, limit_bytes: int, language: str = ""
) -> bytes:
    """Generated art as JPEG: rings on still water, and the title.

    Args:
        title: The text on it, which also decides the rings. Emoji are left out, and if no font on
            this machine has all its letters, the art has no text.
        palette: A text that decides the colours; the same for all sessions of a series.
        pixels: Its width and height.
        limit_bytes: A size that it stays below.
        language: A BCP 47 code, for letters that a font draws differently in several languages.
    """
    image = _background(title, palette, pixels)
    text = without_pictographs(tag_text(title))
    if text and font_for(text, 20, language):
        _set_title(image, text, language)
    return _jpeg(image, limit_bytes)


def picture_cover(path: Path, pixels: int, limit_bytes: int) -> bytes:
    """A listener's own picture as JPEG: its square middle, never enlarged beyond its size.

    Raises:
        DeliveryError: if it cannot be read, or is too small or too large.
    """
    try:
        if is_there(path) and not is_file(path):  # a pipe would never end
            message = "this is not a file"
            raise DeliveryError(message, path=path, hint="Use a JPEG or a PNG.")
        with warnings.catch_warnings(action="ignore"), Image.open(path) as opened:
            _check_size(path, *opened.size)
            small = _reduced(opened, pixels)
            upright = _as_8_bits(ImageOps.exif_transpose(small)).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except (OSError, ValueError, SyntaxError) as error:
        message = "this picture cannot be read"
        raise DeliveryError(message, path=path, hint="Use a JPEG or a PNG.") from error
    image = Image.new("RGB", upright.size, "white")
    image.paste(upright, mask=upright)
    side = min(pixels, *image.size)
    return _jpeg(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS), limit_bytes)


def _reduced(image: Image.Image, pixels: int) -> Image.Image:
    """A picture of at least twice the size that is needed, and not many times that.

    Each step from here on copies it: one of 100 million pixels had cost 1.3 GB.
    """
    image.draft(image.mode, (2 * pixels, 2 * pixels))  # JPEG is decoded smaller from the start
    factor = min(image.size) // (2 * pixels)
    if factor <= 1:
        return image
    if image.mode not in _REDUCIBLE:
        image = image.convert("RGBA")
    exif = image.getexif()
    reduced = image.reduce(factor)
    reduced.info["exif"] = exif.tobytes()  # it says which side is up
    return reduced


def _check_size(path: Path, width: int, height: int) -> None:
    if min(width, height) < _SMALLEST_PX:
        message = f"this picture is too small for a cover ({width} × {height})"
        hint = f"It needs at least {_SMALLEST_PX} pixels each way; 3000 are good."
        raise DeliveryError(message, path=path, hint=hint)
    if width * height > _LARGEST_PIXELS:
        raise _too_large(path, f" ({width} × {height})")


def _too_large(path: Path, size: str = "") -> DeliveryError:
    message = f"this picture is too large{size}"
    return DeliveryError(message, path=path, hint="Make it about 3000 pixels wide.")


def _as_8_bits(image: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits a pixel as grey of 8 bits; Pillow would clip it to white."""
    if image.mode[0] not in "IF":
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    brightest = float(values.max(initial=0.0))
    # The file does not say which value is white: the smallest usual one that is not exceeded.
    white = next((value for value in (1.0, 255.0, 65_535.0) if brightest <= value), brightest)
    white = 65_535.0 if image.mode[0] == "I" and white < 65_535.0 else white  # noqa: PLR2004
    return Image.fromarray(np.clip(values / white * 255, 0, 255).astype(np.uint8))


def _background(title: str, palette: str, pixels: int) -> Image.Image:
    """Two colours blending into each other, under rings as of a drop in water."""
    hue, turn = _numbers(palette)[:2]
    across, down, width, _ = _numbers(title)[:4]
    dark = _colour(hue, 0.45, 0.20)
    light = _colour(hue + 0.04 + 0.10 * turn, 0.42, 0.40)
    centre_x, centre_y = 0.2 + 0.6 * across, 0.65 + 0.3 * down
    period = 0.07 + 0.05 * width
    x = (np.arange(pixels, dtype=np.float32) + 0.5) / pixels
    image = Image.new("RGB", (pixels, pixels))
    # In strips: a cover of 3000 pixels in floats would take some 300 MB at once.
    for start in range(0, pixels, _STRIP_PX):
        rows = np.arange(start, min(start + _STRIP_PX, pixels), dtype=np.float32)
        y = ((rows + 0.5) / pixels)[:, None]
        distance = np.hypot(x - centre_x, 2.2 * (y - centre_y))  # rings seen from the side
        ring = np.cos(2 * np.pi * distance / period) * np.exp(-2.5 * distance)
        share = np.clip(0.75 * (1 - y) + 0.25 * x + 0.16 * ring, 0, 1)[..., None]
        strip = np.rint(dark + (light - dark) * share).astype(np.uint8)
        image.paste(Image.fromarray(strip), (0, start))
    return image


def _set_title(image: Image.Image, title: str, language: str) -> None:
    """Write the title in the middle."""
    draw = ImageDraw.Draw(image)
    pixels = image.width
    lines, size, face = title_lines(title, pixels, language)
    stroke = max(1, round(size / 40))  # a heavier face, so that a thumbnail can be read
    # Pillow adds its spacing to the height of the font's "A", which differs from font to font.
    tall = draw.textbbox((0, 0), "A", face, stroke_width=stroke)[3] + stroke
    draw.multiline_text(
        (pixels / 2, pixels / 2),
        "\n".join(lines),
        _INK,
        face,
        anchor="mm",
        align="center",
        spacing=size * _LINE_HEIGHT - tall,
        stroke_width=stroke,
    )


def title_lines(title: str, pixels: int, language: str = "") -> tuple[list[str], int, FreeTypeFont]:
    """A title as large as it fits, on as many lines as it needs.

    Args:
        title: The text; there is a font with all its letters.
        pixels: The width and height of the cover.
        language: A BCP 47 code.

    Returns:
        The lines, the size in pixels, and the font at that size.
    """
    width = pixels * _TEXT_WIDTH
    sizes = [int(share * pixels) for share in np.linspace(_LARGEST_TEXT, _SMALLEST_TEXT, 19)]
    for size in sizes:
        face = _title_face(title, size, language)
        lines = break_lines(title, width, face.getlength)
        if lines and len(lines) * size * _LINE_HEIGHT <= pixels * _TEXT_HEIGHT:
            return lines, size, face
    size = sizes[-1]
    face = _title_face(title, size, language)
    room = int(pixels * _TEXT_HEIGHT / (size * _LINE_HEIGHT))
    lines = break_lines(title, width, face.getlength, anywhere=True)
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1][:-1].rstrip() + "…"]
    return lines, size, face


def _title_face(title: str, size: int, language: str) -> FreeTypeFont:
    face = font_for(title + "…", size, language) or font_for(title, size, language)
    assert face  # the title is set only if there is a font with its letters
    return face


def _jpeg(image: Image.Image, limit_bytes: int) -> bytes:
    for quality in _QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, dpi=(72, 72))
        if buffer.tell() < limit_bytes:
            return buffer.getvalue()
    smaller = image.resize((image.width * 3 // 4, image.height * 3 // 4))
    return _jpeg(smaller, limit_bytes)


def _numbers(text: str) -> NDArray[np.float64]:
    """Numbers from 0 to 1, always the same ones for a text."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return np.frombuffer(digest, dtype=np.uint8) / 255.0


def _colour(hue: float, saturation: float, lightness: float) -> NDArray[np.float32]:
    rgb = colorsys.hls_to_rgb(hue % 1.0, lightness, saturation)
    return np.array(rgb, dtype=np.float32) * 255
