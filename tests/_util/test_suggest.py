from __future__ import annotations

from quietude._util.suggest import closest, did_you_mean

BEDS = ("rain", "ocean", "brown-noise")


def test_a_misspelt_name_finds_the_one_meant() -> None:
    assert closest("rian", BEDS) == "rain"
    assert did_you_mean("oceann", BEDS, "See them.") == 'Did you mean "ocean"?'


def test_a_name_like_none_of_them_gets_the_other_hint() -> None:
    assert closest("trumpet", BEDS) is None
    assert did_you_mean("trumpet", BEDS, "See them.") == "See them."
