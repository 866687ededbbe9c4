from __future__ import annotations

from pathlib import Path

import pytest

from manifests import MANIFEST, manifest_problems, write_series
from quietude.errors import ManifestError
from quietude.script.details.slots import clean_value
from quietude.script.model import Slot
from quietude.series.manifest.listeners.table import SHOWN, by_slots, read_listeners
from quietude.series.manifest.reader import read_manifest


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


def test_half_a_character_in_a_table_is_reported_with_its_line(tmp_path: Path) -> None:
    rows = '{"id": "1", "name": "Ada \\ud83c\\udf3f"}\n{"id": "2\\ud800", "name": "x"}\n'
    (tmp_path / "people.jsonl").write_text(rows, encoding="utf-8")
    found = manifest_problems(tmp_path, MANIFEST + "listeners: people.jsonl\n")
    assert [line for line, _ in found] == [2]
    assert "half a character" in found[0][1]


def test_no_more_rows_are_checked_than_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def clean(slot: Slot, value: str) -> str | bool:
        looked.append(value)
        return clean_value(slot, value)

    monkeypatch.setattr("quietude.series.manifest.listeners.table.clean_value", clean)
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
    monkeypatch.setattr("quietude._util.strict_reading._FORBIDDEN", None)
    table = read_listeners(path)
    (found,), wrong = table.listeners, table.wrong
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
    table = read_listeners(tmp_path / "people.csv")
    found, wrong = table.listeners, table.wrong
    assert wrong == []
    assert [listener.id for listener in found] == ["1", "2"]
    assert found[0].values["name"] == 'Łukasz, "der; Kleine"'
    assert found[1].values == {"name": "山田太郎"}


@pytest.mark.parametrize("table", ["id,name\n1,Muñoz\n2,Zoë\n", "id;name\n1;Jürgen Groß\n"])
def test_the_csv_of_a_spreadsheet_is_read_and_its_letters_shown(tmp_path: Path, table: str) -> None:
    path = write_series(tmp_path, MANIFEST + "listeners: people.csv\n")
    (tmp_path / "people.csv").write_bytes(table.encode("cp1252"))
    manifest = read_manifest(path)
    names = [edition.episodes[0].request.slot_values["name"] for edition in manifest.editions]
    assert all(name in table for name in names)
    (warning,) = manifest.warnings
    letters = " ".join(sorted({sign for sign in table if not sign.isascii()}))
    assert warning.message.endswith(f"read as Windows-1252, its letters are: {letters}")
    assert not any(name in str(warning) for name in names)


def test_a_stated_encoding_is_no_guess(tmp_path: Path) -> None:
    text = MANIFEST + "listeners: {file: people.csv, encoding: windows-1250}\n"
    path = write_series(tmp_path, text)
    (tmp_path / "people.csv").write_bytes("id,name\n1,Kamiński\n".encode("cp1250"))
    manifest = read_manifest(path)
    assert manifest.editions[0].episodes[0].request.slot_values == {"name": "Kamiński"}
    assert not manifest.warnings
    path.write_text(text.replace("windows-1250", "utf-8"), encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert "not in utf-8" in caught.value.problems[0].message


def test_headings_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("ID; First Name ;Note;Mail\n1;Ada;x;y\n", encoding="utf-8")
    listeners = read_listeners(path).listeners
    named = by_slots(listeners, {"first_name", "note"}, {"Mail"})
    assert (named[0].id, named[0].values) == ("1", {"first_name": "Ada", "note": "x", "Mail": "y"})
    assert by_slots(listeners, {"mail"}, {"Mail"})[0].values == listeners[0].values
