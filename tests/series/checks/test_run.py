"""Break one thing of a good site, and the check says which, and what to do."""

from __future__ import annotations

import dataclasses
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from quietude.errors import DeliveryError, UsageError
from quietude.series.checks.finding import SiteFinding
from quietude.series.checks.private import is_unguessable
from quietude.series.checks.run import check_folder, sites_in
from quietude.series.model import Site
from quietude.series.preview.server import SiteServer
from quietude.series.site.publish import publish
from sites import enclosure, with_episode, with_show

TOKEN = "k4m2xq7zr5tb3wyn6pfa2sdvjh"  # noqa: S105  (part of an address)
AUDIO = "episodes/001-short.mp3"


def errors(folder: Path, **wanted: object) -> list[SiteFinding]:
    found = list(check_folder(folder, **wanted))  # type: ignore[arg-type]  # by name
    assert all(finding.hint and finding.message and finding.where for finding in found)
    return [finding for finding in found if finding.level == "error"]


def messages(folder: Path, **wanted: object) -> str:
    return "\n".join(f"{finding.where}: {finding.message}" for finding in errors(folder, **wanted))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_site_passes(folder: Path) -> None:
    assert list(check_folder(folder, previous=folder / "feed.xml")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<language>en<", "<language>english language<", "language"),
        ("Mental Health", "Mental Wealth", "not one of Apple"),
        ("<itunes:explicit>false", "<itunes:explicit>no", "neither true nor false"),
        ("<itunes:type>episodic", "<itunes:type>weekly", "neither episodic nor serial"),
        ('rel="self"', 'rel="other"', "does not say where it is"),
        ('<podcast:locked owner="ada@example.org">yes', "<podcast:locked>maybe", "neither yes nor"),
        ("<podcast:guid>", "<podcast:guid>x", "not a UUID"),
        ('isPermaLink="false"', 'isPermaLink="true"', "isPermaLink"),
        ("+0000</pubDate>", "</pubDate>", "no time zone"),
        ("Sun, 01 Nov 2026", "yesterday", "no date that players can read"),
        ("<itunes:episode>1<", "<itunes:episode>0<", "not a number of an episode"),
        ("<itunes:duration>", "<itunes:duration>0:0", "whole number of seconds"),
        ("<itunes:duration>", "<itunes:duration>9", "the feed says 9"),
        ('type="audio/mpeg"', 'type="audio/ogg"', "Apple refuses"),
        ('length="', 'length="1', "the feed says 1"),
        ("application/json+chapters", "application/json", "chapters are not given as"),
        ('start="00:00:00.000"', 'start="00:09:00.000"', "do not ascend"),
        ('title="Resting"', 'title="Testing"', "chapters inside the file"),
        ("https://example.org/show/episodes/001", "file:///001", "not a complete address"),
        ("episodes/001-short.mp3", "episodes/009-short.mp3", "it is not there"),
        ("<title>Session &amp; &lt;1&gt;</title>", "<title></title>", "has no title"),
    ],
)
def test_a_broken_feed(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder, "feed.xml", old, new)
    assert message in messages(folder)


def test_a_file_that_is_not_a_feed(folder: Path) -> None:
    feed = folder / "feed.xml"
    whole = feed.read_text(encoding="utf-8")
    for text, message in (
        (whole[:900], "not well formed"),
        ("<html></html>", "not an RSS feed"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><rss>&a;</rss>', "trusted"),
    ):
        feed.write_text(text, encoding="utf-8")
        assert message in messages(folder)


def test_a_serial_needs_numbers(folder: Path, site: Site) -> None:
    publish(with_episode(with_show(site, type="serial"), 0, number=None), folder)
    assert "an episode of a serial has no number" in messages(folder)
    publish(with_episode(with_show(site, type="serial"), 0, number=None, type="trailer"), folder)
    assert errors(folder) == []


def test_two_episodes_of_one_guid(folder: Path, site: Site) -> None:
    publish(with_episode(site, 1, guid=site.episodes[0].episode.guid), folder)
    assert "another episode's" in messages(folder)


def test_a_file_that_was_changed_cut_or_lost(folder: Path) -> None:
    path = folder / AUDIO
    whole = path.read_bytes()
    path.write_bytes(whole[:-5000])
    found = messages(folder)
    assert "the feed says" in found
    assert "its checksum differs" in found
    path.write_bytes(b"no sound")
    assert "does not decode" in messages(folder)
    path.unlink()
    assert f"{AUDIO}: the feed names this file, and it is not there" in messages(folder)
    assert "index.html" in messages(folder)


def cover(size: tuple[int, int], mode: str, form: str) -> Callable[[Path], None]:
    return lambda path: Image.new(mode, size).save(path, form)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (cover((1400, 1500), "RGB", "JPEG"), "not square"),
        (cover((1000, 1000), "RGB", "JPEG"), "not 1400 to 3000"),
        (cover((3100, 3100), "RGB", "JPEG"), "not 1400 to 3000"),
        (cover((1400, 1400), "RGBA", "PNG"), "not RGB"),
        (cover((1400, 1400), "CMYK", "JPEG"), "not RGB"),
        (cover((1400, 1400), "RGB", "GIF"), "is a GIF"),
        (lambda path: path.write_bytes(b"x"), "cannot be read"),
    ],
)
def test_artwork(folder: Path, site: Site, make: Callable[[Path], None], message: str) -> None:
    make(folder / site.cover.path)
    publish(dataclasses.replace(site, cover=enclosure(folder, site.cover.path)), folder)
    assert message in messages(folder)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("chapters/001-short.json", "{}", "not chapters of Podcasting 2.0"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 1, "title": "a"}]}', "do not ascend from 0"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": ""}]}', "has no title"),
        ("chapters/001-short.json", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "a"}, {"startTime": 999, "title": "b"}]}', "after the end"),
        ("transcripts/001-short.vtt", "1\n00:00:00.000 --> 00:00:01.000\na\n", "not WEBVTT"),
        ("transcripts/001-short.vtt", "WEBVTT\n\n", "no caption"),
        ("transcripts/001-short.vtt", "WEBVTT\n\n00:00:00.000 --> 01:00:01.000\na\n", "ends after"),
        ("transcripts/001-short.srt", "1\n00:00:02,000 --> 00:00:01,000\na\n", "not in order"),
        ("transcripts/001-short.srt", "1\n00:00:00,000 --> 00:00:01,000\n" + "a" * 66, "more than 65"),
    ],
)  # fmt: skip
def test_chapters_and_transcripts(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert message in messages(folder)


def test_a_new_guid_for_an_old_episode(folder: Path, site: Site, tmp_path: Path) -> None:
    previous = Path(shutil.copy(folder / "feed.xml", tmp_path / "before.xml"))
    publish(with_episode(site, 0, guid="new", title="Renamed too"), folder)
    assert "every listener gets it once more" in messages(folder, previous=previous)
    publish(dataclasses.replace(site, podcast_guid="9b024349-ccf0-5f69-a609-6b82873eab3c"), folder)
    assert "for another show" in messages(folder, previous=previous)
    publish(dataclasses.replace(site, episodes=site.episodes[:1]), folder)
    found = list(check_folder(folder, previous=previous))
    assert [finding.message for finding in found] == ["it was published and is gone"]


def test_the_feed_must_be_what_is_stored(folder: Path) -> None:
    edit(folder, "series.json", '"podcast_guid": "', '"podcast_guid": "0')
    assert "not the one that is stored" in messages(folder)
    (folder / "series.json").write_text("{", encoding="utf-8")
    assert "record of the series is damaged" in messages(folder)


def test_a_private_site_that_can_be_found(folder: Path, site: Site) -> None:
    publish(with_episode(site, 0, personal=True), folder)
    found = messages(folder)
    assert f"{AUDIO}: a personal session has an address that can be guessed" in found
    assert f"{AUDIO}: the words of a personal session are in its tags" in found
    edit(folder, "feed.xml", "<itunes:block>Yes</itunes:block>", "")
    edit(folder, "index.html", "noindex", "index")
    found = messages(folder)
    assert "directories may list it" in found
    assert "search engines may list" in found


def test_an_address_that_is_drawn(folder: Path, site: Site) -> None:
    site = dataclasses.replace(site, base_url=f"https://example.org/{TOKEN}")
    publish(with_episode(site, 0, personal=True), folder)
    assert "guessed" not in messages(folder)
    assert is_unguessable(TOKEN)
    assert not is_unguessable("episodes/001-a-place-to-come-home-to.mp3")


def test_a_name_anywhere_it_should_not_be(folder: Path, site: Site) -> None:
    names = ["Wilhelmina", "", "x"]
    assert messages(folder, names=names) == ""
    publish(with_episode(site, 0, notes="For wilhelmina."), folder)
    found = messages(folder, names=names)
    for name in ("feed.xml", "index.html", "series.json"):
        assert f"{name}: a name of the list stands in this file" in found
    publish(site, folder)
    edit(folder, "transcripts/001-short.txt", "Welcome.", "Welcome, Wilhelmina.")
    assert "transcripts/001-short.txt: a name" in messages(folder, names=names)
    publish(with_episode(site, 0, personal=True), folder)  # what is said to them is theirs
    assert "a name" not in messages(folder, names=names)
    audio = dataclasses.replace(site.episodes[0].audio, path="episodes/for-wilhelmina.mp3")
    (folder / AUDIO).rename(folder / audio.path)
    changed = dataclasses.replace(site.episodes[0], audio=audio)
    publish(dataclasses.replace(site, episodes=(changed,)), folder)
    assert "in the name of this file" in messages(folder, names=names)


def test_a_folder_for_each_listener(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "all" / TOKEN)
    shutil.copytree(folder, tmp_path / "all" / TOKEN[::-1])
    (tmp_path / "all" / "index.html").write_text("<!doctype html>")
    assert len(sites_in(tmp_path / "all")) == 2
    assert errors(tmp_path / "all") == []
    (tmp_path / "all" / TOKEN / AUDIO).unlink()
    assert f"{TOKEN}/{AUDIO}: the feed names" in messages(tmp_path / "all")
    with pytest.raises(UsageError, match="several"):
        errors(tmp_path / "all", previous=folder / "feed.xml")


def test_no_site_or_no_previous_feed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no series"):
        errors(tmp_path / "none")
    with pytest.raises(DeliveryError, match="cannot be read"):
        errors(folder, previous=tmp_path / "none.xml")


def test_a_good_host_passes(folder: Path) -> None:
    with SiteServer(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = list(check_folder(folder, url=server.url))
        (folder / AUDIO).with_name("other").mkdir()
        gone = list(check_folder(folder, url=f"{server.url}/elsewhere"))
        server.shutdown()
        thread.join()
    assert found == []
    assert any("responds to HEAD with 404" in finding.message for finding in gone)
    assert any(
        "does not respond" in finding.message for finding in check_folder(folder, url=server.url)
    )


def test_a_host_without_ranges(folder: Path) -> None:
    """Python's own simple server, which many people try first."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = messages(folder, url=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    assert "the host responds to a byte range with 200, not 206" in found


def test_text_that_is_not_an_address(folder: Path) -> None:
    with pytest.raises(UsageError, match="not the address"):
        list(check_folder(folder, url="example.org"))


def test_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from quietude.cli.app import app

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as done:
            app(["series", "check", str(folder), *arguments])
        return int(done.value.code or 0), capsys.readouterr().out

    assert run() == (0, f"{folder}: no problems found\n")
    names = folder.parent / "names.txt"
    names.write_text("Ada Example\n", encoding="utf-8")
    code, printed = run("--names", str(names))
    assert code == 1
    assert "error: feed.xml: a name of the list stands in this file\n  Take it out" in printed
    (folder / AUDIO).unlink()
    code, printed = run("--json")
    plain = json.loads(printed)
    assert code == 1
    assert (
        plain["errors"]
        == len([finding for finding in plain["findings"] if finding["level"] == "error"])
        > 0
    )


def as_m4a(folder: Path) -> None:
    """The first session as an M4A, wherever it is named."""
    path = (folder / AUDIO).with_suffix(".m4a")
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", folder / AUDIO, "-vn", "-c:a", "aac", path], check=False
    )
    assert not done.returncode
    (folder / AUDIO).unlink()
    for name in ("feed.xml", "series.json", "index.html", "SHA256SUMS"):
        edit(folder, name, AUDIO, AUDIO.replace(".mp3", ".m4a"))


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="an M4A is made by ffmpeg")
def test_an_m4a_is_decoded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_m4a(folder)
    assert "decode" not in messages(folder)
    assert "lasts" not in messages(folder)
    path = (folder / AUDIO).with_suffix(".m4a")
    path.write_bytes(path.read_bytes()[:2000])
    assert "does not decode" in messages(folder)
    monkeypatch.setenv("PATH", "")
    said = [finding.message for finding in check_folder(folder) if finding.where.endswith(".m4a")]
    assert "it could not be decoded to check it: that needs ffmpeg" in said
