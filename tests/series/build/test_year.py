"""A year of twelve episodes: held back, brought out, inserted, deleted, moved, with real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from manifests import InlinePool, LogWatcher, built, write_series
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.checks.run import check_folder
from quietude.series.manifest.reader import read_manifest

FIRST = datetime(2026, 1, 5, 6, tzinfo=UTC)
HEAD = """\
show: {id: calm, title: Calm, description: A year of calm., author: Ada, cover: art.png}
defaults: {engine: tone, bed: none}
start: 2026-01-05T06:00Z
every: 30d
episodes:
"""
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def _line(name: str, rate: int) -> str:
    return f"  - {{file: one.yaml, id: {name}, title: {name}, rate: {rate}}}\n"


TWELVE = [_line(f"e{number}", 100 + number) for number in range(12)]

Out = dict[str, tuple[str, str, str, str, bytes]]


def _out(folder: Path) -> Out:
    """Every episode that is out: its title, GUID, date, number, address and sound."""
    found: Out = {}
    for item in ET.parse(folder / "site" / "feed.xml").iter("item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        url = enclosure.get("url", "")
        sound = folder / "site" / "episodes" / url.rpartition("/")[2]
        number = item.findtext(f"{ITUNES}episode") or ""
        title, guid = item.findtext("title") or "", item.findtext("guid") or ""
        about = guid, item.findtext("pubDate") or "", number, url, sound.read_bytes()
        found[title] = about
    return found


def _no_pool(_: int) -> InlinePool:
    message = "nothing is rendered by this command"
    raise AssertionError(message)


@pytest.mark.slow
def test_a_year_of_days(tmp_path: Path) -> None:
    manifest = write_series(tmp_path, HEAD + "".join(TWELVE))
    Image.new("RGB", (1400, 1400), "teal").save(tmp_path / "art.png")
    episodes = list(TWELVE)
    edits: dict[int, Callable[[], object]] = {
        # In front, in the middle, at the end; one gone that was out, one that was not; all turned.
        40: lambda: episodes.insert(0, _line("front", 140)),
        100: lambda: episodes.remove(TWELVE[2]),
        140: lambda: episodes.insert(8, _line("middle", 141)),
        180: lambda: episodes.remove(TWELVE[11]),
        220: episodes.reverse,
        300: lambda: episodes.append(_line("last", 142)),
    }
    known: Out = {}
    gone: set[str] = set()
    for day in range(0, 400, 5):
        today = FIRST + timedelta(days=day, hours=1)
        if day in edits:
            before = {line.split("id: ")[1].split(",")[0] for line in episodes}
            edits[day]()
            gone |= before - {line.split("id: ")[1].split(",")[0] for line in episodes}
            manifest.write_text(HEAD + "".join(episodes), encoding="utf-8")
        if day == 0 or day in edits:
            assert not built(manifest, tmp_path / "site", until=today).failed
        else:
            options = BuildOptions(until=today, render=False)
            series = read_manifest(manifest)
            done = build(series, tmp_path / "site", options, _no_pool, LogWatcher())
            assert done.failed == []
        out = _out(tmp_path)
        # Once out, an episode stays as it was, to the byte, until somebody deletes it.
        assert {name: out[name] for name in known if name not in gone} == {
            name: about for name, about in known.items() if name not in gone
        }
        assert not gone & set(out)
        dates = sorted(parsedate_to_datetime(about[1]) for about in out.values())
        assert all(date <= today for date in dates)
        assert all(later - sooner >= timedelta(days=30)
                   for sooner, later in pairwise(dates))  # fmt: skip
        numbers = [int(about[2]) for about in out.values()]
        assert len(set(numbers)) == len(numbers)
        known.update(out)
    assert len(set(known) - gone) == len(episodes) == 13
    assert [
        finding for finding in check_folder(tmp_path / "site") if finding.level == "error"
    ] == []
