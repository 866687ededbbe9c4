"""The picture of a session."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from examples import BRIEF_S
from quietude import LevelOffsets, Output, Request, Script, Sound, outline, render
from quietude.audio.clip import Samples
from quietude.errors import DeliveryError, UsageError
from quietude.script.bed import LibraryBed, NoBed
from quietude.session.artefacts.picture import Picture
from quietude.session.picture.plot import plot, write_plot
from quietude.session.picture.waveform import Waveform
from quietude.sound.tones import Tones

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_plan_as_svg(small: Script) -> None:
    root = ET.fromstring(plot(outline(small), ".svg"))
    words = [element.text or "" for element in root.iter(f"{NAMESPACE}text")]
    assert "estimated" in words[0]
    assert {"Chapters", "Voice", "Pauses", "Bed", "Resting"} <= set(words)
    assert "Loudness" not in words


def test_a_plan_as_png(small: Script) -> None:
    image = Image.open(BytesIO(plot(outline(small), ".PNG")))
    assert image.size == (2800, 800)
    assert len(image.getcolors(image.width * image.height) or ()) > 10


@pytest.mark.parametrize("size", [1000, 44_100, 400_000])
def test_a_waveform_does_not_depend_on_blocks(size: int) -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, (400_000, 2)).astype(np.float32)
    sound[200_000:] *= 0.1
    found = Waveform(np.split(sound, range(size, 400_000, size)), 400_000, 44_100)
    assert len(found.loudness) == 3
    assert found.loudness[0] > found.loudness[2] + 15
    assert found.peaks[:600].min() > 0.1 > found.peaks[640:].max()


def _bed_line(svg: bytes) -> list[float]:
    """The heights of the longest line, which is that of the bed, above its own zero line."""
    root = ET.fromstring(svg)
    lines = [line.get("points", "").split() for line in root.iter(f"{NAMESPACE}polyline")]
    return [float(point.split(",")[1]) for point in max(lines, key=len)]


def test_the_picture_shows_the_parts_at_the_levels_asked_for(brief: Script, tmp_path: Path) -> None:
    for name, level_db in (("usual", 0.0), ("softer", -20.0)):
        output = Output(tmp_path / f"{name}.wav", artefacts=[Picture(tmp_path / f"{name}.svg")])
        sound = Sound(bed=LibraryBed("brown"), levels=LevelOffsets(bed_db=level_db))
        result = render(brief, output, Request(duration_s=BRIEF_S, engine="tone"), sound)
        assert result.artefact_paths == (tmp_path / f"{name}.svg",)
    root = ET.fromstring((tmp_path / "usual.svg").read_bytes())
    assert {"Sound", "Loudness"} <= {element.text for element in root.iter(f"{NAMESPACE}text")}
    usual, softer = ((tmp_path / f"{name}.svg").read_bytes() for name in ("usual", "softer"))
    assert np.median(_bed_line(softer)) > np.median(_bed_line(usual)) + 5  # lower on the page

    def boxes(svg: bytes, colour: str) -> float:
        root = ET.fromstring(svg)
        found = [box for box in root.iter(f"{NAMESPACE}rect") if box.get("fill") == colour]
        return sum(float(box.get("height", 0)) for box in found if box.get("width") == "1.00")

    assert boxes(usual, "#4b8b5c") > boxes(softer, "#4b8b5c") > 0  # the bed
    assert boxes(usual, "#8fb3d4") == pytest.approx(boxes(softer, "#8fb3d4"), rel=0.05)  # the voice


def test_the_bed_is_drawn_with_its_fades(small: Script) -> None:
    line = _bed_line(plot(outline(small), ".svg"))
    lowest = max(line)
    assert line[0] == line[-1] == lowest
    voiced = float(np.median(line))
    assert voiced < lowest - 20
    # The last fade is a slope, not a cliff.
    assert sum(voiced + 2 < height < lowest - 2 for height in line[len(line) // 2 :]) > 20


def test_tones_are_named_and_no_bed_has_no_line(small: Script) -> None:
    timeline = outline(small)
    silent = dataclasses.replace(
        timeline, beds=tuple(dataclasses.replace(placed, bed=NoBed()) for placed in timeline.beds)
    )
    sound = Waveform([], timeline.total_frames, timeline.sample_rate_hz)
    without = plot(silent, ".svg", sound)
    sound.tones = Tones("binaural", 4.0, 180.0).words
    beside = plot(silent, ".svg", sound)
    assert b"no bed" in without
    assert b"no bed + binaural tones, 4 beats a second at 180 Hz" in beside
    assert b'"#4b8b5c"' not in without
    assert b'"#4b8b5c"' in beside


def test_a_part_is_drawn_where_it_sounds() -> None:
    class Half:
        def __init__(self) -> None:
            self.at = 0

        def read(self, frames: int) -> Samples:
            self.at += frames
            level = 0.5 if self.at > 200_000 else 0.0
            return np.full((frames, 2), level, dtype=np.float32)

        def seek(self, frame: int) -> None:
            self.at = frame

    found = Waveform([], 400_000, 44_100)
    found.add_part("bed", Half(), 400_000, 0.5)
    assert not found.parts["bed"][:500].any()
    np.testing.assert_allclose(found.parts["bed"][800:], 0.25)


def test_files_that_are_not_pictures(small: Script, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PNG or SVG"):
        Picture(Path("a.pdf"))
    path = tmp_path / "a.svg"
    write_plot(outline(small), path)
    with pytest.raises(DeliveryError, match="exists already"):
        write_plot(outline(small), path)
