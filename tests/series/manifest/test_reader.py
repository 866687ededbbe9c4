from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from manifests import MANIFEST, manifest_problems, write_series
from quietude.errors import ManifestError
from quietude.plan.model import Tune
from quietude.series.manifest.reader import read_manifest


def test_every_mistake_is_reported_at_once_with_its_line(tmp_path: Path) -> None:
    found = manifest_problems(
        tmp_path,
        """\
show:
  id: Not An Id
  title: Calm
  descripton: A typo.
defaults: {engine: robot, rate: 999, colour: red}
every: sometimes
start: tomorrow
episodes:
  - safe-plase
  - file: missing.yaml
  - {file: one.yaml, duration: forever}
  - {file: one.yaml, set: {shoe: red}}
  - {exercise: safe-place, duration: 20s}
  - {exercise: safe-place, bed: lava, published: "31.12."}
  - {exercise: safe-place, file: one.yaml}
  - 7
""",
    )
    said = dict(found)
    assert [line for line, _ in found] == sorted(line or 0 for line, _ in found)
    assert 'an id is lower-case words joined by hyphens, like "safe-place"' in said[2]
    assert any(problem == (4, 'there is no key "descripton" here') for problem in found)
    assert {'"description" is missing', '"author" is missing'} <= {message for _, message in found}
    assert any("colour" in text for line, text in found if line == 5)
    assert said[6].startswith('"sometimes" does not say how often')
    assert said[7].startswith('"tomorrow" is not a date')
    assert 'no exercise "safe-plase"' in said[9]
    assert "no such file" in said[10]
    assert "not a length of time" in said[11]
    assert 'does not use "shoe"' in said[12]
    assert "safe-place" in said[13]
    assert any('no bed "lava"' in text for line, text in found if line == 14)
    assert said[15] == "an episode is one of exercise, file, programme or audio"
    assert "mapping" in said[16]


def test_a_category_is_one_of_apples(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "  author: Ada\n", "  author: Ada\n  categories: [Health, Arts/Design]\n"
    )
    assert manifest_problems(tmp_path, text) == [(6, 'there is no category "Health"')]


def test_a_mistake_in_the_defaults_has_their_line(tmp_path: Path) -> None:
    text = MANIFEST.replace("engine: tone", "engine: robot, rate: 999")
    found = manifest_problems(tmp_path, text)
    assert [line for line, _ in found] == [7, 7]


def test_pitch_and_range_of_the_voice(tmp_path: Path) -> None:
    text = MANIFEST.replace("engine: tone", "engine: tone, pitch: -2, range: 0.8")
    manifest = read_manifest(write_series(tmp_path, text))
    tunes = {episode.request.tune for episode in manifest.editions[0].episodes}
    assert tunes == {Tune(-2.0, 0.8)}
    wrong = text.replace("-2", "-40").replace("0.8", "9")
    assert [line for line, _ in manifest_problems(tmp_path, wrong)] == [7, 7]


def test_an_id_used_twice_names_the_other_line(tmp_path: Path) -> None:
    found = manifest_problems(tmp_path, MANIFEST + "  - {file: one.yaml}\n")
    assert found == [(13, 'the id "one" is taken by the episode on line 11')]


def test_dates_are_stated_or_computed(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "- file: two.yaml", "- {file: two.yaml, published: 2026-02-03T07:00+01:00}"
    )
    manifest = read_manifest(write_series(tmp_path, text + "  - {file: one.yaml, id: three}\n"))
    one, two, three = manifest.editions[0].episodes
    assert one.published is three.published is None
    assert manifest.dates.start == datetime(2026, 3, 1, tzinfo=UTC)
    assert two.published == datetime(2026, 2, 3, 6, tzinfo=UTC)


def test_notes_say_where_help_is(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST.replace("show:\n", "show:\n  region: nz\n"))
    notes = [episode.notes for episode in read_manifest(path).editions[0].episodes]
    assert any("1737" in note for note in notes)
    path = write_series(tmp_path, MANIFEST.replace("show:\n", "show:\n  region: UK\n"))
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert "GB" in str(caught.value.problems[0])


def test_a_programme_brings_its_sessions(tmp_path: Path) -> None:
    text = MANIFEST.replace("every: 1w\n", "")
    path = write_series(tmp_path, text + "  - {programme: first-week, bed: ocean}\n")
    episodes = read_manifest(path).editions[0].episodes
    assert len(episodes) > 4
    assert {str(episode.sound.bed) for episode in episodes[2:]} == {"ocean"}
    assert all(episode.request.duration_s for episode in episodes[2:])
    days = [episode.published.day for episode in episodes[2:] if episode.published]
    assert days == sorted(days)
    assert len({episode.id for episode in episodes}) == len(episodes)


def test_a_name_in_a_public_series_is_said_loudly_and_makes_nothing_private(
    tmp_path: Path,
) -> None:
    text = MANIFEST.replace("- file: one.yaml", "- {file: one.yaml, set: {name: Ada}}")
    manifest = read_manifest(write_series(tmp_path / "a", text))
    assert not manifest.show.private
    assert not any(episode.personal for episode in manifest.editions[0].episodes)
    (warning,) = manifest.warnings
    assert warning.line == 11
    assert "everybody will hear a personal detail (name)" in warning.message
    public = text.replace("show:\n", "show:\n  private: false\n")
    assert read_manifest(write_series(tmp_path / "b", public)).warnings == ()
    private = text.replace("show:\n", "show:\n  private: true\n")
    manifest = read_manifest(write_series(tmp_path / "c", private))
    assert manifest.show.private
    assert [episode.personal for episode in manifest.editions[0].episodes] == [True, False]


@pytest.mark.parametrize("text", ["", "- a list", "show: [", "\x00", "just words"])
def test_files_that_are_not_a_manifest_are_refused(tmp_path: Path, text: str) -> None:
    assert manifest_problems(tmp_path, text)


def test_a_bed_has_a_level_by_name_or_in_decibels(tmp_path: Path) -> None:
    for written, wanted in (("soft", (0.0, "soft")), ("-3", (-3.0, "present"))):
        text = MANIFEST.replace("engine: tone", f"engine: tone, bed_level: {written}")
        folder = tmp_path / written
        folder.mkdir()
        for episode in read_manifest(write_series(folder, text)).editions[0].episodes:
            levels = episode.sound.levels
            assert (levels.bed_db, levels.presence) == wanted
    text = MANIFEST.replace("engine: tone", "engine: tone, bed_level: loud")
    assert {line for line, _ in manifest_problems(tmp_path, text)} == {7}
