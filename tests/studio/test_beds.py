"""The samples of the beds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from quietude.sound.assets import beds
from quietude.studio import bed_samples
from quietude.studio.bed_samples import BedSamples
from quietude.studio.beds import OpenBeds

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


def test_a_process_of_its_own_makes_what_is_missing() -> None:
    for name in beds():
        path = bed_samples._sample_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a sound")
    missing = bed_samples._sample_path("pink")
    missing.unlink()
    samples = BedSamples(OpenBeds())
    samples.begin_all()
    maker = samples._maker
    assert maker is not None
    assert maker.wait(PATIENCE_S) == 0
    samples.close()
    made = missing.read_bytes()
    missing.unlink()
    assert samples.sample("pink") == made
    assert samples.sample("rain") == b"a sound"  # was there


def test_the_process_that_makes_samples_ends_with_the_studio_and_leaves_no_part_of_a_file() -> None:
    folder = bed_samples._sample_path("pink").parent
    samples = BedSamples(OpenBeds())
    samples.begin_all()
    assert samples._maker is not None
    samples.close()
    assert samples._maker.returncode == 0
    assert len(list(folder.glob("*"))) < len(beds())
    assert not list(folder.glob(".*"))
