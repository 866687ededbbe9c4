from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from manifests import (
    MANIFEST,
    URL,
    InlinePool,
    LogWatcher,
    built,
    files,
    previewed,
    run_here,
    write_series,
)
from quietude._util.files import file_sha256
from quietude.deliver.formats.id3 import id3_size
from quietude.errors import DeliveryError, SeriesError, UsageError
from quietude.plan.timeline import Timeline
from quietude.series.build import episode_files as place
from quietude.series.build import site_contents as site
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.build.state_folder import StateFolder, state_folder_of
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.task import Failed, Made, Task
from quietude.series.rendering.timeline_cache import read_timeline
from quietude.series.site.record import read_record
from quietude.speech.engines.tone import ToneEngine


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series that was built once; :func:`series` is a copy of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        folder = tmp_path_factory.mktemp("series")
        report = built(write_series(folder), folder / "site")
    assert (report.rendered, report.kept, report.failed) == (2, 0, [])
    return folder


@pytest.fixture
def series(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "series"))


def edit(series: Path, old: str, new: str, name: str = "series.yaml") -> None:
    text = (series / name).read_text(encoding="utf-8")
    assert old in text
    (series / name).write_text(text.replace(old, new), encoding="utf-8")


def rebuilt(
    series: Path, pool: InlinePool | None = None, **options: object
) -> tuple[int, int, int]:
    report = built(series / "series.yaml", series / "site", pool, **options)
    assert not report.failed
    return report.rendered, report.retagged, report.kept


def essence(path: Path) -> bytes:
    data = path.read_bytes()
    return data[id3_size(data[:10]) :]


def test_a_site_is_whole(series: Path) -> None:
    site = read_record(series / "site")
    assert site
    for published in site.episodes:
        for file in (published.audio, published.chapters_json, *published.transcripts):
            path = series / "site" / file.path
            assert (path.stat().st_size, file_sha256(path)) == (file.bytes, file.sha256)
    assert [published.episode.id for published in site.episodes] == ["one", "two"]
    assert [published.episode.published.day for published in site.episodes] == [1, 8]
    assert site.episodes[0].chapters[0].title == "Arriving"
    assert site.base_url == URL


def test_nothing_private_is_in_the_folder_to_be_uploaded(series: Path) -> None:
    names = {Path(path).name for path in files(series / "site")}
    assert not names & {"journal.jsonl", "secret", "lock", "timeline.json"}
    if os.name == "posix":
        assert state_folder_of(series / "site").stat().st_mode & 0o077 == 0


def test_a_second_build_touches_nothing(series: Path) -> None:
    before = {
        path: path.stat().st_mtime_ns for path in (series / "site").rglob("*") if path.is_file()
    }
    assert rebuilt(series) == (0, 0, 2)
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("series.yaml", "author: Ada", "author: Ada Lovelace"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, title: Another Name}"),
        ("one.yaml", "intensity: light", "about: For the notes.\nintensity: light"),
    ],
)
def test_metadata_rewrites_tags_and_not_the_sound(
    series: Path, name: str, old: str, new: str
) -> None:
    audio = series / "site" / "episodes" / "one.mp3"
    before, sound, guids = audio.read_bytes(), essence(audio), _guids(series)
    edit(series, old, new, name)
    rendered, retagged, _ = rebuilt(series)
    assert (rendered, retagged > 0) == (0, True)
    assert audio.read_bytes() != before
    assert essence(audio) == sound
    assert _guids(series) == guids


def test_covers_are_drawn_in_the_language_of_the_words(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, str]] = []

    def draw(title: str, _palette: str, _pixels: int, _limit: int, language: str = "") -> bytes:
        drawn.append((title, language))
        return b"art"

    monkeypatch.setattr("quietude.deliver.cover.draw_cover", draw)
    for module in (place, site):  # each keeps the last ones, for other tests too
        monkeypatch.setattr(module, "_art", module._art.__wrapped__)
    edit(series, "  cover: art.png\n", "  language: ja\n")
    edit(series, "id: one", "id: one\nlanguage: zh", "one.yaml")
    rebuilt(series)
    assert {("Calm Evenings", "ja"), ("The First", "zh"), ("The Second", "en")} == set(drawn)
    before = next((series / "site").glob("cover-*.jpg")).name
    edit(series, "  language: ja\n", "  language: ko\n")
    rebuilt(series)
    assert [path.name for path in (series / "site").glob("cover-*.jpg")] != [before]


def test_a_comment_changes_nothing_at_all(series: Path) -> None:
    edit(series, "id: one", "# a comment, which moves every line\nid: one", "one.yaml")
    assert rebuilt(series) == (0, 0, 2)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("one.yaml", "Welcome", "Be welcome"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, rate: 120}"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, bed: rain}"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, bell_level: -3}"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, target: quiet}"),
        ("series.yaml", "- file: one.yaml", "- {file: one.yaml, intro: Good evening.}"),
    ],
)
def test_a_change_of_the_sound_renders_that_episode_alone(
    series: Path, name: str, old: str, new: str
) -> None:
    edit(series, old, new, name)
    assert previewed(series / "series.yaml", series / "site") == ["render /one", "keep /two"]
    if name == "one.yaml":  # a build does what its preview says
        assert rebuilt(series) == (1, 0, 1)


def test_reordering_and_renaming_keep_guids_and_sound(series: Path) -> None:
    guids = _guids(series)
    swapped = "  - {file: two.yaml, title: Now First}\n  - file: one.yaml\n"
    edit(series, "  - file: one.yaml\n  - file: two.yaml\n", swapped)
    assert rebuilt(series) == (0, 1, 1)  # dates and numbers stay
    assert _guids(series) == guids
    site = read_record(series / "site")
    assert site
    assert [published.episode.title for published in site.episodes] == ["Now First", "The First"]


def test_guids_are_those_of_the_record_even_if_the_state_is_lost(series: Path) -> None:
    record = series / "site" / "series.json"
    data = json.loads(record.read_text(encoding="utf-8"))
    data["episodes"][0]["episode"]["guid"] = "as-it-was-published-long-ago"
    record.write_text(json.dumps(data), encoding="utf-8")
    shutil.rmtree(state_folder_of(series / "site"))
    assert rebuilt(series) == (2, 0, 0)
    assert _guids(series)["one"] == "as-it-was-published-long-ago"


def _guids(series: Path) -> dict[str, str]:
    site = read_record(series / "site")
    assert site
    return {published.episode.id: published.episode.guid for published in site.episodes}


def test_damage_in_the_site_is_repaired(series: Path) -> None:
    before = files(series / "site")
    audio = series / "site" / "episodes" / "one.mp3"
    audio.write_bytes(audio.read_bytes()[:-100])
    (series / "site" / "transcripts" / "two.vtt").unlink()
    assert rebuilt(series) == (1, 1, 0)
    assert files(series / "site") == before


def test_a_file_that_was_only_touched_is_kept(series: Path) -> None:
    os.utime(series / "site" / "episodes" / "one.mp3", ns=(1, 1))
    assert rebuilt(series) == (0, 0, 2)


def test_force_renders_and_only_touches_one(series: Path) -> None:
    assert rebuilt(series, force=True, only=frozenset({"one"})) == (1, 0, 1)
    with pytest.raises(UsageError, match="no episode"):
        rebuilt(series, only=frozenset({"three"}))


def test_only_on_a_new_folder_publishes_that_one_alone(series: Path) -> None:
    report = built(series / "series.yaml", series / "other", only=frozenset({"two"}))
    site = read_record(series / "other")
    assert report.rendered == 1
    assert site
    assert [published.episode.id for published in site.episodes] == ["two"]


def test_leftovers_are_removed_only_if_they_are_ours(series: Path) -> None:
    note = series / "site" / "episodes" / "note.txt"
    note.write_text("mine")
    edit(series, "  - file: two.yaml\n", "")
    report = built(series / "series.yaml", series / "site")
    assert sorted(report.removed) == [
        "chapters/two.json",
        "episodes/two.mp3",
        "transcripts/two.srt",
        "transcripts/two.txt",
        "transcripts/two.vtt",
        "words/two.json",
    ]
    assert note.exists()


def test_a_preview_writes_and_speaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = write_series(tmp_path)
    before = files(tmp_path)
    monkeypatch.setattr(ToneEngine, "speak", None)
    assert previewed(manifest, tmp_path / "site") == ["render /one", "render /two"]
    assert files(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


def test_one_bad_episode_fails_alone(series: Path) -> None:
    edit(series, "defaults: {engine: tone, bed: none}", "defaults: {engine: tone, bed: rain}")
    before = (series / "site" / "episodes" / "one.mp3").read_bytes()

    def work(task: Task) -> Made | Failed:
        if task.script.id == "one":
            return Failed(task.key, "the cause", "the next step")
        return run_here(task)

    report = built(series / "series.yaml", series / "site", InlinePool(work))
    assert [(episode.spec.id, why.cause) for episode, why in report.failed] == [
        ("one", "the cause")
    ]
    assert report.rendered == 1
    # A published file stays as it was until there is something better.
    assert (series / "site" / "episodes" / "one.mp3").read_bytes() == before
    assert len(_guids(series)) == 2


def test_two_builds_exclude_each_other(series: Path) -> None:
    with StateFolder(series / "site"), pytest.raises(SeriesError, match="another build"):
        rebuilt(series)
    assert rebuilt(series) == (0, 0, 2)


def test_the_address_has_to_be_given_once(tmp_path: Path) -> None:
    manifest = read_manifest(write_series(tmp_path))
    with pytest.raises(UsageError, match="not known"):
        build(manifest, tmp_path / "site", BuildOptions(), lambda _: InlinePool(), LogWatcher())
    assert not list(tmp_path.glob(".*"))


def test_sessions_that_sound_the_same_are_rendered_once(tmp_path: Path) -> None:
    again = "  - {file: one.yaml, id: once-more, title: Once More}\n"
    pool = InlinePool()
    report = built(write_series(tmp_path, MANIFEST + again), tmp_path / "site", pool)
    assert (len(pool.tasks), report.rendered) == (2, 3)


@pytest.mark.parametrize("rendered", [True, False])
def test_the_timeline_of_a_shared_sound_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, rendered: bool
) -> None:
    again = "  - {file: one.yaml, id: once-more, title: Once More}\n"
    manifest = write_series(tmp_path, MANIFEST + again)
    if not rendered:
        built(manifest, tmp_path / "site")
        edit(tmp_path, "author: Ada", "author: Ada Lovelace")
    read: list[str] = []

    def first_damaged(text: str) -> Timeline:
        read.append(text)
        return read_timeline(text[: -1 if len(read) == 1 else None])

    monkeypatch.setattr("quietude.series.build.episode_work.read_timeline", first_damaged)
    report = built(manifest, tmp_path / "site")
    assert len(read) == 2  # for three episodes
    assert {why.cause for _, why in report.failed} == {
        "the stored timeline of its session is damaged"
    }
    assert [episode.spec.id for episode, _ in report.failed] == ["one", "once-more"]
    assert (report.rendered, report.retagged) == ((1, 0) if rendered else (0, 1))
    report = built(manifest, tmp_path / "site")
    assert (report.rendered, report.kept, report.failed) == (2, 1, [])


def test_files_that_are_sent_back_make_the_same_site(series: Path) -> None:
    manifest = read_manifest(series / "series.yaml")
    options = BuildOptions(URL)
    build(manifest, series / "other", options, lambda _: InlinePool(), LogWatcher(), shared=False)
    assert files(series / "other") == files(series / "site")


class Killed(BaseException):
    """The process ends here, in the only way a test can survive."""


@pytest.mark.parametrize(
    "moment",
    [
        # An early and a late one; every other moment is for `make check-all`.
        pytest.param(moment, marks=() if moment in {6, 26} else pytest.mark.slow)
        for moment in range(1, 40, 5)
    ],
)
def test_a_build_that_is_killed_ends_the_same(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Killed before each write, replacement or fsync in turn: no half file, and the same end."""
    for name in ("series.yaml", "one.yaml", "two.yaml", "art.png"):
        shutil.copy(original / name, tmp_path)
    left = moment

    def mortal(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise Killed
            return real(*arguments, **named)

        patch.setattr(os, name, call)

    site = tmp_path / "site"
    with monkeypatch.context() as patch:
        for name in ("fsync", "replace", "rename", "write"):
            mortal(name)
        try:
            built(tmp_path / "series.yaml", site)
        except Killed:
            pass
        else:
            assert moment > 20
    whole = files(original / "site")
    visible = files(site) if site.exists() else {}
    assert all(whole[name] == data for name, data in visible.items())
    built(tmp_path / "series.yaml", site)
    assert files(site) == whole


def test_files_that_a_killed_build_left_are_removed(series: Path) -> None:
    whole = files(series / "site")
    for name in (".feed-abc.part", "episodes/.one-xyz.part", "transcripts/.one-xyz.kept"):
        (series / "site" / name).write_bytes(b"half")
    work = state_folder_of(series / "site") / "built" / ".work-abc"
    work.mkdir()
    journal = state_folder_of(series / "site") / "journal.jsonl"
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"event": "start"}\n')
    rebuilt(series)
    assert files(series / "site") == whole
    assert not work.exists()


def test_a_full_disk_is_reported_and_recovered_from(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files(series / "site")
    edit(series, "author: Ada", "author: Eve")
    with monkeypatch.context() as patch:

        def full(*_: object, **__: object) -> None:
            message = "this file cannot be written (no space left on device)"
            raise DeliveryError(message)

        patch.setattr("quietude.series.build.episode_files.retag_mp3", full)
        report = built(series / "series.yaml", series / "site")
        assert len(report.failed) == 2
        assert "no space left" in report.failed[0][1].cause
    edit(series, "author: Eve", "author: Ada")
    built(series / "series.yaml", series / "site")
    assert files(series / "site") == whole


def test_damaged_timelines_are_made_again(series: Path) -> None:
    whole = files(series / "site")
    for path in (state_folder_of(series / "site") / "timelines").iterdir():
        path.write_bytes(b"")
    edit(series, "author: Ada", "author: Eve")
    report = built(series / "series.yaml", series / "site")
    assert [why.cause for _, why in report.failed] == [
        "the stored timeline of its session is damaged"
    ] * 2
    assert rebuilt(series) == (2, 0, 0)
    edit(series, "author: Eve", "author: Ada")
    assert rebuilt(series) == (0, 2, 0)
    assert files(series / "site") == whole


@pytest.mark.slow
def test_two_hundred_listeners_cost_what_is_personal(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + "listeners: people.csv\n")
    rows = "".join(f"{n},Name{n}\n" for n in range(100))
    (tmp_path / "people.csv").write_text("id,name\n" + rows)
    seen: list[Made | Failed] = []

    def work(task: Task) -> Made | Failed:
        seen.append(run_here(task))
        return seen[-1]

    report = built(path, tmp_path / "site", InlinePool(work))
    assert (report.rendered, report.failed) == (200, [])
    # One phrase of each session has a name in it; the other was spoken once for all.
    assert report.spoken == 200 + 1
    site = tmp_path / "site"
    folders = [folder for folder in site.iterdir() if folder.is_dir()]
    assert len({folder.name for folder in folders}) == 100
    assert all(len(folder.name) == 26 for folder in folders)
    assert not any("Name" in str(path) for path in site.rglob("*"))
    feed = (folders[0] / "feed.xml").read_text(encoding="utf-8")
    assert "Name" not in feed
    assert "<itunes:block>Yes</itunes:block>" in feed
    for audio in site.rglob("*.mp3"):
        assert b"N\0a\0m\0e" not in audio.read_bytes()[:200_000]
    # A listener who leaves the table leaves the site.
    (tmp_path / "people.csv").write_text("id,name\n" + rows.replace("7,Name7\n", "", 1))
    assert built(path, site).rendered == 0
    assert len([path for path in site.iterdir() if path.is_dir()]) == 99


def test_a_track_without_ending_is_known_by_its_contents_from_any_folder(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(series, "bed: none", "bed: track")
    monkeypatch.chdir(series.parent)
    manifest, site = series / "series.yaml", series / "site"
    for seed in (1, 2):
        noise = np.random.default_rng(seed).normal(0, 0.1, 6 * 44_100)
        soundfile.write(series / "track", noise, 44_100, format="FLAC")
        assert previewed(manifest, site) == ["render /one", "render /two"]
        if seed == 1:
            assert rebuilt(series) == (2, 0, 0)
            assert previewed(manifest, site) == ["keep /one", "keep /two"]


@pytest.mark.slow
def test_pages_of_a_longer_feed_go_with_their_episodes(tmp_path: Path) -> None:
    head = MANIFEST.partition("episodes:")[0].replace("show:", "show:\n  feed_episodes: 10")
    rows = [f"  - {{file: one.yaml, id: e{number}}}\n" for number in range(21)]
    path = write_series(tmp_path, f"{head}episodes:\n{''.join(rows)}")
    built(path, tmp_path / "site")
    site = tmp_path / "site"
    assert {page.name for page in site.glob("feed*.xml")} == {"feed.xml", "feed-1.xml"}
    assert "feed-1.xml" in (site / "SHA256SUMS").read_text()
    path.write_text(f"{head}episodes:\n{''.join(rows[:12])}", encoding="utf-8")
    built(path, site)
    assert {page.name for page in site.glob("feed*.xml")} == {"feed.xml"}
