"""The corpus of ``make bench-import``: no script of it is read worse than the goals."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[3] / "scripts"


def test_every_script_of_the_corpus_is_read_as_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    sys.modules.pop("bench_import", None)
    import bench_import

    scripts = list(bench_import.corpus())
    assert len(scripts) >= 60
    assert {script.name: bench_import.score(script).details for script in scripts} == {
        script.name: [] for script in scripts
    }
