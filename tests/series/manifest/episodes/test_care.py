from __future__ import annotations

from pathlib import Path

import pytest

from manifests import MANIFEST, SHORT, write_series
from quietude.care.check import Finding, check_care
from quietude.errors import ManifestError
from quietude.script.model import Script
from quietude.series.manifest.reader import read_manifest


def test_a_definition_with_care_errors_is_refused(tmp_path: Path) -> None:
    write_series(tmp_path)
    bad = SHORT.format(id="bad", title="Bad", words="You must not cry, or I will hurt you")
    (tmp_path / "bad.yaml").write_text(bad.replace("intensity: light", "intensity: high"))
    path = tmp_path / "series.yaml"
    path.write_text(MANIFEST + "  - file: bad.yaml\n", encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    (found,) = caught.value.problems
    assert str(found.path).endswith("bad.yaml")
    assert "named on line 13 of series.yaml" in str(found.hint)
    assert "--accept-care-risks" not in str(found.hint)


def test_care_warnings_have_their_line(tmp_path: Path) -> None:
    manifest = """\
show: {id: calm, title: Calm, description: Short ones., author: Ada, type: serial}
defaults:
  intro: Close your eyes.
  outro: Thank you.
episodes:
  - {exercise: five-questions, duration: 20m}
  - safe-place
"""
    found = read_manifest(write_series(tmp_path, manifest)).warnings
    assert [(problem.line, problem.message.split(":")[0]) for problem in found] == [
        (3, "T08"),
        (6, "T30"),
        (7, "T30"),
    ]
    assert all(problem.hint for problem in found)
    kind = manifest.replace("Close your eyes.", "Good evening.").replace("serial", "episodic")
    assert read_manifest(write_series(tmp_path, kind)).warnings == ()


@pytest.mark.parametrize(
    ("intro", "outro", "lines"),
    [
        ("Close your eyes.", "Thank you.", [3]),
        ("Good evening.", "Now close your eyes.", [4]),
        ("{exercise: small-hello}", "Now close your eyes.", [4]),
    ],
)
def test_a_warning_names_the_intro_or_the_outro_that_causes_it(
    tmp_path: Path, intro: str, outro: str, lines: list[int]
) -> None:
    manifest = f"""\
show: {{id: calm, title: Calm, description: Short ones., author: Ada}}
defaults:
  intro: {intro}
  outro: {outro}
episodes: [safe-place]
"""
    found = read_manifest(write_series(tmp_path, manifest)).warnings
    assert [warning.line for warning in found if warning.message.startswith("T08")] == lines


def test_a_script_is_checked_once_for_all_its_episodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Script] = []

    def check(script: Script) -> list[Finding]:
        looked.append(script)
        return check_care(script)

    monkeypatch.setattr("quietude.series.manifest.episodes.care.check_care", check)
    monkeypatch.setattr("quietude.care.check.check_care", check)
    episodes = "".join(f"  - {{file: one.yaml, id: e{number}}}\n" for number in range(9))
    text = MANIFEST.partition("  - file:")[0].replace("}\n", ", intro: Close your eyes.}\n")
    assert read_manifest(write_series(tmp_path, text + episodes)).warnings
    assert len(looked) == 2  # with the words before it, and without
