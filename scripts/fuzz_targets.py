"""The readers that are fuzzed, each with good files to begin from."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from fuzz_readers import Reader
from fuzzing import seeds
from quietude._util import unfinished as records
from quietude._util.strict_reading import ReadingError, parse_json
from quietude.audio.clip import read_samples
from quietude.care.rules import read_rules
from quietude.cli.making.saved_options import earlier_options, kept_options, settings_path
from quietude.script.browse.programme import read_programme
from quietude.script.details.profile import read_profile
from quietude.script.documents.base import UnreadableError
from quietude.script.documents.pdf_layout import PageLine, source_of
from quietude.script.documents.pdf_worker import pages_of
from quietude.script.importing.corrections import read_corrections
from quietude.script.importing.files import import_script
from quietude.script.lexicon_files import read_lexicon
from quietude.script.reader import read_script
from quietude.series.build.builder import preview_build
from quietude.series.build.journal import read_events
from quietude.series.build.model import BuildOptions
from quietude.series.build.state import SeriesState
from quietude.series.checks.captions import check_captions
from quietude.series.checks.feed.document import read_feed
from quietude.series.checks.texts import check_chapters
from quietude.series.manifest.listeners.table import read_listeners
from quietude.series.manifest.reader import read_manifest
from quietude.series.preview.responses import allowed_host, respond
from quietude.series.rendering.timeline_cache import read_timeline
from quietude.series.site.record import read_record
from quietude.speech.cache import PhraseCache
from quietude.speech.install.kokoro_voices import installed_kokoro
from quietude.speech.install.piper import _published_files
from quietude.speech.install.piper_voices import read_config
from quietude.speech.takes.folder import Take, Takes

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/helpers"))
import documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.series.build.report import BuildWatcher

_SLOW, _SLOWER, _SLOWEST = 0.3, 0.1, 0.02
"""Shares of readers that take ten times as long as the others, or more."""

_BESIDE = {
    "one.yaml": seeds.TINY,
    "people.csv": seeds.PEOPLE,
    "art.png": seeds.picture("PNG"),
}


def readers(folder: Path) -> list[Reader]:
    """Every reader.

    Args:
        folder: A folder for what some of them need beside a file.
    """
    return [*_scripts(), *_documents(), *_series(folder), *_kept(folder), *_sounds(folder),
            *_requests(folder)]  # fmt: skip


def _scripts() -> list[Reader]:
    lexicon = b"qi: chee\nZo\xc3\xab: ZOH-ee\nread: {ipa: red}\n"
    corrections = b'# by hand\n3: leave out\n4-6: speak\n"Ada": slot name\n7: pause 10s\n'
    return [
        Reader("definition", ".yaml", [seeds.SCRIPT, seeds.FULL_SCRIPT], read_script, _SLOW),
        Reader("script (text)", ".txt", [seeds.TEXT], read_script, _SLOW),
        Reader("script (Markdown)", ".md", [seeds.TEXT], read_script, _SLOW),
        Reader("script (SSML)", ".ssml", [seeds.SSML], read_script, _SLOW),
        Reader("profile", ".yaml", [b"name: Ada\nage: 41\nquiet: yes\n"], read_profile),
        Reader("lexicon (YAML)", ".yaml", [lexicon], read_lexicon),
        Reader("lexicon (PLS)", ".pls", [seeds.pls()], read_lexicon),
        Reader("corrections", ".corrections", [corrections], read_corrections),
        Reader("care rules", ".yaml", [seeds.library_text("care.yaml")], read_rules, _SLOWEST),
        Reader("programme", ".yaml", [seeds.PROGRAMME], read_programme, _SLOWER),
    ]


def _documents() -> list[Reader]:
    more = {".html": [seeds.PAGE], ".rtf": [seeds.RICH]}
    found = [
        Reader(
            f"document ({suffix})", suffix, [make(), *more.get(suffix, [])], import_script, _SLOW
        )
        for suffix, make in documents.SAMPLES.items()
        if suffix in {".docx", ".odt", ".rtf", ".html", ".epub", ".srt", ".vtt", ".fountain"}
    ]
    # Without the process of its own in which it is read otherwise.
    return [*found, Reader("document (.pdf)", ".pdf", [documents.SAMPLES[".pdf"]()], _pdf, _SLOW)]


def _series(folder: Path) -> list[Reader]:
    manifests = [seeds.MANIFEST, seeds.FULL_MANIFEST, seeds.PERSONAL]
    tables = [b'id,name,age\n1,"Ada, L.",41\n2,Zo\xc3\xab,\n', seeds.PEOPLE]
    lines = [b'{"id": "1", "name": "Ada"}\n{"id": 2, "age": 4.5, "quiet": true}\n']
    chapters = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'
    captions = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nHello.\n"
    return [
        Reader("manifest", ".yaml", manifests, _dry_run(folder / "dry"), _SLOWER, _BESIDE),
        Reader("listeners (CSV)", ".csv", tables, _listeners),
        Reader("listeners (JSONL)", ".jsonl", lines, _listeners),
        Reader("listeners of a manifest", ".csv", [seeds.PEOPLE], _personal, _SLOWER, _BESIDE),
        Reader("journal", ".jsonl", [seeds.journal()], _state_of),
        Reader("timeline", ".json", [seeds.timeline()], lambda path: _text(read_timeline, path)),
        Reader("record of a site", ".json", [seeds.record(), seeds.full_record()],
               _record_of(folder / "site")),
        Reader("feed", ".xml", [seeds.FEED], read_feed),
        Reader("chapters of a site", ".json", [chapters],
               lambda path: list(check_chapters(path, "x", 5000))),
        Reader("captions of a site", ".vtt", [captions],
               lambda path: list(check_captions(path, "x", 5000, vtt=True))),
        Reader("request to the preview", ".txt", [seeds.ASKED], _asked(folder / "served")),
    ]  # fmt: skip


def _kept(folder: Path) -> list[Reader]:
    settings = b'voice = "flite:slt"\nrate = 115\n[preset.sleep]\nbed = "rain"\n'
    kokoro = b'{"model": {"file": "m.onnx", "sha256": "00"}, "voices": {"af_a": "00"}}'
    return [
        Reader("cached phrase", ".phrase", [seeds.phrase(folder / "phrases")],
               _phrase_of(folder / "phrases")),
        Reader("index of a hub", ".json", [seeds.index()],
               lambda path: _published_files(path.read_bytes(), "en_GB-a-low")),
        Reader("configuration of a voice", ".json", [seeds.config()],
               lambda path: _refusing(read_config, path)),
        Reader("installed Kokoro", ".json", [kokoro], _kokoro_of(folder / "kokoro")),
        Reader("settings", ".toml", [settings], _settings_of),
        Reader("receipt", ".json", [seeds.receipt()], lambda path: earlier_options(str(path))),
        Reader("record of unfinished files", ".jsonl", [seeds.unfinished(folder)],
               _unfinished_of(folder / "unfinished")),
        Reader("any JSON", ".json", [b'{"a": [1, 2.5, "x", null, true, {"b": []}]}'],
               lambda path: parse_json(path.read_bytes())),
    ]  # fmt: skip


def _sounds(folder: Path) -> list[Reader]:
    names = "001 hello-there abcd2345.wav\n001 hello-there abcd2345 2.wav\nabcd2345.mp3\n.x.wav\n"
    return [
        Reader("sound file", ".wav", [seeds.wave()], read_samples),
        Reader("take", ".wav", [seeds.wave()], lambda path: Take(path, 1).heard(), _SLOWER),
        Reader("names of takes", ".txt", [names.encode()], _takes_of(folder / "takes"), _SLOW),
    ]


def _requests(folder: Path) -> list[Reader]:
    asked = [json.dumps(request).encode() for request in seeds.REQUESTS]
    states = [json.dumps(state).encode() for state in seeds.STATES]
    return [
        Reader("request to the studio", ".json", asked, _studio(folder / "studio"), _SLOW),
        Reader("state of a studio", ".json", states, _studio_state(folder / "studios"), _SLOW),
    ]


def _text(read: Callable[[str], Any], path: Path) -> Any:
    """Call a reader of text that refuses with a ValueError, as its caller does."""
    with contextlib.suppress(ValueError):
        return read(path.read_bytes().decode("utf-8", "replace"))
    raise ReadingError


def _refusing(read: Callable[[Path], Any], path: Path) -> Any:
    with contextlib.suppress(ValueError):
        return read(path)
    raise ReadingError


def _pdf(path: Path) -> Any:
    try:
        pages = pages_of(path.read_bytes())
        return source_of([[PageLine(*line) for line in page] for page in pages])
    except UnreadableError as error:
        raise ReadingError from error
    except Exception as error:
        if not type(error).__module__.startswith("quietude"):  # the worker reports it as damaged
            raise ReadingError from error
        raise


class _Unwatched:
    """Nobody who watches a build."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_what, **_more: None


def _dry_run(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir()

    def read(path: Path) -> Any:
        options = BuildOptions("https://example.org/show")
        return preview_build(
            read_manifest(path), folder / "site", options, cast("BuildWatcher", _Unwatched())
        )

    return read


def _listeners(path: Path) -> Any:
    table = read_listeners(path)
    if table.wrong:
        raise table.wrong[0]
    return table


def _personal(path: Path) -> Any:
    """Read a manifest whose listeners are in the file."""
    manifest = path.with_name("personal.yaml")
    manifest.write_bytes(seeds.PERSONAL.replace(b"people.csv", path.name.encode()))
    return read_manifest(manifest)


def _state_of(path: Path) -> list[Any]:
    state = SeriesState.from_events(read_events(path))
    events = list(state.events())
    again = SeriesState.from_events(events)
    assert again.damaged == 0, "what was taken cannot be written again"
    return events


def _record_of(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir()

    def read(path: Path) -> Any:
        (folder / "series.json").write_bytes(path.read_bytes())
        return read_record(folder)

    return read


def _asked(folder: Path) -> Callable[[Path], Any]:
    (folder / "episodes").mkdir(parents=True)
    (folder / "episodes/a.mp3").write_bytes(bytes(500))
    (folder / "index.html").write_text("<p>Hello.")

    def read(path: Path) -> Any:
        first, *lines = path.read_bytes().decode("latin-1").split("\n")
        method, target = [*first.split(" "), "", ""][:2]
        headers = {name.lower().strip(): value.strip()
                   for name, _, value in (line.partition(":") for line in lines)}  # fmt: skip
        if not allowed_host(headers.get("host"), 8000):
            raise ReadingError
        response = respond(folder, method, target, headers)
        assert response.path is None or folder in response.path.resolve().parents
        assert response.start >= 0
        assert response.length >= 0
        if response.status >= 400:  # noqa: PLR2004
            raise ReadingError
        return response

    return read


def _phrase_of(folder: Path) -> Callable[[Path], Any]:
    def read(path: Path) -> Any:
        (folder / "ab/ab12.phrase").write_bytes(path.read_bytes())
        cache = PhraseCache(folder)
        found = cache.get("ab12"), cache.found_marks("ab12", "x")
        if found[0] is None:
            raise ReadingError
        return found

    return read


def _kokoro_of(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir()
    (folder / "m.onnx").touch()

    def read(path: Path) -> Any:
        (folder / "kokoro.json").write_bytes(path.read_bytes())
        installed = installed_kokoro(folder)
        if installed is None:
            raise ReadingError
        return installed.known_voices()

    return read


def _settings_of(path: Path) -> Any:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_bytes(path.read_bytes())
    return kept_options(), kept_options("sleep")


def _unfinished_of(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir(mode=0o700)

    def read(path: Path) -> Any:
        (folder / "1-0.jsonl").write_bytes(path.read_bytes())
        records.clear(folder)
        assert not (folder / "1-0.jsonl").exists(), "a record that stays for ever"

    return read


def _takes_of(folder: Path) -> Callable[[Path], Any]:
    """A folder with files of the names that a file lists."""

    def read(path: Path) -> Any:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in path.read_bytes().split(b"\n")[:20]:
            with contextlib.suppress(OSError, ValueError):
                Path(folder, os.fsdecode(name.replace(b"/", b"_"))).touch()
        return Takes(folder)._files  # noqa: SLF001

    return read


def _studio(folder: Path) -> Callable[[Path], Any]:
    """The rooms of a studio, as they are asked by a page; nothing is spoken or saved."""
    from quietude.studio.folder import StudioFolder
    from quietude.studio.jobs import Jobs, StudioJob
    from quietude.studio.listening import PageChoices
    from quietude.studio.rooms import series, tonight, writing
    from quietude.studio.studio import Studio

    class NoJobs(Jobs):
        def add(self, job: StudioJob) -> StudioJob:
            return job

    studio = Studio(StudioFolder(folder))
    studio.jobs.__class__ = NoJobs
    rooms: dict[str, Callable[..., Any]] = {
        "chosen": lambda _studio, _request, data: (
            PageChoices.of(data).request(), PageChoices.of(data).sound()
        ),
        "create": writing.create, "save": writing.save, "analysis": writing.analysis,
        "lengths": writing.lengths, "versions": writing.versions, "keep": writing.keep,
        "series": series.create, "listeners": series.listeners,
        "place": tonight.keep_place, "forget": tonight.forget, "job": tonight.save,
        "stop": tonight.stop_job,
    }  # fmt: skip

    def read(path: Path) -> Any:
        asked = parse_json(path.read_bytes())
        room = rooms.get(str(asked.get("do"))) if isinstance(asked, dict) else None
        data = asked.get("data") if room else None
        if room is None or not isinstance(data, dict):
            raise ReadingError
        for made in ("scripts", "series", ".studio/versions"):
            shutil.rmtree(folder / made, ignore_errors=True)
        (folder / "scripts").mkdir()
        (folder / "scripts/seed.md").write_bytes(seeds.TEXT)
        request = SimpleNamespace(path_params={"id": str(asked.get("id", ""))}, query_params={})
        return room(studio, request, data)

    return read


def _studio_state(folder: Path) -> Callable[[Path], Any]:
    """A studio that starts with state that was damaged."""
    from quietude.studio.folder import StudioFolder
    from quietude.studio.server import _running
    from quietude.studio.studio import Studio

    numbers = itertools.count()

    def read(path: Path) -> Any:
        states = parse_json(path.read_bytes())
        if not isinstance(states, dict):
            raise ReadingError
        place = folder / str(next(numbers))
        try:
            kept = StudioFolder(place)
            for name in ("recent", "jobs", "series", "secrets", "server"):
                if name in states:
                    (kept.state / f"{name}.json").write_text(json.dumps(states[name]), "utf-8")
            with Studio(kept) as studio:
                found: list[Any] = [kept.secret("key"), kept.secret("token"), studio.recent()]
                found += [studio.shows.all(), [job.to_data() for job in studio.jobs.all()]]
                studio.forget_recent(0)
                if "server" in states:
                    port = kept.read("server", {}).get("port")
                    assert port is None or isinstance(port, int | str | float | list | dict)
                    _running(kept)
        finally:
            shutil.rmtree(place, ignore_errors=True)
        return found

    return read
