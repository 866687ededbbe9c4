"""A small series, built, served and fetched with programs nobody here wrote.

`quietude series build` renders two sessions, `series serve` shows them on loopback, and each client
that is installed subscribes and downloads; parsers read the tags; a headless Chromium plays the
page. Missing programs are reported, not installed. Exits with 1 if one of them sees a fault.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser as chromium
from podcast_app import check_app
from podcast_page import check_page
from programs import compared, said, told
from quietude.series.site.record import read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from programs import Problems
    from quietude.series.model import Site

MANIFEST = """\
show:
  id: check-podcast
  title: Small & Quiet
  description: Two short sessions, to be fetched.
  author: Quietude
  email: owner@example.org
  categories: [Health & Fitness/Mental Health]
defaults: {engine: tone, bed: none, duration: 5m}
start: 2026-11-01
episodes:
  - {exercise: safe-place, title: A Place & a <Path>}
  - {exercise: butterfly-hug}
"""
BASE_URL = "https://example.org/show"
NODE = """
const xml = require('fs').readFileSync(0, 'utf8');
const name = process.argv[1];
const read = name === 'podcast-partytime'
  ? require(name).parseFeed(xml) : require(name).parseRssFeed(xml);
console.log(JSON.stringify(read));
"""


def run(*command: str | Path, home: Path, given: str = "") -> str:
    """Output of a program, on both streams, run in a home of its own."""
    environment = {
        **os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"), "GPODDER_HOME": str(home / "gpodder"),
        "GPODDER_DOWNLOAD_DIR": str(home / "downloads"),
    }  # fmt: skip
    return said(*command, given=given, environment=environment)


def fetched(home: Path, site: Site, said: str) -> Problems:
    """Returns a problem, unless every session was downloaded to the byte."""
    wanted = sorted(published.audio.sha256 for published in site.episodes)
    found = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in home.rglob("*.mp3"))
    if found == wanted:
        return []
    tail = " ".join(said.split())[-300:]
    return [f"{len(set(found) & set(wanted))} of {len(wanted)} sessions fetched; it says: {tail}"]


def gpo(home: Path, url: str, site: Site) -> Problems:
    """The command line of gPodder subscribes and downloads everything."""
    run("gpo", "subscribe", f"{url}/feed.xml", home=home)
    said = run("gpo", "update", home=home) + run("gpo", "download", home=home)
    return fetched(home, site, said)


def greg(home: Path, url: str, site: Site) -> Problems:
    """Greg, told to fetch everything from the first on."""
    place = home / "greg"
    place.mkdir()
    config = place / "greg.conf"
    config.write_text(
        f"[DEFAULT]\nData directory = {place}\nDownload Directory = {place / 'down'}\n"
        "firstsync = all\n"
    )
    start = ("greg", "--configfile", config, "--datadirectory", place)
    said = run(*start, "add", "show", f"{url}/feed.xml", home=home)
    return fetched(home, site, said + run(*start, "sync", home=home))


def podget(home: Path, url: str, site: Site) -> Problems:
    """Podget, a shell script over wget, which reads the feed line by line."""
    place = home / ".podget"
    place.mkdir()
    run("podget", "--create-config", "podgetrc", "-d", place, home=home)
    (place / "serverlist").write_text(f"{url}/feed.xml Calm Show\n")
    said = run("podget", "-d", place, "-l", home / "library", "-vv", home=home)
    return fetched(home, site, said)


def newsboat(home: Path, url: str, site: Site) -> Problems:
    """Newsboat reads the feed into its database; its podboat downloads in a window alone."""
    place = home / "newsboat"
    place.mkdir()
    (place / "urls").write_text(f"{url}/feed.xml\n")
    cache = place / "cache.db"
    run("newsboat", "-u", place / "urls", "-c", cache, "-x", "reload", home=home)
    with contextlib.closing(sqlite3.connect(cache)) as database:
        rows = database.execute("SELECT guid, title, enclosure_url FROM rss_item").fetchall()
    episodes = [published.episode for published in site.episodes]
    wanted = {(episode.guid, episode.title) for episode in episodes}
    problems = compared("episodes", {(guid, title) for guid, title, _ in rows}, wanted)
    return problems + compared("enclosures", all(url for _, _, url in rows), wanted=True)


def feedparser(_home: Path, _url: str, site: Site, xml: str) -> Problems:
    """Python's feedparser."""
    # Imported by name: the project does not need it.
    read: Any = importlib.import_module("feedparser").parse(xml)
    problems = compared("well formed", bool(read.bozo), wanted=False)
    items = {entry.id: entry for entry in read.entries}
    problems += compared(
        "GUIDs", set(items), {published.episode.guid for published in site.episodes}
    )
    for published in site.episodes:
        item = items[published.episode.guid]
        problems += compared("title", item.title, published.episode.title)
        problems += compared("length", item.enclosures[0].length, str(published.audio.bytes))
        seconds = str(round(published.duration_ms / 1000))
        problems += compared("duration", item.itunes_duration, seconds)
        problems += compared("chapters", item.get("psc_chapters", {}) != {}, wanted=True)
    return problems


def partytime(home: Path, _url: str, site: Site, xml: str) -> Problems:
    """podcast-partytime, which the Podcast Index uses."""
    read = json.loads(run("node", "-e", NODE, "podcast-partytime", home=home, given=xml))
    problems = compared("podcast:guid", read["guid"], site.podcast_guid)
    problems += compared("locked", read["locked"], wanted=True)
    problems += compared("medium", read["medium"], site.show.medium)
    problems += compared("self", read["pubsub"]["self"].endswith("/feed.xml"), wanted=True)
    items = {item["guid"]: item for item in read["items"]}
    for published in site.episodes:
        item = items[published.episode.guid]
        problems += compared("length", item["enclosure"]["length"], published.audio.bytes)
        chapters = item["podcastChapters"]["type"]
        problems += compared("chapters", chapters, published.chapters_json.type)
        transcripts = len(item["podcastTranscripts"])
        problems += compared("transcripts", transcripts, len(published.transcripts))
        problems += compared("duration", item["duration"], round(published.duration_ms / 1000))
    return problems


def feedsmith(home: Path, _url: str, site: Site, xml: str) -> Problems:
    """Feedsmith, which reads psc chapters too."""
    read = json.loads(run("node", "-e", NODE, "feedsmith", home=home, given=xml))
    problems = compared("podcast:guid", read["podcast"]["guid"], site.podcast_guid)
    problems += compared("explicit", read["itunes"]["explicit"], site.show.explicit)
    items = {item["guid"]["value"]: item for item in read["items"]}
    for published in site.episodes:
        item = items[published.episode.guid]
        problems += compared("title", item["title"], published.episode.title)
        problems += compared("permalink", item["guid"]["isPermaLink"], wanted=False)
        titles = [chapter["title"] for chapter in item["psc"]["chapters"]]
        problems += compared("psc", titles, [chapter.title for chapter in published.chapters])
    return problems


CLIENTS: dict[str, Callable[[Path, str, Site], Problems]] = {
    "gpo": gpo, "greg": greg, "podget": podget, "newsboat": newsboat,
}  # fmt: skip
PARSERS: dict[str, Callable[[Path, str, Site, str], Problems]] = {
    "feedparser": feedparser, "podcast-partytime": partytime, "feedsmith": feedsmith,
}  # fmt: skip


def missing(name: str) -> str:
    """The reason that a program cannot be run; empty if it can."""
    if name == "feedparser":
        return "" if importlib.util.find_spec(name) else "pip install feedparser"
    if name in PARSERS:
        if not shutil.which("node"):
            return "node is not installed"
        command = ["node", "-e", f"require({name!r})"]
        found = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        return f"npm install {name}, and name its folder in NODE_PATH" if found.returncode else ""
    if not shutil.which(name):
        return f"{name} is not installed"
    started = subprocess.run([name, "--help"], capture_output=True, text=True, check=False)  # noqa: S603
    broken = started.stderr.rstrip().rpartition("\n")[2]
    return f"it does not start: {broken}" if "Traceback" in started.stderr else ""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Run the preview as its user does; yield its address, and what ends it."""
    command = [sys.executable, "-m", "quietude", "series", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        try:
            yield process.stdout.readline().strip().rstrip("/"), process.terminate
        finally:
            process.terminate()


def build(folder: Path) -> Path:
    """Build the series by its command; return the folder of the site."""
    manifest = folder / "series.yaml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    out = folder / "site"
    command = ["series", "build", str(manifest), "-o", str(out), "--base-url", BASE_URL]
    subprocess.run([sys.executable, "-m", "quietude", *command], check=True)  # noqa: S603
    return out


def ask_all(folder: Path, out: Path, url: str, site: Site, stop: Callable[[], None]) -> int:
    """Ask every program; return the number of those that see a fault. Then the host is ended."""
    import urllib.request

    with urllib.request.urlopen(f"{url}/feed.xml") as response:  # noqa: S310  (loopback)
        xml = response.read().decode()
    ET.fromstring(xml)  # noqa: S314  (our own)
    failed = 0
    for name in (*CLIENTS, *PARSERS):
        if why := missing(name):
            print(f"skipped: {name} ({why})")
            continue
        home = folder / f"home-{name}"
        home.mkdir()
        if name in CLIENTS:
            problems = CLIENTS[name](home, url, site)
        else:
            problems = PARSERS[name](home, url, site, xml)
        failed += told(name, problems)
    command = ["series", "check", str(out), "--url", url]
    said = run(sys.executable, "-m", "quietude", *command, home=folder)
    failed += told("series check", [] if re.search("no problems found", said) else [said.strip()])
    if why := chromium.missing():
        print(f"skipped: Chromium ({why})")
        return failed
    shots = os.environ.get("SCREENSHOTS")
    failed += told("Chromium", check_page(url, site, Path(shots) if shots else None))
    return failed + told("Chromium, offline", check_app(url, stop))


def main() -> int:
    """Build the series, serve it, and ask every program."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        out = build(folder)
        site = read_record(out)
        assert site
        with served(out) as (url, stop):
            failed = ask_all(folder, out, url, site, stop)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
