"""Drawings: what they say, with the fonts there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.deliver import fonts
from quietude.session.picture import drawing


@pytest.fixture
def other_font(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine whose one font has Chinese letters; returns the texts it was asked for."""
    asked: list[str] = []

    def found(characters: str, _language: str) -> list[tuple[str, int]]:
        asked.append(characters)
        return [("other.ttf", 0)]

    def lacking(face: object, characters: str) -> frozenset[str]:
        has = str.isascii if face is fonts.font(20) else str.isalpha
        return frozenset(letter for letter in characters if not has(letter) and letter != " ")

    other = fonts._loaded(str(Path(fonts._FILE)), 0, 21)
    loaded = fonts._loaded
    monkeypatch.setattr(
        fonts, "_loaded", lambda path, *rest: other if path == "other.ttf" else loaded(path, *rest)
    )
    monkeypatch.setattr(fonts, "candidates", found)
    monkeypatch.setattr(fonts, "_lacking", lacking)
    monkeypatch.setattr(fonts, "_file_for", fonts._file_for.__wrapped__)
    return asked


def test_an_odd_character_leaves_the_others_as_they_are(other_font: list[str]) -> None:
    assert drawing._set("安全な場所 🧘", 20)[0] == "安全な場所"
    assert drawing._set("安全な ½ 場所", 20)[0] == "安全な · 場所"
    assert len(other_font) <= 4  # a process for each text, not for each letter
    assert drawing._set("Rest", 20) == ("Rest", fonts.font(20))
