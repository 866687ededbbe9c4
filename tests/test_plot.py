"""The picture of a session."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from quietude import Extras, Options, Request, Script, outline, render
from quietude.errors import DeliveryError, UsageError
from quietude.pipeline import write_plot
from quietude.plot import Sketch, plot

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_plan_as_svg(small: Script) -> None:
    root = ET.fromstring(plot(outline(small), ".svg"))
    words = [it.text or "" for it in root.iter(f"{NAMESPACE}text")]
    assert "estimated" in words[0]
    assert {"Chapters", "Voice", "Pauses", "Bed", "Resting"} <= set(words)
    assert "Loudness" not in words


def test_a_plan_as_png(small: Script) -> None:
    image = Image.open(BytesIO(plot(outline(small), ".PNG")))
    assert image.size == (2800, 800)
    assert len(np.unique(np.asarray(image).reshape(-1, 3), axis=0)) > 10


def test_a_finished_session_has_its_sound(small: Script, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    options = Options(engine="tone", extras=Extras(plot=path))
    result = render(small, tmp_path / "a.opus", Request(duration_s=48.0), options)
    root = ET.fromstring(path.read_bytes())
    words = {it.text for it in root.iter(f"{NAMESPACE}text")}
    assert {"Sound", "Loudness"} <= words
    assert result.others == (path,)


@pytest.mark.parametrize("size", [1000, 44_100, 400_000])
def test_a_sketch_does_not_depend_on_blocks(size: int) -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, (400_000, 2)).astype(np.float32)
    sound[200_000:] *= 0.1
    found = Sketch(np.split(sound, range(size, 400_000, size)), 400_000, 44_100)
    assert len(found.loudness) == 3
    assert found.loudness[0] > found.loudness[2] + 15
    assert found.peaks[:600].min() > 0.1 > found.peaks[640:].max()


def test_what_is_no_picture(small: Script, empty_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no picture"):
        render(small, empty_folder / "a.mp3", None, Options(extras=Extras(plot=Path("a.pdf"))))
    path = tmp_path / "a.svg"
    write_plot(outline(small), path)
    with pytest.raises(DeliveryError, match="exists already"):
        write_plot(outline(small), path)
