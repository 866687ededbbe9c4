from __future__ import annotations

import pytest

from quietude.series.categories import CATEGORIES, unknown_category


@pytest.mark.parametrize(
    ("category", "advice"),
    [
        ("Health & Fitness/Mental Health", ""),
        ("Technology", ""),
        ("Technology/Podcasts", "has no subcategories"),
        ("Health & Fitness/Calm", "Health & Fitness/Mental Health"),
        ("Meditation", "Choose from: Arts"),
    ],
)
def test_categories(category: str, advice: str) -> None:
    found_advice = unknown_category(category)
    assert advice in found_advice
    assert bool(advice) == bool(found_advice)


def test_apples_list_is_whole() -> None:
    assert len(CATEGORIES) == 19
    assert sum(map(len, CATEGORIES.values())) == 91
