"""The booth behind its page: lines, takes kept, chosen and deleted, and heard in the session."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Clip
from quietude.speech.cache import user_cache
from quietude.speech.takes.room_test import room_test
from studio_pages import CHOSEN, TONE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from quietude.studio.studio import Studio

RATE_HZ = 48_000
HOME = "/api/booth/exercise/taking-a-break"


def wav(seconds: float = 2.0, level: float = 0.1, hz: float = 187.0) -> bytes:
    """Something spoken between two half seconds of a quiet room, as the page sends it."""
    t = np.arange(round((seconds + 1.0) * RATE_HZ)) / RATE_HZ
    room = 1e-4 * np.random.default_rng(1).standard_normal(len(t))
    spoken = level * np.sin(2 * np.pi * hz * t) * (1.2 + np.sin(25.0 * t))
    spoken[(t < 0.5) | (t > 0.5 + seconds)] = 0.0
    file = io.BytesIO()
    soundfile.write(file, spoken + room, RATE_HZ, "PCM_24", format="WAV")
    return file.getvalue()


def lines(client: TestClient, **details: str) -> list[dict[str, Any]]:
    reply = client.post(HOME, json={"details": details})
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["lines"]
    return found


def record(client: TestClient, line: str, **given: Any) -> list[dict[str, Any]]:
    reply = client.post(f"{HOME}/lines/{line}/takes", content=wav(**given))
    assert reply.status_code == 200, reply.text
    takes: list[dict[str, Any]] = reply.json()["takes"]
    return takes


def test_takes_are_kept_chosen_and_deleted_for_good(client: TestClient, studio: Studio) -> None:
    first = lines(client)[0]["id"]
    assert lines(client)[0]["takes"] == []
    record(client, first, seconds=1.5)
    takes = record(client, first, seconds=2.5)
    assert [(one["take"], round(one["seconds"], 1)) for one in takes] == [(1, 1.5), (2, 2.5)]
    folder = studio.kept_takes.folder_of("exercise:taking-a-break")
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    chosen = client.post(f"{HOME}/lines/{first}/takes/1/choose", json={}).json()["takes"]
    assert [one["take"] for one in chosen] == [2, 3]
    assert round(chosen[-1]["seconds"], 1) == 1.5
    heard = client.get(f"/booth/exercise/taking-a-break/{first}/3.wav")
    samples, rate_hz = soundfile.read(io.BytesIO(heard.content))
    assert rate_hz == RATE_HZ
    assert 1.4 < len(samples) / rate_hz < 1.9
    left = client.post(f"{HOME}/lines/{first}/takes/3/delete", json={}).json()["takes"]
    assert [one["take"] for one in left] == [2]
    assert client.post(f"{HOME}/delete", json={}).json() == {"deleted": 1}
    assert not folder.exists()


def test_a_recording_is_heard_in_the_session_and_its_copies_go_with_it(
    client: TestClient, studio: Studio
) -> None:
    chosen = {**CHOSEN, "duration_s": None, "own_voice": True}
    line = lines(client)[1]
    record(client, line["id"], seconds=3.0, hz=523.0)
    at_s = client.post(f"{HOME}/lines/{line['id']}/moment", json={"voice": TONE}).json()["at_s"]
    session = client.post("/api/listen", json={**chosen, "at_s": at_s}).json()
    sound = client.get(session["url"], headers={"range": f"bytes={44 + int(at_s * 44100) * 4}-"})
    heard = np.frombuffer(sound.content[: 44100 * 4 * 8], "<i2").reshape(-1, 2)[:, 0]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    loudest_hz = np.argmax(spectrum) * 44100 / len(heard)
    assert loudest_hz == pytest.approx(523.0, abs=30.0)
    [take] = studio.kept_takes.of("exercise:taking-a-break", line["id"])
    copies = f"{take.key_prefix[:2]}/{take.key_prefix}*"
    assert list(user_cache().folder.glob(copies))
    client.post(f"{HOME}/lines/{line['id']}/takes/1/delete", json={})
    assert not list(user_cache().folder.glob(copies))


def test_a_recording_that_is_none_is_refused(client: TestClient) -> None:
    first = lines(client)[0]["id"]
    for body in (b"", b"RIFF", wav(seconds=-0.9)):
        reply = client.post(f"{HOME}/lines/{first}/takes", content=body)
        assert reply.status_code == 400
        assert "recording" in reply.json()["error"]
    assert client.post(f"{HOME}/lines/aaaaaaaa/takes", content=wav()).status_code == 400
    for odd in ("/booth/exercise/..%2F..%2Fx", "/booth/other/x", "/booth/document/.studio"):
        assert client.get(odd, headers={"accept": "text/html"}).status_code == 404
    assert lines(client)[0]["takes"] == []


def test_a_personal_line_is_recorded_for_its_details(client: TestClient, studio: Studio) -> None:
    home = "/api/booth/exercise/safe-place"

    def texts(details: dict[str, str]) -> dict[str, str]:
        shown = client.post(home, json={"details": details}).json()["lines"]
        return {one["id"]: one["text"] for one in shown}

    details = {"name": "Zoë"}
    without = texts({})
    new = {key: text for key, text in texts(details).items() if key not in without}
    [line, *_] = new
    assert "Zoë" in new[line]
    header = {"x-quietude-details": quote(json.dumps(details))}
    path = f"{home}/lines/{line}/takes"
    assert client.post(path, content=wav(), headers=header).status_code == 200
    [file] = studio.kept_takes.folder_of("exercise:safe-place").iterdir()
    assert "personal" in file.name
    assert "zo" not in file.name.casefold().replace(line, "")
    assert client.post(path, content=wav()).status_code == 400


def test_the_microphone_is_allowed_on_one_page_alone(client: TestClient) -> None:
    policy = "permissions-policy"
    assert "microphone=(self)" in client.get("/booth/exercise/safe-place").headers[policy]
    for page in ("/", "/booth", "/write", "/exercise/safe-place"):
        assert "microphone=()" in client.get(page).headers[policy]


def test_a_room_is_measured_and_says_what_to_do(client: TestClient) -> None:
    rng = np.random.default_rng(3)
    t = np.arange(6 * RATE_HZ) / RATE_HZ

    def measured(level: float, noise: float, hum: float = 0.0) -> list[str]:
        room = noise * rng.standard_normal(2 * len(t)) + hum * np.sin(
            100 * np.pi * np.arange(2 * len(t)) / RATE_HZ
        ) * (1 + np.sin(200 * np.pi * np.arange(2 * len(t)) / RATE_HZ))
        spoken = level * np.sin(2 * np.pi * 187 * t) * (t > 2) * (t < 5)
        found = room_test(
            Clip(room[: len(t)].astype(np.float32), RATE_HZ),
            Clip((room[len(t) :] + spoken).astype(np.float32), RATE_HZ),
        )
        return list(found.advice)

    assert measured(0.1, 1e-4) == []
    assert "nearer" in measured(0.1, 0.01)[0]
    assert "Too loud" in measured(1.5, 1e-3)[0]
    assert "Very soft" in measured(0.005, 1e-5)[0]
    assert "Nobody" in measured(0.0, 0.01)[0]
    assert any("50 Hz" in one for one in measured(0.1, 1e-4, hum=0.003))
    reply = client.post(f"{HOME}/room?quiet_s=2", content=wav(seconds=3.0))
    assert reply.status_code == 200
    for odd in ("", "?quiet_s=x", "?quiet_s=9", "?quiet_s=0"):
        assert client.post(f"{HOME}/room{odd}", content=wav()).status_code == 400
