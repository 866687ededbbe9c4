"""Language tags and their codes."""

from __future__ import annotations

import pytest

from quietude._util.languages import bibliographic_code, primary_language, terminological_code


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT", "de_AT", "de-Latn-AT", "de_AT.UTF-8"])
def test_the_language_without_the_rest(tag: str) -> None:
    assert primary_language(tag) == "de"


def test_languages_of_three_letters_stay_whole() -> None:
    assert (primary_language("fil-PH"), primary_language("")) == ("fil", "")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "eng", "eng"), ("en-GB", "eng", "eng"), ("de_AT", "ger", "deu"),
        ("zh-Hans", "chi", "zho"), ("fa", "per", "fas"), ("th", "tha", "tha"),
        ("DEU", "ger", "deu"), ("ger", "ger", "deu"), ("yue", "yue", "yue"),
        ("", "und", "und"), ("xx", "und", "und"), ("english", "und", "und"), ("é-1", "und", "und"),
    ],
)  # fmt: skip
def test_codes_of_three_letters(language: str, first: str, second: str) -> None:
    assert (bibliographic_code(language), terminological_code(language)) == (first, second)
