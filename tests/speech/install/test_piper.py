"""Installing a voice, against a server on this machine that can go wrong in every way."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hub import BASE, VOICE, Hub, serving
from quietude.errors import EngineError, UsageError
from quietude.speech.install import download, piper_voices
from quietude.speech.install import piper as piper_install
from quietude.speech.install.piper import install_file, install_published
from quietude.speech.install.piper_voices import (
    MANIFEST,
    installed_voices,
    voices_folder,
)
from quietude.speech.licensing import licence_refusal
from tiny_voice import needs_piper, write_voice

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_piper
PADDING = 40_000


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(download, "_PAUSE_S", 0.0)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as opened:
        monkeypatch.setenv("QUIETUDE_VOICES_URL", opened.url)
        opened.publish(voice_files(tmp_path / "published"))
        yield opened


def voice_files(folder: Path) -> Path:
    """A tiny voice made longer, so that there is something to cut."""
    model = write_voice(folder, VOICE)
    import onnx

    proto = onnx.load(model)
    proto.doc_string = "x" * PADDING
    onnx.save(proto, model)
    return folder


def quiet(_text: str) -> None:
    pass


def install(timeout_s: float | None = None) -> Path:
    return install_published(VOICE, quiet, lambda _done, _total: None, timeout_s=timeout_s)


def left_behind() -> list[str]:
    """Names in the voices folder besides whole voices."""
    names = [path.name for path in voices_folder().glob("*")]
    return [name for name in names if name not in {".parts", *installed_voices()}]


def parts() -> list[int]:
    return [path.stat().st_size for path in voices_folder().glob(".parts/*.part")]


def test_a_voice_is_fetched_checked_and_put_in_place(hub: Hub) -> None:
    seen: list[tuple[int, int | None]] = []
    said: list[str] = []
    folder = install_published(VOICE, said.append, lambda done, total: seen.append((done, total)))
    assert list(installed_voices()) == [VOICE]
    assert seen[-1] == (len(hub.files[f"/{BASE}/{VOICE}.onnx"]),) * 2
    manifest = json.loads((folder / MANIFEST).read_text())
    assert manifest["source"] == hub.url
    assert manifest["checked"] == "size and MD5 of the hub's index"
    assert any("bytes" in line for line in said)
    assert (left_behind(), parts()) == ([], [])


def test_a_cut_connection_goes_on_where_it_stopped(hub: Hub) -> None:
    hub.cut_after = 15_000
    install()
    assert hub.models_asked() == ["", "bytes=15000-", "bytes=30000-"]


def test_a_server_that_cannot_resume_sends_it_again(hub: Hub) -> None:
    hub.cut_after = 10_000
    hub.resumes = False
    with pytest.raises(EngineError, match="cannot be reached"):
        install()
    assert (left_behind(), parts()) == ([], [10_000])
    hub.cut_after = None
    install()
    assert list(installed_voices()) == [VOICE]


def test_received_bytes_are_kept_for_the_next_try(hub: Hub) -> None:
    hub.drip_s = 0.05
    with pytest.raises(EngineError, match="not enough time"):
        install(timeout_s=0.4)
    (kept,) = parts()
    assert 0 < kept < PADDING
    assert left_behind() == []
    hub.drip_s = 0.0
    hub.asked.clear()
    install()
    assert hub.models_asked() == [f"bytes={kept}-"]
    assert parts() == []


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"md5": "0" * 32}, "not the right one"),
        ({"size_bytes": 20_000}, "more bytes than the file has"),
        ({"size_bytes": 90_000}, "cannot be reached"),
    ],
)
def test_a_wrong_file_is_never_installed(
    hub: Hub, tmp_path: Path, figures: dict[str, Any], words: str
) -> None:
    hub.publish(tmp_path / "published", **figures)
    with pytest.raises(EngineError, match=words):
        install()
    assert installed_voices() == {}
    assert left_behind() == []


def test_the_hash_of_the_catalogue_is_checked_too(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hub.url
    known = piper_voices.CatalogueEntry(
        VOICE, "", "public domain", "any", "", sha256={f"{VOICE}.onnx": "0" * 64}
    )
    monkeypatch.setattr(piper_install, "catalogue", lambda: {VOICE: known})
    with pytest.raises(EngineError, match="sha256"):
        install()
    assert (installed_voices(), parts()) == ({}, [])


def test_a_failure_keeps_the_voice_that_was_there(hub: Hub, tmp_path: Path) -> None:
    install()
    (before,) = installed_voices().values()
    hub.publish(tmp_path / "published", md5="0" * 32)
    with pytest.raises(EngineError):
        install()
    assert list(installed_voices().values()) == [before]


def test_a_file_that_is_not_there(hub: Hub) -> None:
    del hub.files[f"/{BASE}/{VOICE}.onnx"]
    with pytest.raises(EngineError, match="no such file at") as caught:
        install()
    assert f"{VOICE}.onnx" in str(caught.value.hint)
    assert left_behind() == []


def test_a_server_in_trouble_is_asked_again_and_then_given_up(hub: Hub) -> None:
    hub.status = 503
    with pytest.raises(EngineError, match="replied with status 503"):
        install()
    assert len(hub.models_asked()) == download.TRIES


def test_a_server_that_only_drips_counts_as_cut(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "STALL_S", 0.15)
    monkeypatch.setattr(download, "SLOWEST_BYTES_S", 1_000_000)
    hub.drip_s = 0.05
    install()  # every connection brings something, so it goes on
    assert len(hub.models_asked()) > 2


def test_a_server_that_says_nothing_is_given_up(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "STALL_S", 0.1)
    monkeypatch.setattr(download, "TRIES", 2)
    hub.cut_after = 0
    hub.drip_s = 1.0
    with pytest.raises(EngineError, match="cannot be reached"):
        install()


def test_no_network_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_PAUSE_S", 0.0)
    monkeypatch.setenv("QUIETUDE_VOICES_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        install()
    assert "proxy" in str(caught.value.hint)


def test_the_proxy_of_the_environment_is_asked(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", hub.url)
    monkeypatch.setenv("QUIETUDE_VOICES_URL", "http://voices.invalid")
    install()
    assert list(installed_voices()) == [VOICE]


@pytest.mark.parametrize("url", ["file:///etc", "ftp://127.0.0.1"])
def test_only_the_web_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIETUDE_VOICES_URL", url)
    with pytest.raises(EngineError, match="https or http only"):
        install()


@pytest.mark.parametrize(
    ("index", "error", "words"),
    [
        (b"<html>log in</html>", EngineError, "did not send its index"),
        (b"[]", UsageError, "no voice"),
        (b"{}", UsageError, "no voice"),
        (b'{"%s": {}}' % VOICE.encode(), EngineError, "did not send its index"),
        (b'{"%s": {"files": {}}}' % VOICE.encode(), EngineError, "did not send its index"),
    ],
)
def test_an_index_that_is_none(hub: Hub, index: bytes, error: type[Exception], words: str) -> None:
    hub.files["/voices.json"] = index
    with pytest.raises(error, match=words):
        install()


def test_a_path_cannot_lead_out_of_the_hub(hub: Hub) -> None:
    text = hub.files["/voices.json"].decode()
    hub.files["/voices.json"] = text.replace(BASE, "../../etc").encode()
    with pytest.raises(EngineError, match="did not send its index"):
        install()


def test_too_little_room_is_said_before_anything_is_fetched(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil._ntuple_diskusage(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(EngineError, match="not enough room"):
        install()
    assert hub.models_asked() == []
    assert left_behind() == []


def test_a_disk_that_fills_up_is_freed_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub.url

    def full(*_what: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download, "_append", full)
    with pytest.raises(EngineError, match="no space left"):
        install()
    assert (left_behind(), parts()) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ended_in_the_middle(hub: Hub, how: signal.Signals) -> None:
    hub.drip_s = 0.1
    process = subprocess.Popen(
        [sys.executable, "-m", "quietude", "voices", "install", VOICE],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    deadline = time.monotonic() + 300
    while not any(parts()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(how)
    _, complaint = process.communicate(timeout=300)
    assert installed_voices() == {}
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "continues this download" in complaint
        assert left_behind() == []
    else:
        assert {name[:5] for name in left_behind()} == {".new-"}
    hub.drip_s = 0.0
    hub.asked.clear()
    install()
    assert hub.models_asked()[0].startswith("bytes=")
    assert (left_behind(), parts()) == ([], [])


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    folder = install_file(write_voice(tmp_path, "my.own-voice"), quiet)
    (voice,) = installed_voices().values()
    assert (voice.id, voice.folder) == ("my.own-voice", folder)
    assert licence_refusal(voice.voice)


@pytest.mark.parametrize("trouble", ["config", "absent", "name", "empty", "nonsense", "slow"])
def test_a_file_that_is_no_voice(tmp_path: Path, trouble: str) -> None:
    model = write_voice(tmp_path, "mine")
    config = Path(f"{model}.json")
    if trouble == "config":
        config.unlink()
    elif trouble == "absent":
        model.unlink()
    elif trouble == "name":
        model = model.rename(tmp_path / "mine.bin")
    elif trouble == "empty":
        config.write_text("{}")
    elif trouble == "slow":
        config.write_text(config.read_text().replace("22050", "8000"))
    else:
        model.write_bytes(b"nonsense")
    with pytest.raises((EngineError, UsageError)):
        install_file(model, quiet)
    assert installed_voices() == {}
    assert left_behind() == []
