"""Faults put into a good site, one at a time, and each is found.

Checksums are made anew after each fault, so that no difference of a checksum finds it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3, TIT2, TLAN, TXXX
from PIL import Image

from quietude._util.files import file_sha256
from quietude.series.checks import files as file_checks
from quietude.series.checks.run import check_folder
from quietude.series.checks.sound_levels import measured
from site_checks import AUDIO

NOW = datetime(2026, 12, 31, tzinfo=UTC)
VTT, SRT, TXT = (f"transcripts/001-short.{suffix}" for suffix in ("vtt", "srt", "txt"))
CHAPTERS, COVER = "chapters/001-short.json", "cover-01234567.jpg"

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """A fault: its name, how it is made, and part of the message that finds it."""

    name: str
    make: Edit
    found: str


def swap(name: str, old: str, new: str, count: int = 1) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new, count), encoding="utf-8")

    return edit


def feed(old: str, new: str) -> Edit:
    return swap("feed.xml", old, new)


def regex(pattern: str, new: str, name: str = "feed.xml") -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        changed = re.sub(pattern, new, text, count=1, flags=re.DOTALL)
        assert changed != text, pattern
        (folder / name).write_text(changed, encoding="utf-8")

    return edit


def written(name: str, text: str | bytes) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    return edit


def channel(xml: str) -> Edit:
    return feed("</podcast:medium>", f"</podcast:medium>{xml}")


def item(xml: str) -> Edit:
    return feed("</itunes:episodeType>", f"</itunes:episodeType>{xml}")


def late(ms: int) -> Edit:
    def edit(folder: Path) -> None:
        for name, point in ((VTT, "."), (SRT, ",")):
            path = folder / name

            def moved(match: re.Match[str], point: str = point) -> str:
                seconds = int(match[1]) + (int(match[2]) + ms) / 1000
                return f"00:00:{int(seconds):02}{point}{round(seconds % 1 * 1000):03}"

            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"00:00:(\d\d)[.,](\d{3})", moved, text), encoding="utf-8")

    return edit


def tags(change: Callable[[Any], None]) -> Edit:
    def edit(folder: Path) -> None:
        found = ID3(folder / AUDIO)
        change(found)
        found.save(folder / AUDIO, v2_version=3)
        _true_lengths(folder)

    return edit


def sound(change: Callable[[Any], Any]) -> Edit:
    """Another sound under the same tags."""

    def edit(folder: Path) -> None:
        path = folder / AUDIO
        known = ID3(path)
        samples, rate = soundfile.read(path)
        soundfile.write(path, change(samples), rate, format="MP3")
        known.save(path, v2_version=3)
        _true_lengths(folder)

    return edit


def _true_lengths(folder: Path) -> None:
    size = (folder / AUDIO).stat().st_size
    text = (folder / "feed.xml").read_text(encoding="utf-8")
    text = re.sub(r'(001-short\.mp3" length=")\d+', rf"\g<1>{size}", text)
    (folder / "feed.xml").write_text(text, encoding="utf-8")


def both(*edits: Edit) -> Edit:
    def edit(folder: Path) -> None:
        for one in edits:
            one(folder)

    return edit


def picture(mode: str, size: tuple[int, int], form: str, dpi: int = 72) -> Edit:
    def edit(folder: Path) -> None:
        Image.new(mode, size).save(folder / COVER, form, dpi=(dpi, dpi))

    return edit


def gone(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


def without_item(folder: Path) -> None:
    regex("<item>.*?</item>\\s*", "")(folder)


def chapters(change: Callable[[dict[str, Any]], object]) -> Edit:
    def edit(folder: Path) -> None:
        plain = json.loads((folder / CHAPTERS).read_text(encoding="utf-8"))
        change(plain)
        (folder / CHAPTERS).write_text(json.dumps(plain), encoding="utf-8")

    return edit


def copied(folder: Path) -> None:
    shutil.copy(folder / VTT, folder / SRT)


def link(folder: Path) -> None:
    (folder / "passwords").symlink_to("/etc/hostname")


BOTH_NUMBERS = both(
    regex(r"<itunes:episode>2</itunes:episode>", "<itunes:episode>1</itunes:episode>"),
    regex(r"<podcast:episode>2</podcast:episode>", "<podcast:episode>1</podcast:episode>"),
)
PERSON = '<podcast:person role="host" href="https://example.org/ada">Ada Example</podcast:person>'

FAULTS = [
    # The channel
    Fault("no title", feed("<title>Small &amp; Quiet &lt;show&gt;</title>", ""), "no title"),
    Fault("no description", regex("<description>.*?</description>", ""), "no description"),
    Fault("no link", regex("<link>https://example.org/about</link>", ""), "no link"),
    Fault("no language", feed("<language>en</language>", ""), "no language"),
    Fault("wrong language", feed("<language>en</language>", "<language>english</language>"), "not a language code"),
    Fault("no self link", regex("<atom:link[^>]*>", ""), "does not say where it is"),
    Fault("no cover", regex("<itunes:image [^>]*>", ""), "has no cover"),
    Fault("no author", regex("<itunes:author>.*?</itunes:author>", ""), "no author"),
    Fault("no owner", regex("<itunes:owner>.*?</itunes:owner>", ""), "no owner"),
    Fault("no address of the owner", feed("<itunes:email>ada@example.org", "<itunes:email>ada"), "address is none"),
    Fault("explicit: no", feed("<itunes:explicit>false", "<itunes:explicit>no"), "neither true nor false"),
    Fault("explicit: clean", feed("<itunes:explicit>false", "<itunes:explicit>clean"), "neither true nor false"),
    Fault("type", feed("<itunes:type>episodic", "<itunes:type>daily"), "episodic nor serial"),
    Fault("unknown category", feed("Self-Improvement", "Calm"), "not one of Apple's"),
    Fault("no category", regex("<itunes:category.*</itunes:category>", ""), "no category"),
    Fault("guid of the show", regex("<podcast:guid>.*?<", "<podcast:guid>me<"), "not a UUID"),
    Fault("another guid of the show", regex("<podcast:guid>........", "<podcast:guid>00000000"), "not the one that is stored"),
    Fault("locked", feed(">yes</podcast:locked>", ">maybe</podcast:locked>"), "neither yes nor no"),
    Fault("medium", feed("<podcast:medium>podcast", "<podcast:medium>radio"), "podcast:medium"),
    Fault("role", feed('role="host"', 'role="wizard"'), "not a role"),
    Fault("nobody", feed(PERSON, '<podcast:person role="host"> </podcast:person>'), "has no name"),
    Fault("long title", regex("<title>Small", "<title>" + "a" * 300), "longer than 255"),
    Fault("long description", feed("Nothing else.", "a" * 4001), "longer than 4000"),
    Fault("script in the description", feed("Nothing else.", "&lt;script&gt;x&lt;/script&gt;"), "markup that may run"),
    Fault("address without a scheme", feed('url="https://example.org/show/chapters/001', 'url="//example.org/show/chapters/001'), "not a complete address"),
    Fault("address with a space", feed("chapters/001-short.json", "chapters/001 short.json"), "not written in ASCII"),
    Fault("http", feed('url="https://example.org/show/chapters/001', 'url="http://example.org/show/chapters/001'), "not encrypted"),
    Fault("another host", feed('url="https://example.org/show/chapters/001', 'url="https://cdn.example/chapters/001'), "not a file of this folder"),
    Fault("ai-content", channel('<podcast:txt purpose="ai-content">yes</podcast:txt>'), "synthetic voice is neither"),
    Fault("picture without address", channel('<podcast:image alt="x"/>'), "podcast:image has no address"),
    Fault("malformed", feed("</channel>", "</chanel>"), "not well formed"),
    Fault("latin-1", lambda folder: written("feed.xml", (folder / "feed.xml").read_text(encoding="utf-8").encode("latin-1", "replace"))(folder), "not well formed"),
    Fault("a document type", feed("<rss ", "<!DOCTYPE rss><rss "), "cannot be trusted"),
    Fault("namespace", feed("https://podcastindex.org/namespace/1.0", "https://podcastindex.org/namespace/2"), "podcast:guid is not"),
    Fault("future date of the feed", regex("<lastBuildDate>Mon, 02 Nov 2026", "<lastBuildDate>Fri, 02 Nov 2029"), "the feed's own date lies ahead"),
    Fault("no episodes", regex("<item>.*</item>", ""), "no episodes"),
    # An episode
    Fault("no title of an episode", regex("<title>Session[^<]*</title>", ""), "episode has no title"),
    Fault("another iTunes title", regex("<itunes:title>Session", "<itunes:title>Other"), "itunes:title differ"),
    Fault("two episodes of one title", both(*[feed("Session &amp; &lt;2&gt;</", "Session &amp; &lt;1&gt;</")] * 2), "same title"),
    Fault("number in the title", regex("<title>Session", "<title>Episode 2: Session"), "begins with a number"),
    Fault("no notes", regex("<item>(.*?)<description>.*?</description>", r"<item>\1"), "no notes"),
    Fault("script in the notes", feed("&lt;p&gt;What is heard", "&lt;script&gt;&lt;p&gt;What is heard"), "markup that may run"),
    Fault("handler in the notes", feed("&lt;p&gt;What is heard", "&lt;p onclick=x&gt;What is heard"), "markup that may run"),
    Fault("two enclosures", regex(r"(<enclosure [^>]*>)", r"\1\1"), "2 enclosures"),
    Fault("no enclosure", regex("<enclosure [^>]*>", ""), "no enclosures"),
    Fault("audio/mp3", feed('type="audio/mpeg"', 'type="audio/mp3"'), "refuses"),
    Fault("wrong length", regex(r'length="\d+"', 'length="5"'), "the feed says 5"),
    Fault("length zero", regex(r'length="\d+"', 'length="0"'), "not a number of bytes"),
    Fault("one file twice", both(feed("002-short.mp3", "001-short.mp3")), "same sound file"),
    Fault("no guid", regex("<guid[^>]*>[^<]*</guid>", ""), "no GUID"),
    Fault("guid as an address", feed('isPermaLink="false"', 'isPermaLink="true"'), "given for an address"),
    Fault("guid twice", regex(r"(<guid isPermaLink=.false.>)[^<]*(</guid>.*<guid isPermaLink=.false.>)([^<]*)", r"\g<1>\g<3>\g<2>\g<3>"), "another episode's"),
    Fault("guid changed", regex(r"(<guid isPermaLink=.false.>)....", r"\g<1>0000"), "not those that are stored"),
    Fault("ISO date", regex("<pubDate>[^<]*", "<pubDate>2026-11-02T06:00:00Z"), "no date that players can read"),
    Fault("31 February", regex("<pubDate>[^<]*", "<pubDate>Sun, 31 Feb 2026 06:00:00 +0000"), "no date that players can read"),
    Fault("wrong weekday", regex("<pubDate>Mon", "<pubDate>Tue"), "wrong day of the week"),
    Fault("future date", regex("<pubDate>Mon, 02 Nov 2026", "<pubDate>Fri, 02 Nov 2029"), "lies ahead"),
    Fault("no zone", regex("(<pubDate>.*?06:00:00 )[+]0000", r"\1-0000"), "no time zone"),
    Fault("not newest first", regex("<pubDate>Mon, 02 Nov 2026", "<pubDate>Thu, 02 Nov 2023"), "not in order"),
    Fault("no duration", regex("<itunes:duration>[^<]*", "<itunes:duration>0:10"), "not a whole number"),
    Fault("wrong duration", regex("<itunes:duration>[^<]*", "<itunes:duration>99"), "the feed says 99 s"),
    Fault("explicit under a clean show", regex("(<item>.*?<itunes:explicit>)false", r"\1true"), "the show says it is not"),
    Fault("kind of episode", feed("<itunes:episodeType>full", "<itunes:episodeType>demo"), "not full, trailer or bonus"),
    Fault("number zero", feed("<itunes:episode>2", "<itunes:episode>0"), "not a number of an episode"),
    Fault("two equal numbers", BOTH_NUMBERS, "its number 1 is that of"),
    Fault("two numbers that differ", feed("<podcast:episode>2", "<podcast:episode>7"), "podcast:episode differ"),
    Fault("a trailer with a number", feed("<itunes:episodeType>full", "<itunes:episodeType>trailer"), "a trailer has a number"),
    Fault("serial without a number", both(feed("<itunes:type>episodic", "<itunes:type>serial"), regex("<itunes:episode>2</itunes:episode>", "")), "serial has no number"),
    Fault("a season for one of two", item("<itunes:season>1</itunes:season><podcast:season>1</podcast:season>"), "has no season"),
    Fault("season zero", item("<itunes:season>0</itunes:season><podcast:season>0</podcast:season>"), "not a number of a season"),
    Fault("link to another host", feed("<link>https://example.org/show/#e-", "<link>https://evil.example/#e-"), "leads to another host"),
    Fault("an item left out", without_item, "not those that are stored"),
    Fault("ai-content of an episode", item('<podcast:txt purpose="ai-content">maybe</podcast:txt>'), "synthetic voice is neither"),
    Fault("language of the transcripts", lambda folder: written("feed.xml", (folder / "feed.xml").read_text(encoding="utf-8").replace('language="en"', 'language="de"'))(folder), "not that of the sound"),
    Fault("no transcripts", regex("<podcast:transcript[^>]*>\\s*<podcast:transcript[^>]*>\\s*<podcast:transcript[^>]*>", ""), "no transcript"),
    Fault("SubRip first", regex("(<podcast:transcript[^>]*vtt[^>]*>\\s*)(<podcast:transcript[^>]*subrip[^>]*>)", r"\2\1"), "not its first transcript"),
    Fault("no chapters", regex("<podcast:chapters[^>]*>", ""), "no podcast:chapters"),
    Fault("type of the chapters", feed('type="application/json+chapters"', 'type="application/json"'), "not given as"),
    Fault("time of a chapter", feed('start="00:00:00.000"', 'start="0:00"'), "not a time of a chapter"),
    Fault("chapters in disorder", feed('start="00:00:00.000"', 'start="00:00:06.000"'), "do not ascend"),
    Fault("no psc chapters", regex("<psc:chapters.*?</psc:chapters>", ""), "Spotify"),
    Fault("psc and JSON differ", feed('title="Resting"', 'title="Dozing"'), "lists of chapters"),
    # Chapters and transcripts
    Fault("another version", chapters(lambda plain: plain.update(version="9")), "not known to players"),
    Fault("chapter beyond the end", chapters(lambda plain: plain["chapters"][-1].update(startTime=999)), "after the end"),
    Fault("chapter without a title", chapters(lambda plain: plain["chapters"][1].update(title=" ")), "has no title"),
    Fault("chapter moved", chapters(lambda plain: plain["chapters"][1].update(startTime=6.5)), "lists of chapters"),
    Fault("chapters are a list", written(CHAPTERS, "[]"), "not chapters"),
    Fault("no WEBVTT", swap(VTT, "WEBVTT\n", ""), "not WEBVTT"),
    Fault("overlap", both(swap(VTT, "00:00:05.015", "00:00:05.900"), swap(SRT, "00:00:05,015", "00:00:05,900")), "before the last one ends"),
    Fault("disorder", swap(VTT, "00:00:09.715 --> 00:00:10.715", "00:00:01.000 --> 00:00:02.000"), "not in order"),
    Fault("beyond the end", swap(VTT, "00:00:10.715", "00:20:10.715"), "after the session"),
    Fault("captions 3 s late", late(3000), "away from the words"),
    Fault("SRT with dots", swap(SRT, "00:00:04,015", "00:00:04.015"), 'times with ","'),
    Fault("VTT with commas", swap(VTT, "00:00:04.015", "00:00:04,015"), 'times with "."'),
    Fault("short clock", swap(VTT, "00:00:04.015", "0:4"), "not a time of a caption"),
    Fault("script in VTT", swap(VTT, "Welcome.", "<script>alert(1)</script>"), "markup"),
    Fault("bold in SRT", swap(SRT, "Welcome.", "<b>Welcome.</b>"), "markup"),
    Fault("bare ampersand in VTT", swap(VTT, "Welcome.", "You & I"), "markup"),
    Fault("empty caption", swap(VTT, "Welcome.", ""), "caption is empty"),
    Fault("long line", swap(VTT, "Welcome.", "Welcome " * 20), "more than 65"),
    Fault("SRT is VTT", copied, "under the name of SubRip"),
    Fault("SRT of other times", swap(SRT, "00:00:09,715", "00:00:08,000"), "its times are not those"),
    Fault("VTT in UTF-16", lambda folder: written(VTT, (folder / VTT).read_text(encoding="utf-8").encode("utf-16"))(folder), "not text in UTF-8"),
    Fault("empty text", written(TXT, ""), "transcript is empty"),
    Fault("text of another session", written(TXT, "Something else altogether"), "other words"),
    Fault("no captions", written(VTT, "WEBVTT\n"), "no captions"),
    # Sound and pictures
    Fault("silent", sound(lambda samples: samples * 0), "nothing is heard"),
    Fault("clipped", sound(lambda samples: np.clip(samples * 400, -1, 1)), "distorted"),
    Fault("another length", sound(lambda samples: samples[: len(samples) // 2]), "it lasts"),
    Fault("no sound", both(written(AUDIO, b"not sound"), _true_lengths), "no tags"),
    Fault("title inside", tags(lambda found: found.add(TIT2(encoding=1, text="Other"))), "title inside"),
    Fault("language inside", tags(lambda found: found.add(TLAN(encoding=1, text="ger"))), "not that of the sound"),
    Fault("chapters inside", tags(lambda found: found.delall("CHAP")), "chapters inside"),
    Fault("no cover inside", tags(lambda found: found.delall("APIC")), "no cover inside"),
    Fault("disclosure inside", both(tags(lambda found: found.add(TXXX(encoding=0, desc="AI-CONTENT", text="true"))), lambda folder: written("feed.xml", (folder / "feed.xml").read_text(encoding="utf-8").replace("</itunes:episodeType>", '</itunes:episodeType><podcast:txt purpose="ai-content">false</podcast:txt>'))(folder)), "differ on whether"),
    Fault("no file", gone(AUDIO), "it is not there"),
    Fault("small cover", picture("RGB", (1000, 1000), "JPEG"), "not 1400 to 3000"),
    Fault("oblong cover", picture("RGB", (1400, 1500), "JPEG"), "not square"),
    Fault("CMYK cover", picture("CMYK", (1400, 1400), "JPEG"), "not RGB"),
    Fault("PNG under .jpg", picture("RGB", (1400, 1400), "PNG"), "under the name of another"),
    Fault("300 dpi", picture("RGB", (1400, 1400), "JPEG", 300), "300 dpi"),
    # Page, outline, record, strays
    Fault("no page", gone("index.html"), "no page"),
    Fault("title of the page", swap("index.html", "<title>Small", "<title>Large"), "title is not the show's"),
    Fault("language of the page", swap("index.html", 'lang="en"', 'lang="fr"'), "language is not the show's"),
    Fault("foreign script", swap("index.html", "</head>", '<script src="https://evil.example/x.js"></script></head>'), "another host"),
    Fault("foreign picture", swap("index.html", "<main>", '<main><img src="//evil.example/x.png" alt="">'), "another host"),
    Fault("foreign style", swap("index.html", "<style>", "<style>@import 'x';"), "another host"),
    Fault("a script more", swap("index.html", "</body>", "<script>x</script></body>"), "script that is not"),
    Fault("a handler", swap("index.html", "<main>", "<main onclick=x>"), "script that is not"),
    Fault("no policy", swap("index.html", "Content-Security-Policy", "X-Nothing"), "no policy"),
    Fault("an episode not on the page", swap("index.html", 'id="e-', 'id="x-'), "not on the page"),
    Fault("a dead link", swap("index.html", 'href="feed.xml"', 'href="fed.xml"'), '"fed.xml" is not there'),
    Fault("outline broken", swap("subscriptions.opml", "</opml>", ""), "outline is not well formed"),
    Fault("outline of another feed", swap("subscriptions.opml", "https://example.org/show/feed.xml", "https://example.org/other/feed.xml"), "does not name this feed"),
    Fault("outline of two feeds", swap("subscriptions.opml", "</body>", '<outline xmlUrl="https://b.example/feed.xml"/></body>'), "names other feeds"),
    Fault("no outline", gone("subscriptions.opml"), "no outline"),
    Fault("no record", gone("series.json"), "no record"),
    Fault("damaged record", swap("series.json", '"format"', '"form"'), "not the record"),
    Fault("stray table", written("listeners.csv", "id,name\n1,Ada\n"), "table"),
    Fault("stray spreadsheet", written("transcripts/all.xlsx", "x"), "table"),
    Fault("stray definition", written("my-evening.yaml", "x"), "a source"),
    Fault("stray key", written("ca-key.pem", "x"), "key or a password"),
    Fault("stray state", written(".site.quietude/journal.jsonl", "{}"), "state of a series"),
    Fault("stray addresses", written("addresses.csv", "x"), "state of a series"),
    Fault("half a file", written("episodes/.003.mp3.part", "x"), "half a file"),
    Fault("stray note", written("todo", "x"), "nothing names this file"),
    Fault("a link", link, "a link to another place"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _known_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sounds and pictures that did not change are measured once for all faults."""
    plain, drawn = measured, file_checks.check_cover
    monkeypatch.setattr(file_checks, "measured", lambda path: _cached(_SOUNDS, plain, path))
    monkeypatch.setattr(
        file_checks,
        "check_cover",
        lambda path, place: (
            _cached(_PICTURES, lambda p: list(drawn(p, place)), path) if path.exists() else []
        ),
    )


_SOUNDS: dict[str, Any] = {}
_PICTURES: dict[str, Any] = {}


def _cached(known: dict[str, Any], make: Callable[[Path], Any], path: Path) -> Any:
    key = file_sha256(path)
    if key not in known:
        known[key] = make(path)
    return known[key]


def sums(folder: Path) -> None:
    rows = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = [row.partition("  ")[2] for row in rows]
    there = [name for name in names if (folder / name).is_file()]
    text = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in there
    )
    (folder / "SHA256SUMS").write_text(text, encoding="utf-8")


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 100
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found(folder: Path, fault: Fault) -> None:
    find(folder, fault)


@pytest.mark.parametrize("fault", FAULTS[::12], ids=lambda fault: fault.name)
def test_some_faults_are_found(folder: Path, fault: Fault) -> None:
    find(folder, fault)


def find(folder: Path, fault: Fault) -> None:
    fault.make(folder)
    sums(folder)
    found = list(check_folder(folder, now=NOW))
    said = [finding.message for finding in found if finding.level != "note"]
    assert any(fault.found in message for message in said), said
    assert all(finding.hint for finding in found)
