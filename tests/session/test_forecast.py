"""A forecast is the session that will be rendered, before anything is spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from quietude import Output, Request, Script, Sound
from quietude.errors import EngineError
from quietude.plan.estimate import MOST_HASTE
from quietude.script.importing.importer import import_text
from quietude.script.parse import script_from_data
from quietude.session.forecast import forecast
from quietude.session.prepare import prepare
from quietude.session.progress import silent
from quietude.session.render import _fit, _speak
from quietude.sound.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.plan.timeline import Timeline


def rendered(script: Script, request: Request, sound: Sound, folder: Path) -> Timeline:
    """The timeline of a session as it is rendered, without its sound."""
    with prepare(script, Output(folder / "a.wav", receipt=False), request, sound, None) as job:
        return _fit(job, _speak(job, silent, 1))


@pytest.mark.parametrize("target", ["podcast", "audiobook"])
def test_with_its_phrases_in_the_cache_a_forecast_is_the_session_to_the_frame(
    small: Script, tmp_path: Path, target: str
) -> None:
    request, sound = Request(duration_s=34.0, engine="tone"), Sound(target=TARGETS[target])
    before = forecast(small, request, sound)
    assert before.estimated > 0
    timeline = rendered(small, request, sound, tmp_path)
    after = forecast(small, request, sound)
    assert after.estimated == 0
    assert after.voice.startswith("tone:")
    assert after.timeline == timeline
    assert forecast(small, replace(request, rate_wpm=140), sound).estimated > 0


def test_a_hurried_session_is_forecast_at_its_rate(tmp_path: Path) -> None:
    text = "Sit down, wherever you are, and let both of your feet rest.\n\n" * 12
    script = script_from_data(import_text(text, "sit.txt").data, source="sit.txt")
    request = Request(duration_s=84, engine="tone")
    expected = forecast(script, request)
    assert expected.request.rate_wpm is not None
    assert 115 < expected.request.rate_wpm <= round(115 * MOST_HASTE)
    assert rendered(script, request, Sound(), tmp_path).seconds == 84
    assert forecast(script, request).estimated == 0


def test_a_voice_that_is_not_here_is_told_unless_any_would_do(
    small: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_asked: str) -> None:
        message = "no voice here"
        raise EngineError(message)

    monkeypatch.setattr("quietude.session.forecast.open_voice", none)
    assert forecast(small, Request(duration_s=34)).voice == ""
    with pytest.raises(EngineError):
        forecast(small, Request(voice="nobody"))
