"""Nobody changes how sessions sound without raising what tells series to render them again."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import sound_golden
from quietude.series.build.keys import VERSIONS
from sound_golden import complaint, measured, read_golden


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    return read_golden()


def test_sessions_sound_as_their_versions_say(recorded: dict[str, Any]) -> None:
    said = complaint(measured(), recorded)
    assert not said, said


@pytest.mark.parametrize(
    ("area", "place", "value"),
    [
        ("speech", "levels", -21.0),
        ("fit", "ideal", {"speech": []}),
        ("sound", "bed", -40.0),
        ("sound", "peak_db", -3.9),
        ("delivery", "lame", ["set_quality", 2]),
    ],
)
def test_a_change_asks_for_a_version(
    recorded: dict[str, Any], area: str, place: str, value: object
) -> None:
    found = copy.deepcopy(recorded["figures"])
    if isinstance(found[area][place], list):
        found[area][place][3] = value
    else:
        found[area][place] = value
    said = complaint(found, recorded)
    assert "raise " in said
    assert (f'VERSIONS["{area}"]' in said) == (area != "speech")
    assert "sound_golden.py --record" in said


def test_the_rounding_of_another_processor_is_no_change(recorded: dict[str, Any]) -> None:
    found = copy.deepcopy(recorded["figures"])
    found["sound"]["bed"] = [level + 0.02 for level in found["sound"]["bed"]]
    found["delivery"]["decoded"] = [level - 0.2 for level in found["delivery"]["decoded"]]
    assert not complaint(found, recorded)


def test_a_version_that_was_raised_has_to_be_recorded(
    recorded: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERSIONS, "sound", 99)
    found = copy.deepcopy(recorded["figures"])
    assert "a version was raised" in complaint(found, recorded)
    found["sound"]["peak_db"] = 0.0
    assert "new version" in complaint(found, recorded)


def test_recording_is_refused_where_no_version_was_raised(
    recorded: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = copy.deepcopy(recorded["figures"])
    found["sound"]["peak_db"] = 0.0
    before = sound_golden.GOLDEN.read_bytes()
    monkeypatch.setattr(sound_golden, "measured", lambda: found)
    assert sound_golden.record(otherwise=False) == 1
    assert 'raise VERSIONS["sound"]' in capsys.readouterr().err
    assert sound_golden.GOLDEN.read_bytes() == before
