"""Letters no voice can read, in the tables of a series."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from manifests import MANIFEST, built, previewed, write_series
from quietude.errors import ManifestError
from quietude.series.site.record import read_record
from quietude.speech.engines.phrase_checks import ascii_text
from quietude.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _latin_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToneEngine, "check_letters", lambda _engine, text, _voice: ascii_text(text))


def test_a_dry_run_names_the_line_a_voice_cannot_read(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    two = tmp_path / "two.yaml"
    two.write_text(two.read_text(encoding="utf-8").replace("Hello", "你好"), encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        previewed(path, tmp_path / "site")
    (problem,) = caught.value.problems
    assert "two.yaml:10: this voice cannot read Chinese letters" in problem.message


def test_a_detail_in_other_letters_gives_way_to_the_fallback(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("title: Calm Evenings", "title: Calm Evenings\n  private: true")
    manifest = manifest.replace("- file: two.yaml", "- {file: two.yaml, set: {name: 李}}")
    path = write_series(tmp_path, manifest)
    two = tmp_path / "two.yaml"
    text = two.read_text(encoding="utf-8").replace('default: ""', 'default: "", fallback: friend')
    two.write_text(text, encoding="utf-8")
    report = built(path, tmp_path / "site")
    assert (report.rendered, report.failed) == (2, [])
    assert read_record(tmp_path / "site")
    assert built(path, tmp_path / "site").kept == 2


def test_a_melody_that_an_engine_cannot_make_is_refused_before_anything_is_spoken(
    tmp_path: Path,
) -> None:
    path = write_series(tmp_path, MANIFEST.replace("engine: tone", "engine: tone, pitch: -2"))
    with pytest.raises(ManifestError) as caught:
        built(path, tmp_path / "site")
    assert "tone cannot change the pitch" in caught.value.problems[0].message


def test_a_dry_run_refuses_a_voice_that_may_not_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_series(tmp_path)
    voices = [replace(voice, terms="research") for voice in ToneEngine().voices()]
    monkeypatch.setattr(ToneEngine, "voices", lambda _engine: voices)
    with pytest.raises(ManifestError) as caught:
        previewed(path, tmp_path / "site")
    assert "recordings that were given for research alone" in caught.value.problems[0].message
    private = MANIFEST.replace("  author: Ada\n", "  author: Ada\n  private: true\n")
    path.write_text(private, encoding="utf-8")
    assert previewed(path, tmp_path / "site") == ["render /one", "render /two"]
