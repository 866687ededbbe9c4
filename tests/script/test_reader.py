"""Definitions from ids, files and data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import CATALOGUED, with_steps
from quietude.errors import ScriptError
from quietude.script import model
from quietude.script.files import MAX_BYTES
from quietude.script.parse import parse_script, script_from_data
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_catalogue_keys_are_kept() -> None:
    script = parse_script(CATALOGUED)
    assert (script.covers, script.articles) == ((1, 3), ("S0", "S2"))
    assert (script.for_when, script.lengths_min) == (("sad", "morning"), (5, 10, 20))
    assert parse_script(with_steps("- hi")).lengths_min == ()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("binary.yaml", bytes(range(255, 0, -1)), "not UTF-8|readable|empty|YAML"),
        ("nul.yaml", b"id: x\x00\n", "readable|YAML"),
        ("big.yaml", b"a: 1\n" * (MAX_BYTES // 4), "larger than"),
        ("latin.yaml", "title: Caf\xe9\n".encode("latin-1"), "UTF-8"),
        ("notes.docx", b"id: x", "damaged"),
        ("notes.pages", b"id: x", "Word or plain text"),
    ],
)
def test_files_that_are_not_definitions_are_refused(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ScriptError, match=words):
        read_script(path)


def test_folders_and_missing_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    with pytest.raises(ScriptError, match="folder"):
        read_script(folder)
    with pytest.raises(ScriptError, match="no such file"):
        read_script(tmp_path / "none.yaml")
    with pytest.raises(ScriptError, match="no exercise") as caught:
        read_script("safe-plaec")
    assert 'Did you mean "safe-place"?' in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_fine(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(with_steps("- Grüße.").encode(encoding))
    script = read_script(path)
    assert script.id == "x"
    assert [step.text for step in script.steps() if isinstance(step, model.Say)] == ["Grüße."]


def test_half_a_utf_16_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.yaml"
    path.write_bytes(with_steps("- Hello.").encode("utf-16")[:-1])
    with pytest.raises(ScriptError, match="not UTF-8"):
        read_script(path)


def test_the_hint_for_a_missing_file_names_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(tmp_path / "none.yaml")
    assert str(tmp_path) in str(caught.value.hint)


def test_the_source_of_a_file_is_its_path(write: Callable[[str, str], Path]) -> None:
    path = write("mine.yaml", with_steps("- Mine."))
    assert read_script(str(path)).source == str(path)


@given(st.text(max_size=300))
def test_any_text_is_a_script_or_a_script_error(text: str) -> None:
    try:
        parse_script(text)
    except ScriptError as error:
        assert error.message


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.sampled_from(["say", "pause", "bell", "breathe", "sections", "steps", "title", "5s"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["id", "title", "sections", "steps", "say", "pause", "ask", "slots", "in"]),
        inner, max_size=4,
    ),
    max_leaves=12,
))  # fmt: skip
def test_any_data_is_a_script_or_a_script_error(data: object) -> None:
    import json

    try:
        parse_script(json.dumps(data))
    except ScriptError as error:
        assert error.line in {None, 1}


def test_a_script_is_built_from_data_as_from_its_text() -> None:
    data = {"id": "x", "title": "X", "sections": [{"title": "One", "steps": ["Hello.", "bell"]}]}
    built = script_from_data(data, source="opening")
    assert built.sections[0].steps == (model.Say("Hello.", 1), model.Bell("bell", 1, 4.0, 1))
    assert (built.source, built.sha256) == ("opening", "")
    with pytest.raises(ScriptError, match='"title": text is expected') as caught:
        script_from_data({**data, "title": 7}, source="opening")
    assert caught.value.path == "opening"
