"""A build says that something is done once the disk has that: contents first, then names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from manifests import InlinePool, built, write_series
from power import Power


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to see what is synced")
def test_everything_that_has_its_name_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = write_series(tmp_path)
    power = Power(tmp_path)
    power.watch(monkeypatch)
    built(manifest, tmp_path / "site", InlinePool())
    assert power.early == []
    assert power.lost(ignored="phrases") == []
