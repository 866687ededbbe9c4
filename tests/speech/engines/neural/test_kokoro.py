"""Kokoro as an engine and as an installation, with a tiny model of its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quietude.errors import EngineError, UsageError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.kokoro import KokoroEngine
from quietude.speech.install import neural
from quietude.speech.install.neural import install_kokoro_from
from tiny_phoneme_model import (
    install_tiny_kokoro,
    manifest_of,
    needs_front_end,
    sha256_of,
    tiny_model,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_front_end


@pytest.mark.slow
def test_kokoro_speaks_with_the_voice_that_is_asked_for(tmp_path: Path) -> None:
    install_tiny_kokoro(tmp_path / "files", "af_heart", "bf_emma")
    with KokoroEngine() as engine:
        assert [voice.id for voice in engine.voices()] == ["af_heart", "bf_emma"]
        assert engine.default_voice("en-US") == "af_heart"
        assert engine.default_voice("en-GB") == "bf_emma"
        clip = engine.speak(Phrase("Rest your eyes.", "bf_emma", 150))
        assert clip.sample_rate_hz == 24_000
        assert len(clip.marks) == 3
        assert engine.identity("bf_emma").settings["model"]


def test_without_its_files_kokoro_says_how_to_get_them() -> None:
    with KokoroEngine() as engine:
        assert engine.voices() == []
        with pytest.raises(EngineError, match="no voice here") as caught:
            engine.default_voice("en")
    assert "voices install kokoro" in str(caught.value.hint)


def test_a_model_in_parts_is_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neural, "_check_it_speaks", lambda _folder: None)  # it does, see below
    data = tiny_model()
    for number, part in enumerate((data[:100], data[100:]), start=1):
        (tmp_path / f"model_{number}").mkdir()
        (tmp_path / f"model_{number}" / "part.bin").write_bytes(part)
    (tmp_path / "af_heart.bin").write_bytes(bytes(510 * 256 * 4))
    folder = install_kokoro_from(tmp_path, lambda _text: None)
    assert (folder / "model.onnx").read_bytes() == data


def test_a_file_that_is_not_a_model_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"nonsense")
    (tmp_path / "af_heart.bin").write_bytes(bytes(510 * 256 * 4))
    with pytest.raises(EngineError, match="does not work"):
        install_kokoro_from(tmp_path, lambda _text: None)
    with KokoroEngine() as engine:
        assert engine.voices() == []


def test_a_folder_without_a_voice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(tiny_model())
    with pytest.raises(UsageError, match="does not hold"):
        install_kokoro_from(tmp_path, lambda _text: None)


def test_a_folder_becomes_an_installation_and_a_change_of_it_is_refused(tmp_path: Path) -> None:
    folder = install_tiny_kokoro(tmp_path / "files")
    manifest = manifest_of(folder)
    assert manifest["checked"] == "nothing but that it speaks"
    assert manifest["voices"] == {"af_heart": sha256_of(folder / "af_heart.bin")}
    (folder / "model.onnx").write_bytes(tiny_model() + b"\x0a\x00")
    with KokoroEngine() as engine, pytest.raises(EngineError, match="not the file"):
        engine.load("af_heart")
