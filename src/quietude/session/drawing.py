"""A drawing of rectangles, lines and words, as SVG or PNG: all that a picture of time needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from quietude.deliver.tags import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont

_SCALE = 2
"""PNG is drawn at twice the size, for screens with fine pixels."""

_FAMILY = "DejaVu Sans, Verdana, sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points ``(x, y)``."""

    points: Sequence[tuple[float, float]]
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its base line. What does not fit into ``room`` is cut off."""

    x: float
    y: float
    text: str
    size: int = 13
    colour: str = "#3a3a44"
    room: float = 1e9


@dataclass(slots=True)
class Drawing:
    """Shapes on a white ground, later ones over earlier ones.

    Attributes:
        width: In pixels.
        height: In pixels.
        title: What it shows, for those who do not see it.
        shapes: What is drawn.
    """

    width: int
    height: int
    title: str
    shapes: list[Box | Line | Words] = field(default_factory=list)

    def add(self, *shapes: Box | Line | Words) -> None:
        """Draw something over what is there."""
        self.shapes += shapes

    def svg(self) -> bytes:
        """The drawing as SVG."""
        size = f'width="{self.width}" height="{self.height}"'
        box = f'viewBox="0 0 {self.width} {self.height}"'
        rows = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img"',
            f'     font-family="{_FAMILY}">',
            f"<title>{escape(self.title)}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *map(_svg, self.shapes),
            "</svg>",
        ]
        return ("\n".join(rows) + "\n").encode()

    def png(self) -> bytes:
        """The drawing as PNG."""
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (self.width * _SCALE, self.height * _SCALE), "#ffffff")
        draw = ImageDraw.Draw(image)
        for it in self.shapes:
            match it:
                case Box():
                    left, top = it.x * _SCALE, it.y * _SCALE
                    right = max(left, (it.x + it.width) * _SCALE - 1)
                    bottom = max(top, (it.y + it.height) * _SCALE - 1)
                    draw.rectangle((left, top, right, bottom), fill=it.colour)
                case Line():
                    points = [(x * _SCALE, y * _SCALE) for x, y in it.points]
                    draw.line(points, it.colour, max(1, round(it.width * _SCALE)), joint="curve")
                case Words():
                    place = (it.x * _SCALE, it.y * _SCALE)
                    text, face = _set(_cut(it), it.size * _SCALE)
                    draw.text(place, text, it.colour, face, anchor="ls")
        buffer = BytesIO()
        image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def _svg(it: Box | Line | Words) -> str:
    match it:
        case Box():
            return (
                f'<rect x="{it.x:.2f}" y="{it.y:.2f}" width="{max(it.width, 0.5):.2f}" '
                f'height="{it.height:.2f}" fill="{it.colour}"/>'
            )
        case Line():
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in it.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{it.colour}" '
                f'stroke-width="{it.width}"/>'
            )
        case Words():
            return (
                f'<text x="{it.x:.2f}" y="{it.y:.2f}" font-size="{it.size}" '
                f'fill="{it.colour}">{escape(_cut(it))}</text>'
            )


def _set(text: str, pixels: int) -> tuple[str, FreeTypeFont]:
    """A text and the font that has most of it; a dot for each character that this one lacks."""
    from quietude.deliver.fonts import font_with_most, without_pictographs

    face, lacking = font_with_most(text, pixels)
    if lacking:
        text = without_pictographs(text)
        face, lacking = font_with_most(text, pixels)
    return "".join("·" if it in lacking else it for it in text), face


def _cut(words: Words) -> str:
    """Its text as far as there is room."""
    text = printable(words.text)[:300]
    _, face = _set(text, words.size)
    if face.getlength(text) <= words.room:
        return text
    while text and face.getlength(text + "…") > words.room:
        text = text[:-1]
    return text + "…" if text else ""
