from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quietude.studio.app import make_app
from quietude.studio.folder import StudioFolder
from quietude.studio.guard import TOKEN_HEADER
from quietude.studio.narrators import VoiceChoice
from quietude.studio.rooms import tonight, writing
from quietude.studio.studio import Studio
from studio_pages import BASE, KEYS, TONE
from studio_server import Server


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    voices = (VoiceChoice(TONE, "Tone", "tones", best=True, usual=True),)
    for room in (tonight, writing):
        monkeypatch.setattr(room, "voice_choices", lambda: voices)
    monkeypatch.setattr(Studio, "prepare", lambda _self, _wish: None)
    with Studio(StudioFolder(tmp_path / "Quietude")) as made:
        yield made


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    app = make_app(studio, KEYS)
    with TestClient(
        app,
        base_url=BASE,
        headers={TOKEN_HEADER: KEYS.token},
        cookies={KEYS.cookie: KEYS.key},
        raise_server_exceptions=False,
    ) as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "Quietude", tmp_path / "home")
    made.start()
    yield made
    made.close()
