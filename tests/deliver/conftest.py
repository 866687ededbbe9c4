"""Fixtures for what is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quietude.deliver import fonts


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine that has no fonts of its own."""
    fonts._file_for.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("quietude.deliver.fonts.system._FOLDERS", ())
    monkeypatch.delenv("WINDIR", raising=False)
    yield
    fonts._file_for.cache_clear()
