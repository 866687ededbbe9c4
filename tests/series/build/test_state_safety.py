"""State that somebody else wrote: nothing outside of the site is touched, and nothing breaks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from manifests import built, files, write_series
from quietude.errors import SeriesError
from quietude.series.build import episode_files
from quietude.series.build.journal import read_events
from quietude.series.build.site_contents import remove_leftovers
from quietude.series.build.state import MORE_ROLES, ROLES, SeriesState
from quietude.series.build.state_folder import StateFolder, state_folder_of

SHA = "0" * 64
GUID = "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"
OUTSIDE = ["../../victim.txt", "../../victims", "{whole}/victims", "/etc", "..", ".", "a/../../b", "a\\..\\b",
           "C:/x", "link/victim", ""]  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "victims").mkdir()
    (tmp_path / "victims/victim").write_text("precious")
    (tmp_path / "victim.txt").write_text("precious")
    site = tmp_path / "shows/site"
    site.mkdir(parents=True)
    (site / "link").symlink_to(tmp_path / "victims")
    return site


def file_data(path: str) -> list[Any]:
    return [path, "audio/mpeg", 1, SHA, 1]


def events(path: str) -> list[dict[str, Any]]:
    """Every event that may name a place."""
    episode = {"event": "placed", "episode": "/a", "audio": SHA, "tags": SHA, "duration_ms": 1,
               "chapters": [], "files": {role: file_data(path) for role in ROLES}}  # fmt: skip
    return [
        {"event": "placing", "paths": [path]},
        {"event": "edition", "edition": path, "podcast_guid": GUID, "base_url": "https://e.org"},
        {"event": "cover", "edition": "", "key": "k", "file": file_data(path)},
        {"event": "cover", "edition": path, "key": "k", "file": file_data("cover.jpg")},
        episode,
        {**episode, "audio": path},
        {"event": "seen", "episode": "/a", "guid": "g", "published": "2026-01-01T00:00:00+00:00"},
    ]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_state_from_elsewhere_removes_nothing_outside_the_site(site: Path, path: str) -> None:
    whole = path.format(whole=site.parents[1])
    folder = state_folder_of(site)
    folder.mkdir(mode=0o700)
    lines = "".join(json.dumps(event) + "\n" for event in events(whole))
    (folder / "journal.jsonl").write_text(lines)
    with StateFolder(site) as state_folder:
        remove_leftovers(state_folder, [])
        state_folder.remove_partial_sessions()
        state_folder.remove_all_but(set())
    parent = site.parents[1]
    assert files(parent / "victims") == {"victim": b"precious"}
    assert (parent / "victim.txt").read_text() == "precious"
    assert (site / "link").is_symlink()


@pytest.mark.parametrize("name", ["built", "timelines", "journal.jsonl", "secret", "lock", "."])
def test_links_in_a_state_folder_are_refused(site: Path, name: str) -> None:
    folder = state_folder_of(site)
    victims = site.parents[1] / "victims"
    if name == ".":
        folder.symlink_to(victims)
    else:
        folder.mkdir(mode=0o700)
        target = victims / "victim" if "." in name or name in {"secret", "lock"} else victims
        (folder / name).symlink_to(target)
    with pytest.raises(SeriesError, match="cannot be trusted"):
        StateFolder(site)
    assert files(victims) == {"victim": b"precious"}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_state_folder_that_others_can_write_is_refused(site: Path) -> None:
    folder = state_folder_of(site)
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(SeriesError, match="other users may write to this folder") as caught:
        StateFolder(site)
    assert "chmod 700" in str(caught.value)


BAD_VALUES: list[Any] = [None, [], {}, 7, -1, 1e300, True, "x", "", {"a": 1}, [["a"]]]


def mutations(events: list[dict[str, Any]]) -> list[Any]:
    """Each event with each of its parts left out or replaced by values of other types."""
    made: list[Any] = []

    def into(value: Any, build: Callable[[Any], dict[str, Any]]) -> None:
        made.extend(build(bad) for bad in BAD_VALUES)
        if isinstance(value, dict):
            for key, part in value.items():
                made.append(build({name: kept for name, kept in value.items() if name != key}))
                into(part, lambda new, key=key: build({**value, key: new}))  # type: ignore[misc]
        elif isinstance(value, list):
            for index, part in enumerate(value[:5]):
                into(part, lambda new, at=index: build([*value[:at], new, *value[at + 1 :]]))  # type: ignore[misc]

    for event in events:
        into(event, lambda new: new)
    return made


def test_damage_of_any_kind_is_counted_and_never_raised(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    built(path, tmp_path / "site")
    journal = state_folder_of(tmp_path / "site") / "journal.jsonl"
    good = list(read_events(journal))
    assert SeriesState.from_events(good).damaged == 0
    lines = mutations(good)
    assert len(lines) > 1000
    state, bad = SeriesState(), []
    for event in lines:
        if isinstance(event, dict) and isinstance(event.get("event"), str):
            before_it = state.damaged
            state.apply(event)
            bad += [event] if state.damaged > before_it else []
    assert len(bad) > 200
    list(state.events())  # every value left in it can be written
    before = files(tmp_path / "site")
    with journal.open("ab") as file:
        file.write(("[" * 3000 + "\n").encode())
        file.writelines(json.dumps(event).encode() + b"\n" for event in bad[::20])
        file.write(b'{"event": "rendered", "seconds": Infinity, "session_s": 1}\n')
    report = built(path, tmp_path / "site")
    assert report.damaged > 10
    assert not report.failed
    assert files(tmp_path / "site") == before
    again = built(path, tmp_path / "site")
    assert (again.damaged, again.kept) == (0, 2)  # the journal was written anew without them
    assert journal.with_name("journal.damaged").exists()


def test_the_roles_of_state_are_those_of_the_files() -> None:
    assert frozenset(episode_files.TYPES) == ROLES | MORE_ROLES


def test_a_damaged_secret_is_named(site: Path) -> None:
    with StateFolder(site) as state_folder:
        state_folder.add("seen", episode="/a", guid="g", published="2026-01-01T00:00:00+00:00")
        token = state_folder.token("a")
        assert state_folder.token("a") == token
    secret = state_folder_of(site) / "secret"
    secret.write_bytes(secret.read_bytes()[:5])
    with StateFolder(site) as state_folder, pytest.raises(SeriesError, match="secret") as caught:
        state_folder.token("a")
    assert "backup" in str(caught.value)
