"""Fonts of the machine, by fontconfig or by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.deliver.fonts.system import candidates


def test_fontconfig_is_asked_for_these_characters_in_this_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-match"
    rows = "/fonts/one.ttc\\t65539\\n/fonts/two.otf\\t0\\nno row\\n/fonts/three.ttf\\tx\\n"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {tmp_path}/asked\nprintf '{rows}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(candidates("ab 安", "JA")) == [("/fonts/one.ttc", 3), ("/fonts/two.otf", 0)]
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == "sans-serif:lang=ja:charset=61 62 5b89"
    list(candidates("a", "en:weight=200"))
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == "sans-serif:charset=61"


@pytest.mark.usefixtures("no_fonts")
def test_without_fontconfig_fonts_are_known_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quietude.deliver.fonts.system._FOLDERS", (str(tmp_path),))
    for name in ("Arial Unicode.ttf", "PingFang.ttc", "meiryo.ttc", "Other.ttf"):
        (tmp_path / name).touch()
    found = [Path(path).name for path, _ in candidates("安", "ja-JP")]
    assert found[0] == "meiryo.ttc"
    assert set(found) == {"Arial Unicode.ttf", "PingFang.ttc", "meiryo.ttc"}
