"""The part of YAML that is read, with the line of everything."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quietude.script.schema.yaml_source import SourceError, parse_yaml

DEEP = "[" * 40 + "]" * 40
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def test_lines_and_values() -> None:
    document = parse_yaml('id: one\nlist:\n  - first\n  - {a: 1, b: "2"}\n')
    assert document.data == {"id": "one", "list": ["first", {"a": 1, "b": "2"}]}
    assert document.line_of(("list", 1, "a")) == 4
    assert document.line_of(("list", 0)) == 3
    assert document.line_of(("list", 1, "unknown", "tag")) == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", "Yes"), ("no", "no"), ("on", "on"), ("true", True), ("~", None), ("12", 12),
        ("1.5", 1.5), ("0x1f", "0x1f"), ("1_000", "1_000"), ("12:30", "12:30"), ("'12'", "12"),
        (".", "."), ("2026-11-21", "2026-11-21"),
    ],
)  # fmt: skip
def test_scalars_follow_the_core_schema(text: str, value: object) -> None:
    assert parse_yaml(f"- {text}").data == [value]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BOMB, 1, "anchors and aliases"),
        (DEEP, 1, "nested too deeply"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tags are not supported"),
        ("a:\n  - Remember: you: can stop\n", 2, "colon followed by a space"),
        ("a:\n\t- b\n", 2, "tab|YAML"),
        ("a: [1, 2\n", 2, "not valid YAML"),
        ("? [a, b]\n: c\n", 1, "cannot be a key"),
        ("a: \x01b\n", 1, "not readable text"),
    ],
)
def test_refused_yaml_has_a_line(text: str, line: int, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        parse_yaml(text)
    assert caught.value.line == line


@given(st.text(max_size=200))
def test_any_text_is_data_or_a_source_error(text: str) -> None:
    try:
        parse_yaml(text)
    except SourceError as error:
        assert error.line >= 1


def test_halves_of_a_character_are_joined_and_single_halves_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # libyaml refuses such escapes itself; the parser that is used without it does not.
    monkeypatch.setattr("quietude.script.schema.yaml_source._LOADER", yaml.SafeLoader)
    assert parse_yaml('a: "\\ud83d\\ude00"').data == {"a": "\U0001f600"}
    with pytest.raises(SourceError, match="half a character") as caught:
        parse_yaml('a: 1\nb: "\\ud800 x"')
    assert caught.value.line == 2
