"""The corpus of ``make bench-import``: no script of it is read worse than the goals."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[3] / "scripts"


OWN = ("english", "languages", "more", "strangers", "strangers-two", "strangers-three", "stated")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    sys.modules.pop("bench_import", None)
    return importlib.import_module("bench_import")


def test_every_script_of_the_corpus_is_read_as_expected(bench: ModuleType) -> None:
    scripts = list(bench.corpus(OWN))
    assert len(scripts) >= 60
    assert {script.name: bench.score(script).details for script in scripts} == {
        script.name: [] for script in scripts
    }


def test_scripts_of_another_writer_lose_no_word_and_say_few_others(bench: ModuleType) -> None:
    total = bench.Score()
    names = ("strangers-four", "strangers-five", "strangers-six")
    others = [script for name in names for script in bench.corpus([name])]
    for script in others[
        ::3
    ]:  # a third of them, for the time it takes; make bench-import reads all
        total.add(bench.score(script))
    assert total.lost == total.off == 0
    assert total.wrong <= bench.MOST_WRONG * total.words
    assert total.shown <= 0.02 * total.words


def test_words_in_braces_count_once_beside_a_clock_time(bench: ModuleType) -> None:
    script = bench.Expected("clock.txt")
    bench.take(script, "@ S{Sit down.}", "[0:20] Sit down.")
    assert script.words == ["sit", "down"]
