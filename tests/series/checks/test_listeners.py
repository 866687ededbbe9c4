"""Leaks around the sites of listeners, put in one at a time, and each is found."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quietude.series.build.state_folder import StateFolder
from quietude.series.checks.run import check_folder
from quietude.series.model import Site
from quietude.series.site.publish import publish
from site_checks import TOKEN, messages
from sites import BASE_URL, with_episode, with_show

OTHER = TOKEN[::-1]


@pytest.fixture(scope="module")
def two(built: tuple[Path, Site], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic") / "site"
    for token in (TOKEN, OTHER):
        own = Path(shutil.copytree(built[0], folder / token))
        site = with_episode(with_show(built[1], private=True), 0, personal=True)
        publish(dataclasses.replace(site, base_url=f"{BASE_URL}/{token}"), own)
        for path in own.glob("episodes/*.mp3"):
            _without_words(path, own)
    (folder / "index.html").write_text("<!doctype html><title>Nothing here</title>")
    return folder


def _without_words(path: Path, folder: Path) -> None:
    from mutagen.id3 import ID3

    before = path.stat().st_size
    tags = ID3(path)
    tags.delall("USLT")
    tags.delall("SYLT")
    tags.save(path, v2_version=3)
    for name in ("feed.xml",):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(str(before), str(path.stat().st_size)))
    (folder / "SHA256SUMS").unlink(missing_ok=True)


@pytest.fixture
def clinic(two: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two, tmp_path / "site"))


def write(name: str, text: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return edit


def no_feed(folder: Path) -> None:
    (folder / TOKEN / "feed.xml").unlink()


def renamed(folder: Path) -> None:
    (folder / TOKEN).rename(folder / "ada")


LEAKS = [
    ("a list of addresses", write("index.html", f'<a href="{TOKEN}/">one</a>'), "lists the addresses"),
    ("addresses.csv", write("addresses.csv", f"id,feed\n1,x/{TOKEN}"), "must not be uploaded"),
    ("the state", write(".site.quietude/journal.jsonl", "{}"), "holds words and names"),
    ("a secret", write("secret", "x"), "must not be uploaded"),
    ("a table", write("people.csv", "id,name"), "names of listeners"),
    ("no feed of one among others", no_feed, "this listener's folder has no feed"),
    ("a name as a folder", renamed, "name that can be guessed"),
    ("an empty folder", lambda folder: (folder / "ada").mkdir(), "name can be guessed"),
    ("a name as a file", write(f"{TOKEN}/transcripts/ada-lovelace.txt", "x"), "name of this file"),
    ("a name in a text", write(f"{TOKEN}/deep/down/note.txt", "For Ada Lovelace"), "stands in this file"),
]  # fmt: skip


def test_a_good_clinic_passes(clinic: Path) -> None:
    assert messages(clinic, names=["Ada Lovelace"]) == ""


@pytest.mark.parametrize(("name", "make", "found"), LEAKS, ids=[leak[0] for leak in LEAKS])
def test_a_leak_is_found(clinic: Path, name: str, make: Callable[[Path], None], found: str) -> None:
    make(clinic)
    said = [finding.message for finding in check_folder(clinic, names=["Ada Lovelace"])]
    assert any(found in message for message in said), (name, said)


def test_a_listener_of_the_last_build_without_a_folder(clinic: Path) -> None:
    with StateFolder(clinic) as state_folder:
        for token in (TOKEN, OTHER, "a" * 26):
            guid = "9b024349-ccf0-5f69-a609-6b82873eab3c"
            url = f"{BASE_URL}/{token}"
            state_folder.add("edition", edition=token, podcast_guid=guid, base_url=url)
            state_folder.add("seen", episode=f"{token}/one", guid="g",
                             published="2026-01-01T00:00:00+00:00")  # fmt: skip
    found = messages(clinic)
    assert found == "aaaaaa…: a listener of the table has no feed"
