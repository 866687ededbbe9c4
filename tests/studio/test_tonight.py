from __future__ import annotations

import io
import json
import time

import numpy as np
import pytest
import soundfile
from starlette.testclient import TestClient

from quietude.studio.catalogue import (
    exercise,
    exercises_for,
    length_words,
    lengths_of_exercise,
    usual_length,
)
from quietude.studio.jobs import StudioJob
from quietude.studio.studio import Studio
from studio_pages import CHOSEN

NAME = "Wilhelmina"


def test_the_first_page_offers_needs_and_exercises(client: TestClient) -> None:
    page = client.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Overwhelmed" in page.text
    assert "/exercise/safe-place" in page.text
    narrowed = client.get("/?need=sleep&minutes=5").text
    assert narrowed.count('class="card"') < page.text.count('class="card"')
    assert client.get("/?need=nonsense&minutes=xx").status_code == 200
    assert "No session" in client.get("/?words=zzzzzz").text


def test_the_exercises_for_a_need_have_it() -> None:
    found = exercises_for("overwhelmed", 5, "")
    assert found
    assert all("overwhelmed" in one.for_when for one in found)
    assert all(one.lengths_min[0] <= 5 for one in found)
    assert [one.id for one in exercises_for("", None, "butterfly hug")][:1] == ["butterfly-hug"]


def test_a_slider_offers_only_what_an_exercise_can_be() -> None:
    lengths = lengths_of_exercise("butterfly-hug")
    assert list(lengths) == sorted(lengths)
    assert 180 in lengths
    assert 30 not in lengths
    assert 3600 not in lengths
    assert usual_length(exercise("butterfly-hug"), lengths) in lengths
    assert length_words(150) == "2½ minutes"
    assert length_words(60) == "1 minute"


def test_the_page_of_an_exercise_says_what_it_is_and_asks_for_details(client: TestClient) -> None:
    page = client.get("/exercise/taking-a-break").text
    assert "What may come up" in page
    assert "What should the voice call you?" in page
    assert 'name="bed"' in page
    missing = client.get("/exercise/nothing-like-it", headers={"accept": "text/html"})
    assert missing.status_code == 404
    assert "no exercise" in missing.text.lower()


def test_a_session_is_heard_from_any_moment(client: TestClient) -> None:
    session = client.post("/api/listen", json=CHOSEN).json()
    assert session["total_s"] == 120
    assert session["chapters"][0]["start_s"] == 0
    rate_hz = 44_100

    def heard(first_s: int, last_s: int) -> np.ndarray:
        first, last = (44 + 4 * seconds * rate_hz for seconds in (first_s, last_s))
        part = client.get(session["url"], headers={"range": f"bytes={first}-{last - 1}"})
        assert part.status_code == 206
        assert part.headers["content-range"].endswith(f"/{44 + 4 * 120 * rate_hz}")
        return np.frombuffer(part.content, "<i2").reshape(-1, 2) / 32767

    before = heard(20, 34)
    assert np.abs(before).max() > 0.05
    np.testing.assert_allclose(heard(30, 34), before[10 * rate_hz :], atol=4e-3)
    state = client.get(f"/api/listen/{session['id']}").json()
    assert 0 < state["spoken"] <= state["phrases"]


def test_a_change_goes_on_at_the_same_moment(client: TestClient) -> None:
    session = client.post("/api/listen", json=CHOSEN).json()
    body = {**CHOSEN, "duration_s": 150, "from": {"id": session["id"], "at_s": 40}}
    changed = client.post("/api/listen", json=body).json()
    assert changed["total_s"] == 150
    assert changed["id"] != session["id"]
    assert 20 < changed["at_s"] < 90
    same = {**CHOSEN, "presence": "soft", "from": {"id": session["id"], "at_s": 40}}
    assert client.post("/api/listen", json=same).json()["at_s"] == pytest.approx(40, abs=0.01)


def test_an_impossible_request_is_refused_in_words(client: TestClient) -> None:
    reply = client.post("/api/listen", json={**CHOSEN, "duration_s": 3000})
    assert reply.status_code == 400
    assert "can be" in reply.json()["error"]
    assert reply.json()["longest_s"] < 3000
    for wrong in ({}, {"source": 3}, {"source": "document:x"}, {**CHOSEN, "duration_s": "long"}):
        assert client.post("/api/listen", json=wrong).status_code == 400
    assert client.post("/api/listen", content=b"[1]").status_code == 400
    bad = client.post("/api/listen", json={**CHOSEN, "details": {"name": "<b>"}})
    assert bad.status_code == 400
    assert client.get("/listen/none.wav").status_code == 404
    assert client.get("/api/listen/none").status_code == 400


def test_recent_sessions_keep_details_and_place_and_can_be_forgotten(
    client: TestClient, studio: Studio
) -> None:
    chosen = {**CHOSEN, "details": {"name": NAME}}
    session = client.post("/api/listen", json=chosen).json()
    client.post(f"/api/listen/{session['id']}/place", json={"at_s": 62})
    assert studio.recent()[0]["at_s"] == 62
    page = client.get("/").text
    assert "Listen again" in page
    assert NAME not in page
    exercise_page = client.get("/exercise/taking-a-break?recent=0").text
    assert NAME in exercise_page
    assert "Continue at 1:02" in exercise_page
    client.post("/api/listen", json={**chosen, "presence": "soft"})
    assert len(studio.recent()) == 1  # the same session, heard differently
    client.post(f"/api/listen/{session['id']}/place", json={"at_s": 119})
    assert client.post("/api/forget", json={"place": 0}).status_code == 200
    assert studio.recent() == []


def test_the_state_of_a_studio_is_for_its_owner_alone(client: TestClient, studio: Studio) -> None:
    client.post("/api/listen", json={**CHOSEN, "details": {"name": NAME}})
    for path in studio.folder.state.rglob("*.json"):
        assert path.stat().st_mode & 0o077 == 0
    assert studio.folder.state.stat().st_mode & 0o077 == 0


def test_voices_and_beds_are_heard_by_themselves(client: TestClient) -> None:
    voice = client.get("/sample/voice.wav?voice=tone:tone")
    samples, _ = soundfile.read(io.BytesIO(voice.content))
    assert np.abs(samples).max() > 0.05
    bed = client.get("/sample/bed/stream.wav")
    samples, rate_hz = soundfile.read(io.BytesIO(bed.content))
    assert len(samples) == 12 * rate_hz
    assert client.get("/sample/bed/stream.wav").content == bed.content
    assert client.get("/sample/bed/nothing.wav").status_code == 400
    assert client.get("/sample/voice.wav?voice=tone:nobody").status_code == 400


@pytest.mark.slow
def test_saving_is_a_job_whose_file_can_be_had(client: TestClient, studio: Studio) -> None:
    chosen = {**CHOSEN, "details": {"name": NAME}, "format": "wav"}
    job = client.post("/api/save", json=chosen).json()
    assert NAME not in json.dumps(job)
    done = wait_for(studio, job["id"])
    assert done.state == "done", done.error
    saved = client.get(f"/saved/{job['id']}")
    assert soundfile.info(io.BytesIO(saved.content)).duration == 120
    assert "attachment" in saved.headers["content-disposition"]
    assert NAME not in done.path
    kept = (studio.folder.state / "jobs.json").read_text(encoding="utf-8")
    assert NAME not in kept  # nobody needs it any more


def test_a_wrong_format_is_a_failed_job(client: TestClient, studio: Studio) -> None:
    job = client.post("/api/save", json={**CHOSEN, "format": "exe"}).json()
    assert wait_for(studio, job["id"]).state == "failed"
    client.post(f"/api/jobs/{job['id']}/stop", json={})
    assert studio.jobs.get(job["id"]) is None


def test_a_script_that_care_refuses_is_not_saved_and_the_reason_is_shown(
    client: TestClient, studio: Studio
) -> None:
    text = "# Harbour\n\nYou may now stop taking your medication.\n\nGo back to the worst moment."
    made = client.post("/api/documents", json={"text": text, "name": "harbour.md"}).json()
    chosen = {**CHOSEN, "source": f"document:{made['id']}", "duration_s": None}
    job = wait_for(studio, client.post("/api/save", json={**chosen, "format": "wav"}).json()["id"])
    assert job.state == "failed"
    assert job.refusal == "care"
    assert "medication" in f"{job.error} {job.hint}"
    assert not list(studio.folder.path.glob("*.wav"))


def wait_for(studio: Studio, job_id: str) -> StudioJob:
    for _ in range(60_000):
        job = studio.jobs.get(job_id)
        if job and job.state in {"done", "failed", "stopped"}:
            return job
        time.sleep(0.01)
    raise AssertionError(job_id)
