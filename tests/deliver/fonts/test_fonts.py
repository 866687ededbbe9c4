"""The font that a text gets, and the characters that it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.deliver import fonts


def test_a_font_of_the_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._file_for.cache_clear()
    asked = []

    def found(characters: str, language: str) -> list[tuple[str, int]]:
        asked.append((characters, language))
        return [(str(tmp_path / "gone.ttf"), 0), (str(fonts._FILE), 0)]

    monkeypatch.setattr(fonts, "candidates", found)
    monkeypatch.setattr(fonts, "_lacking", lambda *_: frozenset("" if asked else "b"))
    assert fonts.font_for("abab", 20, "ja")
    assert asked == [("ab", "ja")]
    fonts._file_for.cache_clear()


def test_without_shaping_no_title_comes_out_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._file_for.cache_clear()
    monkeypatch.setattr("PIL.features.check", lambda _name: False)
    assert not fonts.font_for("שלום", 20)
    assert fonts.font_for("Rest", 20)
    fonts._file_for.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_the_font_of_the_package_has_what_its_documentation_says() -> None:
    assert fonts.font_for("Ünïcødé Ωβ Жя שלום", 20)
    assert not fonts.font_for("安全な場所", 20)


@pytest.mark.usefixtures("no_fonts")
def test_emoji_are_left_out_with_all_that_belongs_to_them() -> None:
    for text, plain in (
        ("A Safe Place 🌿", "A Safe Place"),
        ("👩\u200d👧 We ❤ two", "We ❤ two"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🧘🏽\u200d♀\ufe0f Rest", "Rest"),  # all of it, with the sign that says who
        ("🏴\U000e0067\U000e0062\U000e007f Home", "Home"),
        ("1\ufe0f\u20e3 ❤\ufe0f", "1\ufe0f\u20e3 ❤\ufe0f"),
        ("🧘 ක්\u200dරීඩා", "ක්\u200dරීඩා"),  # the joiner of a word stays
    ):
        assert fonts.without_pictographs(text) == plain
