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
    """A line of text; ``y`` is its base line. Text beyond ``room`` is cut off."""

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
        title: A description for those who do not see it.
        shapes: The shapes, in the order they are drawn.
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
        for shape in self.shapes:
            match shape:
                case Box():
                    left, top = shape.x * _SCALE, shape.y * _SCALE
                    right = max(left, (shape.x + shape.width) * _SCALE - 1)
                    bottom = max(top, (shape.y + shape.height) * _SCALE - 1)
                    draw.rectangle((left, top, right, bottom), fill=shape.colour)
                case Line():
                    points = [(x * _SCALE, y * _SCALE) for x, y in shape.points]
                    draw.line(
                        points, shape.colour, max(1, round(shape.width * _SCALE)), joint="curve"
                    )
                case Words():
                    place = (shape.x * _SCALE, shape.y * _SCALE)
                    text, face = _set(_cut(shape), shape.size * _SCALE)
                    draw.text(place, text, shape.colour, face, anchor="ls")
        buffer = BytesIO()
        image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def _svg(shape: Box | Line | Words) -> str:
    match shape:
        case Box():
            return (
                f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{max(shape.width, 0.5):.2f}" '
                f'height="{shape.height:.2f}" fill="{shape.colour}"/>'
            )
        case Line():
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.colour}" '
                f'stroke-width="{shape.width}"/>'
            )
        case Words():
            return (
                f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size}" '
                f'fill="{shape.colour}">{escape(_cut(shape))}</text>'
            )


def _set(text: str, pixels: int) -> tuple[str, FreeTypeFont]:
    """A text and the font that has most of it; a dot for each character that this one lacks."""
    from quietude.deliver.fonts import font_with_most, without_pictographs

    face, lacking = font_with_most(text, pixels)
    if lacking:
        text = without_pictographs(text)
        face, lacking = font_with_most(text, pixels)
    return "".join("·" if character in lacking else character for character in text), face


def _cut(words: Words) -> str:
    """Its text as far as there is room."""
    text = printable(words.text)[:300]
    _, face = _set(text, words.size)
    if face.getlength(text) <= words.room:
        return text
    while text and face.getlength(text + "…") > words.room:
        text = text[:-1]
    return text + "…" if text else ""
