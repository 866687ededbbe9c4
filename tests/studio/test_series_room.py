from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from manifests import InlinePool, write_series
from quietude.studio.jobs import StudioJob
from quietude.studio.series.builds import SeriesBuilder
from quietude.studio.studio import Studio

HTML = {"accept": "text/html"}


@pytest.fixture
def show(client: TestClient, tmp_path: Path) -> str:
    path = write_series(tmp_path / "elsewhere")
    return str(client.post("/api/series", json={"path": str(path)}).json()["id"])


@pytest.mark.slow
def test_a_series_is_begun_with_a_programme(client: TestClient, studio: Studio) -> None:
    chosen = {"title": "First Steps!", "author": "Ada", "programme": "first-week"}
    made = client.post("/api/series", json=chosen).json()["id"]
    assert studio.shows.path(made) == studio.folder.path / "series/first-steps/series.yaml"
    page = client.get(f"/series/{made}").text
    assert "First Steps!" in page
    assert "to be made" in page
    assert "first-steps" in client.get("/series").text
    assert client.post("/api/series", json={"title": " "}).status_code == 400


@pytest.mark.parametrize("path", ["series.yaml", "/etc/passwd", "/nowhere/series.yaml", "~/x.yaml"])
def test_only_a_manifest_is_opened(client: TestClient, path: str) -> None:
    assert client.post("/api/series", json={"path": path}).status_code == 400
    assert client.get("/series/none", headers=HTML).status_code == 404


def test_faults_of_a_manifest_are_shown_with_their_lines(
    client: TestClient, studio: Studio, show: str
) -> None:
    path = studio.shows.path(show)
    path.write_text(
        path.read_text(encoding="utf-8") + "  - exercise: safe-plcae\n", encoding="utf-8"
    )
    page = client.get(f"/series/{show}").text
    assert "cannot be built yet" in page
    assert "safe-place" in page  # the remedy
    assert 'id="start"' not in page


def test_a_series_is_built_checked_and_previewed(
    client: TestClient, studio: Studio, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, object]] = []
    builder = SeriesBuilder(studio.shows, told.append, lambda _tasks: InlinePool())
    monkeypatch.setitem(studio.jobs._workers, "series", builder)
    job = client.post(f"/api/series/{show}/build", json={}).json()
    done = wait_for(studio, job["id"])
    assert done.state == "done", (done.error, done.hint)
    states = [json.loads(json.dumps(one))["series"] for one in told]
    assert [one["key"] for one in states if one["state"] == "done"] == ["/one", "/two"]
    page = client.get(f"/series/{show}").text
    assert page.count(">done<") == 2
    findings = client.post(f"/api/series/{show}/check", json={}).json()["findings"]
    assert all(one["message"] and one["hint"] for one in findings)
    url = client.post(f"/api/series/{show}/preview", json={}).json()["url"]
    assert url.startswith("http://127.0.0.1:")
    assert client.post(f"/api/series/{show}/preview", json={}).json()["url"] == url


def test_listeners_are_taken_in_for_their_owner_alone(
    client: TestClient, studio: Studio, show: str
) -> None:
    table = "id,name\nada,Ada\nbob,Bob\n"
    assert client.post(f"/api/series/{show}/listeners", json={"table": table}).status_code == 200
    place = studio.shows.path(show).parent / "listeners.csv"
    assert place.read_text(encoding="utf-8") == table
    assert place.stat().st_mode & 0o077 == 0
    assert studio.shows.table(show)["listeners"] == 2
    client.post(f"/api/series/{show}/listeners", json={"table": "id,name\nada,Ada\n"})
    assert studio.shows.table(show)["listeners"] == 1
    assert client.get(f"/series/{show}/addresses.csv").status_code == 400
    path = studio.shows.path(show)
    path.write_text(
        path.read_text(encoding="utf-8").replace("listeners.csv", "../people.csv"), encoding="utf-8"
    )
    refused = client.post(f"/api/series/{show}/listeners", json={"table": table})
    assert refused.status_code == 400


def test_a_build_that_is_stopped_goes_on_later(
    client: TestClient, studio: Studio, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(data: dict[str, object]) -> None:
        if data["series"]["state"] == "done":  # type: ignore[index]
            for job in studio.jobs.all():
                studio.jobs.stop(job.id)

    builder = SeriesBuilder(studio.shows, stopping, lambda _tasks: InlinePool())
    monkeypatch.setitem(studio.jobs._workers, "series", builder)
    job = client.post(f"/api/series/{show}/build", json={}).json()
    assert wait_for(studio, job["id"]).state == "stopped"
    rows = studio.shows.table(show)["rows"]
    assert [row["action"] for row in rows].count("keep") >= 1


def wait_for(studio: Studio, job_id: str) -> StudioJob:
    for _ in range(60_000):
        job = studio.jobs.get(job_id)
        if job and job.state in {"done", "failed", "stopped"}:
            return job
        time.sleep(0.01)
    raise AssertionError(job_id)
