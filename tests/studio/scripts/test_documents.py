from __future__ import annotations

from pathlib import Path

import pytest

from quietude.errors import UsageError
from quietude.studio.folder import StudioFolder
from quietude.studio.scripts import documents
from quietude.studio.scripts.documents import Documents, revision_of


@pytest.fixture
def shelf(tmp_path: Path) -> Documents:
    return Documents(StudioFolder(tmp_path / "Quietude"))


def test_a_script_is_a_file_with_a_name_that_was_free(shelf: Documents, tmp_path: Path) -> None:
    one = shelf.create("Evening: Harbour/..", "Welcome.")
    two = shelf.create("Evening: Harbour/..", "Welcome again.")
    assert one == "Evening Harbour.md"
    assert two == "Evening Harbour 2.md"
    assert (tmp_path / "Quietude" / "scripts" / one).read_text(encoding="utf-8") == "Welcome."
    assert {entry["id"] for entry in shelf.all()} == {one, two}
    assert shelf.create("///", "x") == "Untitled.md"


@pytest.mark.parametrize(
    "name", ["../secrets.md", "a/b.md", ".hidden.md", "none.md", "x.json", "", "a\x00.md"]
)
def test_no_other_file_is_read(shelf: Documents, name: str) -> None:
    with pytest.raises(UsageError):
        shelf.read(name)
    with pytest.raises(UsageError):
        shelf.save(name, "x", "")


def test_saving_needs_the_revision_that_was_changed(shelf: Documents) -> None:
    name = shelf.create("One", "first")
    _, base = shelf.read(name)
    saved = shelf.save(name, "second", base)
    assert not saved.conflict
    assert saved.revision == revision_of("second")
    late = shelf.save(name, "words of another tab", base)
    assert late.conflict
    assert late.text == "second"
    assert shelf.read(name)[0] == "second"
    kept = shelf.versions(name)
    assert shelf.version(name, kept[0]["number"]) == "words of another tab"
    again = shelf.save(name, "second", base)  # the same words are no conflict
    assert not again.conflict


def test_versions_are_kept_now_and_then_and_when_asked(
    shelf: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = shelf.create("One", "first\nline")
    for words in ("second", "third"):
        shelf.save(name, words, shelf.read(name)[1])
    assert [one["label"] for one in shelf.versions(name)] == ["as it began"]
    monkeypatch.setattr(documents, "_BETWEEN_VERSIONS_S", -1.0)
    shelf.save(name, "fourth", shelf.read(name)[1])
    shelf.keep(name, "mine")
    found = shelf.versions(name)
    assert [one["label"] for one in found] == ["mine", "", "as it began"]
    assert [shelf.version(name, one["number"]) for one in found] == [
        "fourth",
        "third",
        "first\nline",
    ]
    with pytest.raises(UsageError):
        shelf.version(name, 99)


def test_old_versions_make_room(shelf: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_VERSIONS", 3)
    name = shelf.create("One", "first")
    for number in range(5):
        shelf.keep(name, str(number))
    assert [one["label"] for one in shelf.versions(name)] == ["4", "3", "2"]


def test_the_words_of_a_removed_script_stay(shelf: Documents) -> None:
    name = shelf.create("One", "precious")
    shelf.remove(name)
    assert shelf.all() == []
    assert shelf.create("One", "new") == name
    labels = {one["label"]: one["number"] for one in shelf.versions(name)}
    assert shelf.version(name, labels["before it was removed"]) == "precious"


def test_windows_line_ends_are_read_as_lines(shelf: Documents, tmp_path: Path) -> None:
    name = shelf.create("One", "x")
    (tmp_path / "Quietude" / "scripts" / name).write_bytes("\ufeffa\r\nb\rc".encode())
    assert shelf.read(name)[0] == "a\nb\nc"
