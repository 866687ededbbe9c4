"""Numbers by their index: even, repeatable, in any order."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.sound.ambience.chance import curve, key_of, normal, uniform

INDEX = np.arange(-5000, 5000)


def test_a_number_depends_on_its_index_and_key_alone() -> None:
    drawn = uniform(7, INDEX)
    np.testing.assert_array_equal(uniform(7, INDEX[::-1]), drawn[::-1])
    np.testing.assert_array_equal(uniform(7, INDEX[40:41]), drawn[40:41])
    assert len(np.unique(drawn)) == len(INDEX)
    assert not np.isin(uniform(8, INDEX), drawn).any()


def test_numbers_are_even_and_unrelated() -> None:
    drawn = uniform(key_of("bed", 3), INDEX)
    assert np.histogram(drawn, 10, (0, 1))[0] == pytest.approx(1000, abs=120)
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.04
    assert normal(3, INDEX).std() == pytest.approx(1.0, abs=0.03)
    assert normal(3, INDEX).mean() == pytest.approx(0.0, abs=0.04)


def test_a_curve_is_smooth_bounded_and_does_not_come_back() -> None:
    times_s = np.arange(0, 3600, 0.5)
    found = curve(11, times_s, 10.0)
    assert np.abs(np.diff(found)).max() < 0.4
    assert np.abs(found).max() <= 2.2
    assert found.std() == pytest.approx(0.85, abs=0.15)
    np.testing.assert_allclose(curve(11, times_s[900:910], 10.0), found[900:910])
    alike = [np.corrcoef(found[:-lag], found[lag:])[0, 1] for lag in range(60, 3600, 7)]
    assert max(alike) < 0.35


def test_keys_of_other_names_are_others() -> None:
    assert key_of("a", 1) == key_of("a", 1)
    assert len({key_of("a", 1), key_of("a", 2), key_of("b", 1), key_of("a1")}) == 4
