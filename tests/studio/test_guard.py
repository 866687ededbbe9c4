from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from quietude.studio.app import make_app
from quietude.studio.studio import Studio

KEY, TOKEN, PORT = "the-key", "the-token", 8765
BASE = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def stranger(studio: Studio) -> TestClient:
    from quietude.studio.guard import Keys

    return TestClient(make_app(studio, Keys(KEY, TOKEN, PORT)), base_url=BASE)


def test_a_page_is_shown_only_to_whoever_has_the_key(stranger: TestClient) -> None:
    assert stranger.get("/").status_code == 403
    assert stranger.get("/?key=guessed").status_code == 403
    opened = stranger.get(f"/?key={KEY}", follow_redirects=False)
    assert opened.status_code == 303
    assert opened.headers["location"] == "/"
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get("/").status_code == 200  # by the cookie now


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:80", ""])
def test_a_rebound_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


def test_localhost_is_a_name_of_this_machine(client: TestClient) -> None:
    assert client.get("/static/studio.css", headers={"host": "localhost:8765"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/", headers=headers).status_code == 403
    assert client.post("/api/forget", json={}, headers=headers).status_code == 403


def test_a_change_needs_the_token_of_a_page(client: TestClient) -> None:
    for token in ("", "guessed", KEY):
        reply = client.post("/api/forget", json={}, headers={"x-quietude-token": token})
        assert reply.status_code == 403
    assert client.post("/api/forget", json={}).status_code == 200


def test_a_page_loads_nothing_from_elsewhere_and_is_in_no_frame(client: TestClient) -> None:
    for path in ("/", "/static/studio.js", "/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http:" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/").headers["cache-control"] == "no-store"


def test_a_key_of_odd_letters_is_no_key(stranger: TestClient) -> None:
    assert (
        stranger.get(
            "/", params={"key": "schlüssel\udcff".encode(errors="replace").decode()}
        ).status_code
        == 403
    )
