from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from manifests import MANIFEST, SHORT, write_series
from quietude.care.check import Finding, check_care
from quietude.errors import ManifestError
from quietude.script.model import Say, Script, Slot
from quietude.script.slots import clean_value
from quietude.series.manifest.listeners import SHOWN, read_listeners
from quietude.series.manifest.reader import read_manifest


def problems(folder: Path, manifest: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ManifestError) as caught:
        read_manifest(write_series(folder, manifest))
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_every_mistake_is_reported_at_once_with_its_line(tmp_path: Path) -> None:
    found = problems(
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
    assert 'no slot "shoe"' in said[12]
    assert "safe-place" in said[13]
    assert any('no bed "lava"' in text for line, text in found if line == 14)
    assert said[15] == "an episode is one of exercise, file or programme"
    assert "mapping" in said[16]


def test_a_category_is_one_of_apples(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "  author: Ada\n", "  author: Ada\n  categories: [Health, Arts/Design]\n"
    )
    assert problems(tmp_path, text) == [(6, 'there is no category "Health"')]


def test_a_mistake_in_the_defaults_has_their_line(tmp_path: Path) -> None:
    text = MANIFEST.replace("engine: tone", "engine: robot, rate: 999")
    found = problems(tmp_path, text)
    assert [line for line, _ in found] == [7, 7]


def test_an_id_used_twice_names_the_other_line(tmp_path: Path) -> None:
    found = problems(tmp_path, MANIFEST + "  - {file: one.yaml}\n")
    assert found == [(13, 'the id "one" is taken by the episode on line 11')]


def test_a_definition_with_care_errors_is_refused(tmp_path: Path) -> None:
    write_series(tmp_path)
    bad = SHORT.format(id="bad", title="Bad", words="You must not cry, or I will hurt you")
    (tmp_path / "bad.yaml").write_text(bad.replace("intensity: light", "intensity: high"))
    with pytest.raises(ManifestError) as caught:
        read_manifest(_with(tmp_path, MANIFEST + "  - file: bad.yaml\n"))
    (found,) = caught.value.problems
    assert str(found.path).endswith("bad.yaml")
    assert "named on line 13 of series.yaml" in str(found.hint)
    assert "--accept-care-risks" not in str(found.hint)


def _with(folder: Path, text: str) -> Path:
    path = folder / "series.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_dates_are_stated_or_computed(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "- file: two.yaml", "- {file: two.yaml, published: 2026-02-03T07:00+01:00}"
    )
    manifest = read_manifest(write_series(tmp_path, text + "  - {file: one.yaml, id: three}\n"))
    one, two, three = manifest.editions[0].episodes
    assert one.published == datetime(2026, 3, 1, tzinfo=UTC)
    assert two.published == datetime(2026, 2, 3, 6, tzinfo=UTC)
    assert three.published == datetime(2026, 3, 15, tzinfo=UTC)


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


def test_intro_and_outro_are_part_of_the_session(tmp_path: Path) -> None:
    text = MANIFEST.replace(
        "bed: none}",
        'bed: none, intro: "Good evening{{ \\", \\" + name if name }}.", '
        "outro: {fragment: way-out, title: Afterwards}}",
    )
    text = text.replace("- file: two.yaml", '- {file: two.yaml, intro: ""}')
    one, two = read_manifest(write_series(tmp_path, text)).editions[0].episodes
    assert [section.title for section in one.script.sections][0::3] == ["Opening", "Afterwards"]
    assert next(step.text for step in one.script.steps() if isinstance(step, Say)).startswith(
        "Good"
    )
    assert [section.title for section in two.script.sections] == [
        "Arriving",
        "Coming back",
        "Afterwards",
    ]


def test_a_series_with_a_name_is_private_unless_told_otherwise(tmp_path: Path) -> None:
    text = MANIFEST.replace("- file: one.yaml", "- {file: one.yaml, set: {name: Ada}}")
    manifest = read_manifest(write_series(tmp_path / "a", text))
    assert manifest.show.private
    assert [episode.personal for episode in manifest.editions[0].episodes] == [True, False]
    public = text.replace("show:\n", "show:\n  private: false\n")
    manifest = read_manifest(write_series(tmp_path / "b", public))
    assert not manifest.show.private
    assert not any(episode.personal for episode in manifest.editions[0].episodes)


def test_a_table_of_listeners_makes_an_edition_for_each(tmp_path: Path) -> None:
    text = MANIFEST + "listeners: {file: people.csv, ignore: [email]}\n"
    path = write_series(tmp_path, text)
    table = "id,name,email\n7,Ada,ada@example.org\n9,,b@example.org\n"
    (tmp_path / "people.csv").write_text(table)
    manifest = read_manifest(path)
    assert [edition.listener for edition in manifest.editions] == ["7", "9"]
    first, second = (edition.episodes[0] for edition in manifest.editions)
    assert (first.request.slot_values, second.request.slot_values) == ({"name": "Ada"}, {})
    assert first.personal
    assert second.personal
    assert manifest.show.private


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("name\nAda\n", 1, "names the columns"),
        ("id,name\n1,Ada\n1,Eve\n", 3, "given to another listener on line 2"),
        ("id,name\n1,Ada,extra\n", 2, "3 cells"),
        ("id,name\n1,{{secret}}\n", 2, '"name" cannot take this value'),
        ("id,name,shoe\n1,Ada,red\n", 1, 'slot for the column "shoe"'),
        ("id,name\n", None, "no listener"),
    ],
)
def test_complaints_about_a_table_never_quote_it(
    tmp_path: Path, table: str, line: int | None, said: str
) -> None:
    path = write_series(tmp_path, MANIFEST + "listeners: people.csv\n")
    (tmp_path / "people.csv").write_text(table)
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    (found,) = caught.value.problems
    assert said in found.message
    assert line is None or found.line == line
    assert "secret" not in str(caught.value)


def test_json_lines_are_a_table_too(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + "listeners: people.jsonl\n")
    (tmp_path / "people.jsonl").write_text('{"id": 1, "name": "Zoë"}\n\n{"id": 2, "name": null}\n')
    editions = read_manifest(path).editions
    assert [edition.episodes[0].request.slot_values for edition in editions] == [
        {"name": "Zoë"},
        {},
    ]


@pytest.mark.parametrize("text", ["", "- a list", "show: [", "\x00", "just words"])
def test_files_that_are_not_a_manifest_are_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


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

    monkeypatch.setattr("quietude.series.manifest.care.check_care", check)
    monkeypatch.setattr("quietude.care.check.check_care", check)
    episodes = "".join(f"  - {{file: one.yaml, id: e{number}}}\n" for number in range(9))
    text = MANIFEST.partition("  - file:")[0].replace("}\n", ", intro: Close your eyes.}\n")
    assert read_manifest(write_series(tmp_path, text + episodes)).warnings
    assert len(looked) == 2  # with the words before it, and without


def test_half_a_character_in_a_table_is_reported_with_its_line(tmp_path: Path) -> None:
    rows = '{"id": "1", "name": "Ada \\ud83c\\udf3f"}\n{"id": "2\\ud800", "name": "x"}\n'
    (tmp_path / "people.jsonl").write_text(rows, encoding="utf-8")
    found = problems(tmp_path, MANIFEST + "listeners: people.jsonl\n")
    assert [line for line, _ in found] == [2]
    assert "half a character" in found[0][1]


def test_no_more_rows_are_checked_than_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def clean(slot: Slot, value: str) -> str | bool:
        looked.append(value)
        return clean_value(slot, value)

    monkeypatch.setattr("quietude.series.manifest.listeners.clean_value", clean)
    path = write_series(tmp_path, MANIFEST + "listeners: people.csv\n")
    rows = "".join(f"{number},{{{{name}}}}\n" for number in range(100))
    (tmp_path / "people.csv").write_text(f"id,name\n{rows}")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert len(caught.value.problems) == len(looked) == SHOWN


def test_only_rows_with_escapes_are_searched_for_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"id": "1", "name": "Zoë 🌿 \\u00e9"}\n', encoding="utf-8")
    monkeypatch.setattr("quietude.series.manifest.listeners.json.dumps", None)
    (found,), wrong = read_listeners(path)
    assert (found.values, wrong) == ({"name": "Zoë 🌿 é"}, [])


@pytest.mark.parametrize(("split", "coding"), [(",", "utf-8"), (";", "utf-8"), ("\t", "utf-16-le")])
def test_a_table_as_spreadsheets_write_it(tmp_path: Path, split: str, coding: str) -> None:
    rows = [
        ["id", "name", "e-mail"],
        ["1", '"Łukasz, ""der; Kleine"""', "a@b"],
        ["2", "山田太郎", ""],
    ]
    text = "\ufeff" + "\r\n".join(split.join(row) for row in rows) + "\r\n\r\n"
    (tmp_path / "people.csv").write_bytes(text.encode(coding))
    found, wrong = read_listeners(tmp_path / "people.csv")
    assert wrong == []
    assert [listener.id for listener in found] == ["1", "2"]
    assert found[0].values["name"] == 'Łukasz, "der; Kleine"'
    assert found[1].values == {"name": "山田太郎"}
