"""Settings, presets and the options of an earlier session stand in for what is not given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command_line import assert_clear_failure, run
from quietude.cli.making.saved_options import options_of, settings_path

if TYPE_CHECKING:
    from pathlib import Path

TONE = ["voice=tone:tone", "bed=none"]


def receipt(path: Path) -> dict[str, object]:
    found = json.loads(path.with_suffix(".receipt.json").read_text(encoding="utf-8"))
    return {**found["request"], "voice": found["voice"]["engine"]}


def test_settings_are_kept_with_their_comments() -> None:
    assert "nothing is kept yet" in run("settings").stdout
    kept = run("settings", *TONE)
    assert "voice tone:tone, bed none" in kept.stdout
    run("settings", "--preset", "evening", "ending=sleep", "bed=rain")
    run("settings", "bed=", "region=GB")
    text = settings_path().read_text(encoding="utf-8")
    assert text.startswith("# Options that you do not want to type again")
    shown = run("settings").stdout
    assert "voice tone:tone, region GB" in shown
    assert "--preset evening ending sleep, bed rain" in shown


def test_mistakes_in_settings_are_named() -> None:
    assert_clear_failure(run("settings", "bad=x"), 2, 'Did you mean "bed"?')
    assert_clear_failure(
        run("settings", "--preset", "For Sleep", "bed=rain"), 2, "lower-case words"
    )
    assert_clear_failure(run("plan", "safe-place", "--preset", "nap"), 2, 'no preset "nap"')
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("bed = [1]", encoding="utf-8")
    assert_clear_failure(run("plan", "safe-place"), 2, "takes a text or a number")
    settings_path().write_text("bed = rain", encoding="utf-8")
    assert_clear_failure(run("settings"), 2, "your settings cannot be read")


def test_the_command_line_wins_over_presets_and_presets_over_settings(
    brief_script: str, tmp_path: Path
) -> None:
    run("settings", *TONE, "ending=sleep")
    run("settings", "--preset", "day", "ending=return", "pacing=spacious")
    path = tmp_path / "a.wav"
    result = run("render", brief_script, "-o", str(path), "--preset", "day", "--pacing", "gentle")
    assert result.returncode == 0, result.stderr
    assert "with your settings: voice tone:tone, bed none" in result.stderr
    made = receipt(path)
    assert (made["voice"], made["bed"]) == ("tone", "none")
    assert (made["ending"], made["pacing"]) == ("return", "gentle")


def test_a_session_can_be_like_an_earlier_one(script: str, tmp_path: Path) -> None:
    assert_clear_failure(run("plan", script, "--like", "last"), 2, "no session was rendered")
    path = tmp_path / "a.wav"
    run("render", script, "-o", str(path), "--voice", "tone:tone", "--bed", "none",
        "--pacing", "gentle", "--set", "name=Ada", "--duration", "36s")  # fmt: skip
    for like in (str(path), "last"):
        other = tmp_path / "b.wav"
        again = run(
            "render", script, "-o", str(other), "--like", like, "--overwrite", "--duration", "36s"
        )
        assert again.returncode == 0, again.stderr
        assert "pacing gentle" in again.stderr
        assert receipt(other)["pacing"] == "gentle"
        assert receipt(other)["slots_filled"] == []
    assert_clear_failure(run("plan", script, "--like", "no.mp3"), 2, "there is no receipt")


def test_nothing_personal_is_kept() -> None:
    request = {
        "pacing": None, "ending": "return", "bed": "rain", "bed_level": "soft",
        "bed_level_db": 0.0, "bell_level_db": 0.0, "voice_level_db": -1.5, "tones": None,
        "target": "podcast", "slots_filled": ["name"], "duration_s": 60,
    }  # fmt: skip
    voice = {"engine": "hibari", "id": "heart", "rate_asked_wpm": 110}
    assert options_of({"request": request, "voice": voice}) == {
        "voice": "hibari:heart", "rate": "110", "ending": "return", "bed": "rain",
        "bed-level": "soft", "voice-level": "-1.5", "target": "podcast",
    }  # fmt: skip
