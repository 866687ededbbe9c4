from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quietude._util.dirs import cache_dir, config_dir, data_dir, voices_url

FOLDERS = [
    ("QUIETUDE_DATA_DIR", data_dir), ("QUIETUDE_CACHE_DIR", cache_dir),
    ("QUIETUDE_CONFIG_DIR", config_dir),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "folder"), FOLDERS)
def test_a_variable_names_the_folder(
    variable: str, folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "mine"))
    assert folder() == tmp_path / "mine"


@pytest.mark.parametrize(("variable", "folder"), FOLDERS)
@pytest.mark.parametrize("value", ["", None])
def test_without_a_variable_the_system_has_a_place(
    variable: str,
    folder: Callable[[], Path],
    value: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(variable, raising=False)
    if value is not None:
        monkeypatch.setenv(variable, value)
    assert folder().is_absolute()
    assert "quietude" in str(folder())


def test_a_mirror_of_the_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIETUDE_VOICES_URL", raising=False)
    assert voices_url("https://example.org/voices") == "https://example.org/voices"
    monkeypatch.setenv("QUIETUDE_VOICES_URL", "https://example.org/mirror")
    assert voices_url("https://example.org/voices") == "https://example.org/mirror"
