"""The truth table: what a change in a manifest does to two episodes that are out.

Of each change it says how many of the two are rendered, get new tags, or stay; and which of their
ids, addresses, dates and numbers move. An id, a date or a number moves only where the manifest says
so itself; an address moves whenever the sound does, and never otherwise.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from manifests import TODAY, URL, LogWatcher, built, files, write_series
from quietude.series.build.builder import preview_build
from quietude.series.build.model import BuildOptions
from quietude.series.build.state_folder import state_folder_of
from quietude.series.manifest.reader import read_manifest
from quietude.series.model import Published
from quietude.series.site.paths import FEED
from quietude.series.site.record import read_record

EPISODES = "  - file: one.yaml\n  - file: two.yaml\n"
ONE, BOTH = "one", "one two"


@dataclass(frozen=True)
class Change:
    """A change: an edit of a file, and what it does.

    Attributes:
        what: The change in words.
        edit: The edit, given the folder.
        work: Numbers of episodes rendered, with new tags, and unchanged.
        address: Ids of the episodes with another address.
        dates: Ids of those with another date.
        numbers: Ids of those with another number.
        same_feed: True if the feed stays as it is, byte for byte.
    """

    what: str
    edit: Callable[[Path], None]
    work: tuple[int, int, int]
    address: str = ""
    dates: str = ""
    numbers: str = ""
    same_feed: bool = False


def swap(old: str, new: str, name: str = "series.yaml") -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def default(setting: str) -> Callable[[Path], None]:
    return swap("bed: none}", f"bed: none, {setting}}}")


def show(setting: str) -> Callable[[Path], None]:
    return swap("  author: Ada\n", f"  author: Ada\n  {setting}\n")


def of_one(settings: str) -> Callable[[Path], None]:
    return swap("- file: one.yaml", f"- {{file: one.yaml, {settings}}}")


def renamed(folder: Path) -> None:
    (folder / "one.yaml").rename(folder / "first.yaml")
    swap("one.yaml", "first.yaml")(folder)


def repainted(folder: Path) -> None:
    Image.new("RGB", (300, 300), "navy").save(folder / "art.png")


def lost_record(folder: Path) -> None:
    (folder / "site" / "series.json").unlink()


def lost_state(folder: Path) -> None:
    shutil.rmtree(state_folder_of(folder / "site"))


CHANGES = [
    Change("nothing", lambda _: None, (0, 0, 2), same_feed=True),
    Change("a comment", swap("show:", "# hello\nshow:"), (0, 0, 2), same_feed=True),
    Change("a comment in a script", swap("id: one", "id: one # a", "one.yaml"), (0, 0, 2), same_feed=True),
    Change("a file renamed", renamed, (0, 0, 2), same_feed=True),
    Change("a seed that nothing hears", default("seed: 4"), (0, 0, 2), same_feed=True),
    Change("the title of the show", swap("Calm Evenings", "Calm Nights"), (0, 2, 0)),
    Change("the author", swap("author: Ada", "author: Ada Lovelace"), (0, 2, 0)),
    Change("the copyright", show("copyright: CC0"), (0, 2, 0)),
    Change("the cover's picture", repainted, (0, 2, 0)),
    Change("the region", show("region: GB"), (0, 2, 0)),
    Change("the description", swap("Short sessions", "Brief sessions"), (0, 0, 2)),
    Change("the language of the show", show("language: en-GB"), (0, 0, 2)),
    Change("an explicit show", show("explicit: true"), (0, 0, 2)),
    Change("a person", show("persons: [Ada]"), (0, 0, 2)),
    Change("the id of the show", swap("id: calm", "id: calmer"), (0, 0, 2), same_feed=True),
    Change("the title of an episode", of_one("title: Anew"), (0, 1, 1)),
    Change("the notes of an episode", of_one("notes: Anew"), (0, 1, 1)),
    Change("an explicit episode", of_one("explicit: true"), (0, 0, 2)),
    Change("about in a script", swap("id: one", "id: one\nabout: Words.", "one.yaml"), (0, 1, 1)),
    Change("a season for all", default("season: 2"), (0, 0, 2)),
    Change("a season for one", swap("- file: two.yaml", "- {file: two.yaml, season: 2}"), (0, 1, 1),
           numbers="two"),
    Change("a typo in a script", swap("Thank you", "Thanks to you", "one.yaml"), (1, 0, 1), ONE),
    Change("a pause", swap("steps: [Thank", "steps: [pause: 2s, Thank", "one.yaml"), (1, 0, 1), ONE),
    Change("the bed of an episode", of_one("bed: rain"), (1, 0, 1), ONE),
    Change("the level of the bed", default("bell_level: -3"), (2, 0, 0), BOTH),
    Change("the target", default("target: quiet"), (2, 0, 0), BOTH),
    Change("the rate", default("rate: 130"), (2, 0, 0), BOTH),
    Change("an intro", default("intro: Good evening."), (2, 0, 0), BOTH),
    Change("a length", default("duration: 17s"), (2, 0, 0), BOTH),
    Change("a personal detail", of_one("set: {name: Ada}"), (1, 0, 1), ONE),
    Change("the order", swap(EPISODES, "  - file: two.yaml\n  - file: one.yaml\n"), (0, 0, 2), same_feed=True),
    Change("another start", swap("start: 2026-03-01", "start: 2026-03-04"), (0, 0, 2), same_feed=True),
    Change("another interval", swap("every: 1w", "every: 1d"), (0, 0, 2)),
    Change("the first deleted", swap("  - file: one.yaml\n", ""), (0, 0, 1)),
    Change(
        "one put in front",
        swap("episodes:\n", "episodes:\n  - {file: one.yaml, id: new, rate: 140}\n"),
        (1, 0, 2),
    ),
    Change("a stated date", of_one("published: 2026-02-01"), (0, 1, 1), dates=ONE),
    Change("a stated number", of_one("number: 7"), (0, 1, 1), numbers=ONE),
    Change("a trailer", of_one("type: trailer"), (0, 1, 1), numbers=ONE),
    Change("the record lost", lost_record, (0, 0, 2), same_feed=True),
    Change("the state lost", lost_state, (2, 0, 0), same_feed=True),
]  # fmt: skip


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        folder = tmp_path_factory.mktemp("series")
        report = built(write_series(folder), folder / "site")
    assert (report.rendered, report.failed) == (2, [])
    return folder


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.what)
def test_a_change_has_its_effect(original: Path, tmp_path: Path, change: Change) -> None:
    series = Path(shutil.copytree(original, tmp_path / "series"))
    before = _known(series)
    change.edit(series)
    options = BuildOptions(base_url=URL, until=TODAY)
    manifest = read_manifest(series / "series.yaml")
    report = preview_build(manifest, series / "site", options, LogWatcher())
    episodes = report.feeds[0].episodes
    done = Counter(episode.action for episode in episodes)
    assert (done["render"], done["retag"], done["keep"]) == change.work
    if change.edit is lost_state:
        return  # addresses go by the bytes then: the slow test compares them
    moved: list[list[str]] = [[], [], [], []]
    for episode in episodes:
        spec, known = episode.spec, before.get(episode.spec.id)
        if known is None:
            continue
        now = (episode.guid, episode.version(""), spec.published, spec.number)
        was = known.episode
        then = (was.guid, known.audio.version, was.published, was.number)
        for ids, new, old in zip(moved, now, then, strict=True):
            ids.extend([spec.id] if new != old else [])
    expected = ("", change.address, change.dates, change.numbers)
    assert moved == [ids.split() for ids in expected]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.what)
def test_a_build_does_what_the_table_says(original: Path, tmp_path: Path, change: Change) -> None:
    series = Path(shutil.copytree(original, tmp_path / "series"))
    before, feed = _known(series), (series / "site" / FEED).read_bytes()
    change.edit(series)
    report = built(series / "series.yaml", series / "site")
    assert (report.rendered, report.retagged, report.kept) == change.work
    after = _known(series)
    both = [name for name in before if name in after]
    moved = [name for name in both if after[name].audio.version != before[name].audio.version]
    assert moved == change.address.split()
    assert all(after[name].episode.guid == before[name].episode.guid for name in both)
    assert ((series / "site" / FEED).read_bytes() == feed) is change.same_feed
    again = files(series / "site")
    assert built(series / "series.yaml", series / "site").rendered == 0
    assert files(series / "site") == again


def _known(series: Path) -> dict[str, Published]:
    site = read_record(series / "site")
    assert site
    return {published.episode.id: published for published in site.episodes}
