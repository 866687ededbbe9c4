"""Nobody changes tags, texts or covers without raising what tells series to write them again."""

from __future__ import annotations

import copy

import pytest

import texts_golden
from texts_golden import complaint, measured, read_golden


def test_texts_are_as_their_version_says() -> None:
    said = complaint(measured(), read_golden())
    assert not said, said


@pytest.mark.parametrize(
    ("part", "place", "value"),
    [
        ("beside", "captions.vtt", ["WEBVTT"]),
        ("beside", "chapters.json", []),
        ("cover", "Rest", [["Re", "st"], 90]),
        ("cover", "colours", [9.0] * 12),
    ],
)
def test_a_change_asks_for_a_version(
    part: str,
    place: str,
    value: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorded = read_golden()
    found = copy.deepcopy(recorded["figures"])
    found[part][place] = value
    assert "raise TEXTS_VERSION" in complaint(found, recorded)
    before = texts_golden.GOLDEN.read_bytes()
    monkeypatch.setattr(texts_golden, "measured", lambda: found)
    assert texts_golden.record() == 1
    assert "raise TEXTS_VERSION" in capsys.readouterr().err
    assert texts_golden.GOLDEN.read_bytes() == before


def test_a_version_that_was_raised_has_to_be_recorded() -> None:
    recorded = {**read_golden(), "version": 0}
    assert "--record" in complaint(recorded["figures"], recorded)
