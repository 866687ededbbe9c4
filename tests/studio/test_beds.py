"""The samples of the beds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from quietude.studio.beds import BedSamples, OpenBeds

if TYPE_CHECKING:
    import pytest

    from quietude.script.bed import Bed

PATIENCE_S = 60


def test_a_sample_asked_for_twice_at_a_time_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Bed] = []
    asked, go_on = threading.Event(), threading.Event()

    def make(_samples: BedSamples, bed: Bed) -> bytes:
        made.append(bed)
        asked.set()
        assert go_on.wait(PATIENCE_S)
        return b"a sound"

    monkeypatch.setattr(BedSamples, "_made", make)
    samples, found = BedSamples(OpenBeds()), []
    both = [threading.Thread(target=lambda: found.append(samples.sample("ocean"))) for _ in "12"]
    for one in both:
        one.start()
    assert asked.wait(PATIENCE_S)
    go_on.set()
    for one in both:
        one.join(PATIENCE_S)
    assert found == [b"a sound"] * 2
    assert len(made) == 1
