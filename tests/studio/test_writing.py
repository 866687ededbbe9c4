from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import soundfile
from starlette.testclient import TestClient

from quietude.studio.words import texts
from studio_pages import TONE

SCRIPT = """# Evening Harbour

Jane Doe, Psy.D. Page 1 of 2

## Arriving

Welcome. Find a place where you can be for a while.

[pause 10 seconds]

(if tearful, slow down)

What do you notice? ... Take 3 breaths.

## Return

Open your eyes when you're ready.
"""
DEFINITION = b"""id: talk
title: Talk
intensity: light
sections:
  - {title: One, role: arrive, steps: [Welcome here.]}
"""
CHOSEN = {"voice": TONE, "bed": "none", "source": "x"}


@pytest.fixture
def document(client: TestClient) -> str:
    return str(client.post("/api/documents", json={"text": SCRIPT}).json()["id"])


def rows_of(client: TestClient, document: str, **chosen: Any) -> dict[str, Any]:
    reply = client.post(f"/api/documents/{document}/analysis", json={**CHOSEN, **chosen})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_a_pasted_script_becomes_rows_with_what_is_heard_of_them(
    client: TestClient, document: str
) -> None:
    assert document == "Evening Harbour.md"
    page = client.get(f"/write/{document}").text
    assert "Welcome. Find a place" in page
    found = rows_of(client, document)
    rows = found["rows"]
    assert rows["3"]["parts"][0]["what"] == "left out"
    assert rows["7"]["parts"][0]["what"] == "spoken"
    assert rows["9"]["parts"][0]["what"] == "silence"
    assert rows["9"]["parts"][0]["seconds"] == 10.0
    assert [part["what"] for part in rows["13"]["parts"]] == ["spoken", "silence", "spoken"]
    assert rows["13"]["says"] == ["Take three breaths."]
    assert rows["7"]["at_s"] < rows["9"]["at_s"] < rows["13"]["at_s"]
    findings = {one["rule"]: one for row in rows.values() for one in row.get("care", ())}
    assert findings["T13"]["remedy"]["text"] == "[pause 8 seconds]"
    assert findings["T13"]["remedy"]["kind"] == "after"


def test_the_plan_covers_the_whole_length(client: TestClient, document: str) -> None:
    plan = rows_of(client, document)["plan"]
    assert [one["title"] for one in plan["chapters"]] == ["Arriving", "Return"]
    assert len(plan["speech"]) == 5
    assert max(plan["bed"]) == 1.0
    lengths = client.get(f"/api/documents/{document}/lengths").json()
    assert lengths["lengths"][0] == 0
    longest = lengths["lengths"][-1]
    assert rows_of(client, document, duration_s=longest)["plan"]["total_s"] == longest
    refused = rows_of(client, document, duration_s=7200)
    assert "can be" in refused["error"]
    assert refused["plan"]["total_s"] == plan["total_s"]  # its own, meanwhile


def test_a_line_is_heard_as_it_is_written_now(client: TestClient, document: str) -> None:
    _, base = client.get(f"/api/documents/{document}").json().values()
    first = client.post(f"/api/documents/{document}/say", json={**CHOSEN, "line": 7})
    before, rate_hz = soundfile.read(io.BytesIO(first.content))
    assert rate_hz == 44_100
    assert np.abs(before).max() > 0.05
    changed = SCRIPT.replace("for a while.", "for a while, and another while after that.")
    said = client.post(
        f"/api/documents/{document}/say", json={**CHOSEN, "line": 7, "text": changed, "base": base}
    )
    after, _ = soundfile.read(io.BytesIO(said.content))
    assert len(after) > len(before)
    now = client.get(f"/api/documents/{document}").json()
    assert now == {"text": changed, "revision": said.headers["x-revision"]}
    silent = client.post(f"/api/documents/{document}/say", json={**CHOSEN, "line": 9})
    assert silent.status_code == 400


def test_two_tabs_do_not_overwrite_each_other(client: TestClient, document: str) -> None:
    path = f"/api/documents/{document}"
    base = client.get(path).json()["revision"]
    one = client.post(f"{path}/save", json={"text": "Welcome here.", "base": base})
    assert one.status_code == 200
    two = client.post(f"{path}/save", json={"text": "Welcome there.", "base": base})
    assert two.status_code == 409
    assert two.json() == {"text": "Welcome here.", "revision": one.json()["revision"]}
    kept = client.get(f"{path}/versions").json()["versions"]
    numbers = [one["number"] for one in kept if one["label"] == "words of another tab"]
    assert client.get(f"{path}/versions/{numbers[0]}").json()["text"] == "Welcome there."


def test_a_script_that_cannot_be_read_says_why_and_keeps_its_words(
    client: TestClient, document: str
) -> None:
    path = f"/api/documents/{document}"
    base = client.get(path).json()["revision"]
    client.post(f"{path}/save", json={"text": "[pause 5 seconds]\n", "base": base})
    found = rows_of(client, document)
    assert "spoken" in found["error"]
    assert client.get(path).json()["text"] == "[pause 5 seconds]\n"


def test_a_correction_changes_how_a_line_is_read(client: TestClient, document: str) -> None:
    path = f"/api/documents/{document}"
    base = client.get(path).json()["revision"]
    corrected = SCRIPT.replace("Page 1 of 2", "Page 1 of 2 <!-- speak -->")
    client.post(f"{path}/save", json={"text": corrected, "base": base})
    assert rows_of(client, document)["rows"]["3"]["parts"][0]["what"] == "spoken"


def test_an_exercise_becomes_a_script_of_ones_own(client: TestClient) -> None:
    made = client.post("/api/documents", json={"exercise": "taking-a-break"}).json()["id"]
    found = rows_of(client, made)
    assert "error" not in found
    spoken = [
        part
        for row in found["rows"].values()
        for part in row.get("parts", ())
        if part["what"] == "spoken"
    ]
    assert len(spoken) > 10
    assert found["details"][0]["name"] == "name"
    named = rows_of(client, made, details={"name": "Ada"})
    assert named["plan"]["total_s"] > 60


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("talk.txt", b"Welcome here.\n\nStay a while.", "Welcome here."),
        ("talk.md", "\ufeffWelcome h\u00e9re.".encode(), "Welcome hére."),
        ("talk.ssml", b"<speak>Welcome here.<break time='3s'/>Stay.</speak>", "Welcome here."),
        ("talk.yaml", DEFINITION, "Welcome here."),
    ],
)
def test_a_dropped_file_becomes_a_script(
    client: TestClient, name: str, data: bytes, words: str
) -> None:
    reply = client.post("/api/documents/file", params={"name": name}, content=data)
    made = reply.json()["id"]
    assert made.startswith("talk.")
    assert words in client.get(f"/api/documents/{made}").json()["text"]
    assert "error" not in rows_of(client, made)


def test_a_file_that_is_no_text_is_refused_in_words(client: TestClient) -> None:
    reply = client.post("/api/documents/file", params={"name": "x.mp3"}, content=b"\xff\xfb\x90")
    assert reply.status_code == 400
    assert "not a kind of file" in reply.json()["error"]


def test_a_script_is_heard_from_any_line_and_saved(client: TestClient, document: str) -> None:
    chosen = {**CHOSEN, "source": f"document:{document}", "accept": True, "at_s": 20}
    session = client.post("/api/listen", json=chosen).json()
    assert session["title"] == "Evening Harbour"
    first = 44 + 4 * 44_100 * 20
    part = client.get(session["url"], headers={"range": f"bytes={first}-{first + 400_000}"})
    assert part.status_code == 206
    assert np.abs(np.frombuffer(part.content[: 4 * 90_000], "<i2")).max() > 500
    assert "/write/Evening" in client.get("/").text


def test_the_shelf_lists_scripts_and_removes_them(client: TestClient, document: str) -> None:
    assert "Evening Harbour" in client.get("/write").text
    assert client.post(f"/api/documents/{document}/remove", json={}).status_code == 200
    assert f"/write/{document}" not in client.get("/write").text
    assert client.get(f"/write/{document}", headers={"accept": "text/html"}).status_code == 404


def test_every_text_that_a_page_asks_for_is_there() -> None:
    import re
    from importlib.resources import files

    home = files("quietude.studio")
    asked = set()
    for folder, pattern in (
        ("static", r'\bt\(\s*"([\w.-]+)"'),
        ("pages", r't\("([\w.-]+)"[,)]'),
    ):
        for path in (home / folder).iterdir():
            asked |= set(re.findall(pattern, path.read_text(encoding="utf-8")))
    assert len(asked) > 60
    assert asked - set(texts()) == set()
