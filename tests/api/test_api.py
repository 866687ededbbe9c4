"""The functions for Python: found by completion, natural values, errors that speak Python."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from rich.console import Console

import quietude
from examples import SMALL
from quietude.api.errors import in_python

if TYPE_CHECKING:
    from pathlib import Path

TONE: dict[str, Any] = {"voice": "tone:tone", "bed": "none"}


@pytest.fixture
def small() -> quietude.Script:
    return quietude.parse_script(SMALL)


def test_everything_is_found_by_completion() -> None:
    assert dir(quietude) == sorted(quietude.__all__)
    assert all(getattr(quietude, name) is not None for name in quietude.__all__)
    assert quietude.__version__
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        quietude.rendr  # noqa: B018


def test_a_session_is_made_with_plain_values(small: quietude.Script, tmp_path: Path) -> None:
    path = tmp_path / "s.wav"
    session = quietude.render(
        small, path, duration="36s", details={"name": "Ada"}, captions="vtt, srt",
        chapters=["json"], target="quiet", **TONE,
    )  # fmt: skip
    assert session.timeline.seconds == 36.0
    assert session.sound.target.name == "quiet"
    assert {one.suffix for one in session.artefact_paths} == {".vtt", ".srt", ".json"}
    html = session._repr_html_()
    assert "<audio controls src='data:audio/wav;base64," in html
    assert "Coming back" in html
    path.unlink()
    assert "<audio" not in session._repr_html_()


def test_a_plan_is_text_a_table_and_html(small: quietude.Script) -> None:
    planned = quietude.preview(small, duration=timedelta(seconds=75), **TONE)
    assert planned.seconds == 75.0
    assert planned.chapters[0] == ("Arriving", 0.0)
    assert "It is good to have you here." in str(planned)
    assert "<table>" in planned._repr_html_()
    console = Console(record=True, width=90, file=io.StringIO())
    console.print(planned)
    assert "I am here." in console.export_text()
    assert quietude.preview(small, duration="40s", **TONE).left_out


def test_lists_are_values() -> None:
    assert quietude.exercises("hug")[0].id == "butterfly-hug"
    assert "rain" in quietude.beds()
    assert "bowl" in quietude.bells()
    assert "audiobook" in quietude.targets()
    assert quietude.programmes()[0].sessions > 1
    assert quietude.voices("german", language="all")[0].language.startswith("de")


def test_a_line_is_spoken_and_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = quietude.speak("There is time.", "tone:tone")
    assert line.voice == "tone:tone"
    assert soundfile.info(line.save(tmp_path / "l.wav")).duration == pytest.approx(line.seconds)
    assert "data:audio/wav;base64," in line._repr_html_()
    played: list[int] = []
    monkeypatch.setattr("quietude.api.hearing.play_blocks", lambda _blocks, hz: played.append(hz))
    for sound in (line, "rain", "bowl", tmp_path / "l.wav"):
        quietude.play(sound)
    quietude.play(quietude.parse_script(SMALL), first="2s", **TONE)
    assert played == [44_100] * 5


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"duration": "ten"}, "is not a length of time"),
        ({"duration": [10]}, "a text or a number of minutes, not list"),
        ({"details": "Ada"}, "details are a dictionary, not str"),
        ({"rate": "fast"}, "rate is a whole number, not str"),
        ({"target": "cinema"}, 'no target "cinema"'),
        ({"bed": "lava"}, 'no bed "lava"'),
    ],
)
def test_wrong_values_are_our_errors(
    small: quietude.Script, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(quietude.QuietudeError, match=words):
        quietude.preview(small, **values)


def test_requests_and_sounds_take_texts() -> None:
    assert quietude.Request(duration_s="2m").duration_s == 120.0  # type: ignore[arg-type]
    assert quietude.Sound(target="audiobook").target.name == "audiobook"  # type: ignore[arg-type]
    with pytest.raises(quietude.UsageError, match="a number of seconds, not list"):
        quietude.Request(duration_s=[2])  # type: ignore[arg-type]


def test_hints_name_arguments(small: quietude.Script, tmp_path: Path) -> None:
    path = tmp_path / "s.wav"
    path.write_bytes(b"here")
    with pytest.raises(quietude.QuietudeError) as caught:
        quietude.render(small, path, duration="1m", **TONE)
    assert "overwrite=True" in str(caught.value)
    assert "--" not in str(caught.value)


@pytest.mark.parametrize(
    ("hint", "python"),
    [
        ("To replace it: --overwrite", "To replace it: overwrite=True"),
        ("Leave --bed out, or choose --target podcast.",
         'Leave bed out, or choose target="podcast".'),
        ("See the voices with: quietude voices list", "See the voices with: quietude.voices()"),
        ("For no bed: --bed none", 'For no bed: bed="none"'),
        ("Ask for a shorter --duration, or split the session.",
         "Ask for a shorter duration, or split the session."),
    ],
)  # fmt: skip
def test_hints_are_translated(hint: str, python: str) -> None:
    assert in_python(hint) == python
