"""Installing Kokoro and hibari's voices, against a server on this machine."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

import pytest

from hub import Hub, serving
from quietude.errors import EngineError, UsageError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.hibari import HibariEngine
from quietude.speech.engines.neural.kokoro import KokoroEngine
from quietude.speech.install import download, hibari_voices, kokoro_voices, neural
from quietude.speech.install.hibari_voices import hibari_folder
from quietude.speech.install.neural import install_hibari_voice, install_kokoro
from tiny_phoneme_model import manifest_of, needs_front_end, tiny_model

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_front_end

MODEL = tiny_model() + b"\x32\x82\x80\x02" + b"x" * 32_770  # with a description, to have a length
VOICES = {
    name: bytes(510 * 256 * 4 - 1) + bytes([number])
    for number, name in enumerate(["af_heart", "bm_george"])
}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "_PAUSE_S", 0.0)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    catalogue = dataclasses.replace(
        kokoro_voices.kokoro_catalogue(),
        model_bytes=len(MODEL),
        model_sha256=_sha256(MODEL),
        voices={name: _sha256(data) for name, data in VOICES.items()},
    )
    monkeypatch.setattr(neural, "kokoro_catalogue", lambda: catalogue)
    with serving() as opened:
        monkeypatch.setenv("QUIETUDE_VOICES_URL", opened.url)
        opened.files["/kokoro-v1.0.int8.onnx"] = MODEL
        opened.files |= {f"/{name}.bin": data for name, data in VOICES.items()}
        yield opened


def fetch_kokoro() -> None:
    install_kokoro(lambda _text: None, lambda _done, _total: None)


@pytest.mark.slow
def test_kokoro_is_fetched_checked_and_speaks(hub: Hub) -> None:
    said: list[str] = []
    folder = install_kokoro(said.append, lambda _done, _total: None)
    manifest = manifest_of(folder)
    assert manifest["checked"] == "SHA-256 of the catalogue"
    assert [path for path, _ in hub.asked] == [
        "/kokoro-v1.0.int8.onnx",
        "/af_heart.bin",
        "/bm_george.bin",
    ]
    assert all(hub.url in line for line in said)
    assert [path.name for path in folder.parent.iterdir()] == ["kokoro"]
    with KokoroEngine() as engine:
        assert engine.speak(Phrase("Rest your eyes.", "bm_george", 150)).frames


def test_received_bytes_of_kokoro_are_kept_for_the_next_try(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neural, "front_end_present", lambda: False)  # it is not tried
    last = hub.files.pop("/bm_george.bin")
    with pytest.raises(EngineError):
        fetch_kokoro()
    assert kokoro_voices.installed_kokoro() is None
    hub.files["/bm_george.bin"] = last
    hub.asked.clear()
    fetch_kokoro()
    assert [path for path, _ in hub.asked] == ["/bm_george.bin"]
    assert kokoro_voices.installed_kokoro()


def test_a_wrong_file_of_kokoro_is_never_installed(hub: Hub) -> None:
    hub.files["/af_heart.bin"] = bytes(510 * 256 * 4 - 1) + b"\x07"
    with pytest.raises(EngineError, match="not the right one"):
        fetch_kokoro()
    assert kokoro_voices.installed_kokoro() is None


def test_a_failure_keeps_the_kokoro_that_was_there(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neural, "front_end_present", lambda: False)  # it is not tried
    fetch_kokoro()
    hub.status = 404
    with pytest.raises(EngineError):
        fetch_kokoro()
    with KokoroEngine() as engine:
        assert [voice.id for voice in engine.voices()] == list(VOICES)


def test_a_voice_of_hibari_is_fetched_and_checked(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = hibari_voices.hibari_voices()["heart"]
    (packaged,) = [path for voice, path in hibari_voices.available_files() if voice == known]
    data = packaged.read_bytes()
    emma = dataclasses.replace(known, name="emma", file="emma.onnx", british=True)
    listed = {"emma": emma, "heart": known}
    monkeypatch.setattr(neural, "hibari_voices", lambda: listed)
    monkeypatch.setattr(hibari_voices, "hibari_voices", lambda: listed)
    hub.files["/emma.onnx"] = data[:-1] + b"\x00"
    with pytest.raises(EngineError, match="not the right one"):
        install_hibari_voice("emma", lambda _text: None, lambda _done, _total: None)
    hub.files["/emma.onnx"], hub.cut_after = data, 6_000_000
    install_hibari_voice("emma", lambda _text: None, lambda _done, _total: None)
    assert hub.models_asked()[1:] == ["", "bytes=6000000-"]
    assert [path.name for path in hibari_folder().iterdir()] == ["emma.onnx"]
    with HibariEngine() as engine:
        assert [voice.id for voice in engine.voices()] == ["emma", "heart"]
        assert engine.identity("emma").settings["model"] == known.sha256


@pytest.mark.parametrize("name", ["heart", "nobody", "../heart"])
def test_only_a_voice_that_is_not_here_yet_can_be_installed(name: str) -> None:
    with pytest.raises(UsageError, match="to install"):
        install_hibari_voice(name, lambda _text: None, lambda _done, _total: None)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
