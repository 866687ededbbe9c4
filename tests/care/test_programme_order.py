"""The order of a programme: something steady before intense exercises, light ones after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from examples import exercise, programme
from quietude.care.programme_order import order_findings
from quietude.script.browse.programme import programme_ids, read_programme

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        (["steady 1", "deep 20", "soft 22"], None),
        (["deep 20", "soft 22"], "nothing steady"),
        (["soft 1", "deep 20", "soft2 22"], "nothing steady"),
        (["steady 1", "deep 20", "deep2 30", "soft 32"], "follows another"),
        (["steady 1", "deep 20", "middling 22"], "a light session is what follows"),
        (["steady 1", "deep 20"], "ends on an intense"),
        (["steady 1", "deep 14", "soft 22"], "on day 14"),
        (["steady 3", "soft 1"], "earlier"),
    ],
)
def test_the_order_is_gentle(
    write: Callable[[str, str], Path], order: list[str], complaint: str | None
) -> None:
    for name, intensity, covers in (
        ("steady", "light", "[22]"), ("soft", "light", "[25]"), ("soft2", "light", "[25]"),
        ("middling", "medium", "[2]"), ("deep", "high", "[34]"), ("deep2", "high", "[33]"),
    ):  # fmt: skip
        write(f"{name}.yaml", exercise(name, intensity, covers))
    rows = [f"exercise: {row.split()[0]}.yaml, minutes: 5, day: {row.split()[1]}" for row in order]
    found = order_findings(read_programme(write("p.yaml", programme(*rows))))
    if complaint is None:
        assert found == []
    else:
        assert any(complaint in finding.message for finding in found)


@pytest.mark.parametrize("programme_id", programme_ids())
def test_the_programmes_of_the_library_are_gentle(programme_id: str) -> None:
    shipped = read_programme(programme_id)
    assert shipped.id == programme_id
    assert order_findings(shipped) == []
    # Nobody is counted, hurried or praised for not missing a day.
    assert "streak" not in f"{shipped.about} {shipped.cadence}".lower()
