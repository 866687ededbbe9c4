"""The essentials of the stories in a real Firefox, with the sound it plays.

Skipped with a word where Firefox or PulseAudio is missing. What Firefox plays is recorded from a
sound server that this test starts, and that has no loudspeaker.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from firefox import CONTROL, END, ENTER, Firefox, firefox, recorded, sound_server
from studio_server import PATIENCE_S, SCRIPT, Server

pytestmark = pytest.mark.slow

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[dict[str, str]]:
    if not (shutil.which("pulseaudio") and shutil.which("parec")):
        pytest.skip("there is no PulseAudio here to play to")
    with sound_server(tmp_path / "sound") as environment:
        yield environment


@pytest.fixture
def window(sound: dict[str, str]) -> Iterator[Firefox]:
    if not PROGRAM:
        pytest.skip("there is no Firefox here")
    with firefox(PROGRAM, sound, PATIENCE_S) as opened:
        yield opened


def loudest(data: bytes) -> int:
    return int(np.abs(np.frombuffer(data, "<i2").astype(np.int32)).max())


def test_for_tonight(window: Firefox, server: Server, sound: dict[str, str]) -> None:
    window.open(server.address)
    assert window.url == f"{server.url}/"
    window.open(f"{server.url}/exercise/butterfly-hug")
    window.type("#slot-name", "Ada")
    window.click("#listen")
    window.until("document.getElementById('at').textContent >= '0:03'")
    assert window.run("return document.getElementById('player-error').hidden")
    assert loudest(recorded(sound, 4.0)) > 300
    window.run(
        "const seek = document.getElementById('seek'); seek.value = 100;"
        "seek.dispatchEvent(new Event('input'))"
    )
    window.until("document.getElementById('at').textContent >= '1:41'")
    window.click("[data-save=mp3]")
    window.until("document.querySelector('.job [data-part=link]')")
    assert len(list(server.folder.glob("*.mp3"))) == 1
    window.click("#play")
    window.until("document.getElementById('play').getAttribute('aria-label') === 'Play'")


def test_write_and_hear_a_line(window: Firefox, server: Server, sound: dict[str, str]) -> None:
    window.open(server.address)
    window.open(f"{server.url}/write")
    window.run("document.getElementById('paste').value = arguments[0]", SCRIPT)
    window.click("#make")
    window.until("document.querySelector('.bar .grab')")
    window.type(".row.spoken textarea", f"{END} Rest here.")
    window.until("document.getElementById('state').textContent === 'Saved'")
    window.type(".row.spoken textarea", f"{CONTROL}{ENTER}")
    window.until("performance.getEntriesByName('quietude-said').length")
    assert loudest(recorded(sound, 2.0)) > 300
    window.run(
        "const one = document.querySelector('.pill input'); one.value = 9;"
        "one.dispatchEvent(new Event('change'))"
    )
    window.until("document.getElementById('raw').value.includes('[pause 9 seconds]')")
    window.until("document.getElementById('state').textContent === 'Saved'")
    written = next((server.folder / "scripts").glob("*.md")).read_text(encoding="utf-8")
    assert "Rest here." in written
    assert "[pause 9 seconds]" in written
    server.kill()
    window.type(".row.spoken textarea", f"{END} Still here.")
    window.until("!document.getElementById('server-notice').hidden")
    server.start()
    window.until("document.getElementById('state').textContent === 'Saved'")
    written = next((server.folder / "scripts").glob("*.md")).read_text(encoding="utf-8")
    assert "Still here." in written
