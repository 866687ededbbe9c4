from __future__ import annotations

import pytest

from quietude._util.text import primary_language


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT", "de_AT", "de-Latn-AT", "de_AT.UTF-8"])
def test_the_language_without_the_rest(tag: str) -> None:
    assert primary_language(tag) == "de"


def test_languages_of_three_letters_stay_whole() -> None:
    assert (primary_language("fil-PH"), primary_language("")) == ("fil", "")
