"""The readers that are fuzzed, each with good files to begin from."""

# ruff: noqa: E501  (good files, as they are)
from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fuzz_readers import Reader
from quietude import library
from quietude._util import unfinished
from quietude._util.strict_reading import parse_json
from quietude.audio.clip import Clip
from quietude.care.rules import read_rules
from quietude.cli.making.saved_options import earlier_options, kept_options, settings_path
from quietude.script.importing.corrections import read_corrections
from quietude.script.lexicon_files import read_lexicon
from quietude.script.reader import read_profile, read_script
from quietude.series.build.journal import read_events
from quietude.series.build.state import ROLES, SeriesState
from quietude.series.checks.captions import check_captions
from quietude.series.checks.feed.document import read_feed
from quietude.series.checks.texts import check_chapters
from quietude.series.manifest.listeners import read_listeners
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.timeline_cache import read_timeline
from quietude.series.site.record import read_record
from quietude.speech.cache import PhraseCache
from quietude.speech.install.kokoro_voices import installed_kokoro
from quietude.speech.install.piper import _published_files
from quietude.speech.install.piper_voices import read_config

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = b"""id: short
title: A Short One
language: en
intensity: light
bed: rain
slots:
  name: {ask: "Your name?", default: ""}
  place: {ask: "A place?", default: "a garden"}
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome{{ ", " + name if name }}.
      - pause: settle
      - pause: 4-9s
      - breathe: {in: 4, out: 6, cycles: 3}
      - say: You might stay.
        optional: 2
  - title: Back
    role: return
    steps: [{ask: "What do you notice?", reflect: 5s}, {echo: I am here.}, Thank you.]
"""
TEXT = b"""# A quiet walk

*Duration: 5 minutes*

Welcome. [pause 5 seconds]
Breathe in... and out.

(softly) Take your time. [bell] [repeat 3 times]
1. Notice your feet. ...
[0:45] Come back now.
"""
SSML = b"""<speak xmlns="http://www.w3.org/2001/10/synthesis"><p><s>Welcome.</s></p>
<break time="5s"/><prosody rate="slow">Rest <emphasis>here</emphasis>.</prosody>
<sub alias="doctor">Dr</sub> <phoneme alphabet="ipa" ph="t">t</phoneme></speak>"""
MANIFEST = b"""show:
  id: calm
  title: Calm Evenings
  description: Short sessions.
  author: Ada
  categories: [Health & Fitness/Mental Health]
  persons: [{name: Ada, role: host}]
defaults: {engine: tone, bed: none, duration: 5m}
start: 2026-03-01
every: 1w
episodes:
  - exercise: safe-place
  - {exercise: butterfly-hug, id: two, title: Two, seed: 3, bed_level: soft, published: 2026-04-01}
"""
SHA, GUID = "0" * 64, "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Calm</title><atom:link rel="self" href="https://e.org/feed.xml"/>
<item><title>One</title><guid>{GUID}</guid><enclosure url="https://e.org/a.mp3" length="5" type="audio/mpeg"/>
<itunes:duration>60</itunes:duration></item></channel></rss>""".encode()


def readers(folder: Path) -> list[Reader]:
    """Every reader.

    Args:
        folder: A folder for what some of them need beside a file.
    """
    return [
        Reader("definition (YAML)", ".yaml", [SCRIPT], read_script),
        Reader("script (text)", ".txt", [TEXT], read_script, 0.4),
        Reader("script (Markdown)", ".md", [TEXT], read_script, 0.4),
        Reader("script (SSML)", ".ssml", [SSML], read_script),
        Reader(
            "profile",
            ".yaml",
            [b"name: Ada\nage: 41\nplace: 'a garden'\nquiet: yes\n"],
            read_profile,
        ),
        Reader(
            "lexicon (YAML)",
            ".yaml",
            [b"qi: chee\nZo\xc3\xab: ZOH-ee\nread: {ipa: red}\n"],
            read_lexicon,
        ),
        Reader("lexicon (PLS)", ".pls", [_pls()], read_lexicon),
        Reader(
            "corrections",
            ".corrections",
            [b'# by hand\n3: leave out\n4-6: speak\n"Ada": slot name\n7: pause 10s\n'],
            read_corrections,
        ),
        Reader("care rules", ".yaml", [_library_text("care.yaml")], read_rules, 0.01),
        Reader("manifest", ".yaml", [MANIFEST], read_manifest, 0.2),
        Reader(
            "listeners (CSV)",
            ".csv",
            [b'id,name,age\n1,"Ada, L.",41\n2,Zo\xc3\xab,\n'],
            read_listeners,
        ),
        Reader(
            "listeners (JSONL)",
            ".jsonl",
            [b'{"id": "1", "name": "Ada"}\n{"id": 2, "age": 4.5, "quiet": true}\n'],
            read_listeners,
        ),
        Reader("journal", ".jsonl", [_journal()], _state_of),
        Reader("timeline", ".json", [_timeline()], lambda path: _refusing(read_timeline, path)),
        Reader("record of a site", ".json", [_record()], _record_of(folder / "site")),
        Reader("feed", ".xml", [FEED], read_feed),
        Reader(
            "chapters of a site",
            ".json",
            [b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'],
            lambda path: list(check_chapters(path, "x", 5000)),
        ),
        Reader(
            "captions of a site",
            ".vtt",
            [b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nHello.\n"],
            lambda path: list(check_captions(path, "x", 5000, vtt=True)),
        ),
        Reader(
            "cached phrase",
            ".phrase",
            [_phrase(folder / "phrases")],
            _phrase_of(folder / "phrases"),
        ),
        Reader(
            "index of a hub",
            ".json",
            [_index()],
            lambda path: _published_files(path.read_bytes(), "en_GB-a-low"),
        ),
        Reader(
            "configuration of a voice",
            ".json",
            [_config()],
            lambda path: _refusing_file(read_config, path),
        ),
        Reader(
            "installed Kokoro",
            ".json",
            [b'{"model": {"file": "m.onnx", "sha256": "00"}, "voices": {"af_a": "00"}}'],
            _kokoro_of(folder / "kokoro"),
        ),
        Reader(
            "settings",
            ".toml",
            [b'voice = "flite:slt"\nrate = 115\n[preset.sleep]\nbed = "rain"\n'],
            _settings_of,
        ),
        Reader("receipt", ".json", [_receipt()], lambda path: earlier_options(str(path))),
        Reader(
            "record of unfinished files",
            ".jsonl",
            [_unfinished(folder)],
            _unfinished_of(folder / "unfinished"),
        ),
        Reader(
            "any JSON",
            ".json",
            [b'{"a": [1, 2.5, "x", null, true, {"b": []}]}'],
            lambda path: parse_json(path.read_bytes()),
        ),
    ]


def _refusing(read: Callable[[str], Any], path: Path) -> Any:
    """Call a reader of text that refuses with a ValueError, as its caller does."""
    try:
        return read(path.read_bytes().decode("utf-8", "replace"))
    except ValueError:
        return None


def _refusing_file(read: Callable[[Path], Any], path: Path) -> Any:
    try:
        return read(path)
    except ValueError:
        return None


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


def _phrase_of(folder: Path) -> Callable[[Path], Any]:
    def read(path: Path) -> Any:
        (folder / "ab/ab12.phrase").write_bytes(path.read_bytes())
        cache = PhraseCache(folder)
        return cache.get("ab12"), cache.found_marks("ab12", "x")

    return read


def _kokoro_of(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir()
    (folder / "m.onnx").touch()

    def read(path: Path) -> Any:
        (folder / "kokoro.json").write_bytes(path.read_bytes())
        installed = installed_kokoro(folder)
        return installed and installed.known_voices()

    return read


def _settings_of(path: Path) -> Any:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_bytes(path.read_bytes())
    return kept_options(), kept_options("sleep")


def _unfinished_of(folder: Path) -> Callable[[Path], Any]:
    folder.mkdir(mode=0o700)

    def read(path: Path) -> Any:
        (folder / "1-0.jsonl").write_bytes(path.read_bytes())
        unfinished.clear(folder)
        assert not (folder / "1-0.jsonl").exists(), "a record that stays for ever"

    return read


def _library_text(name: str) -> bytes:
    return (Path(library.__file__).parent / name).read_bytes()


def _pls() -> bytes:
    return (
        b'<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" '
        b'xml:lang="en"><lexeme><grapheme>qi</grapheme><alias>chee</alias></lexeme>'
        b"<lexeme><grapheme>read</grapheme><phoneme>red</phoneme></lexeme></lexicon>"
    )


def _journal() -> bytes:
    file = ["episodes/a.mp3", "audio/mpeg", 5, SHA, 7]
    token = "a" * 26
    events: list[dict[str, Any]] = [
        {"event": "start", "pid": 1, "host": "h"},
        {"event": "edition", "edition": token, "podcast_guid": GUID, "base_url": "https://e.org"},
        {"event": "seen", "episode": "/a", "guid": GUID, "published": "2026-01-01T00:00:00+00:00"},
        {"event": "placing", "paths": ["episodes/a.mp3"]},
        {
            "event": "placed",
            "episode": "/a",
            "audio": SHA,
            "tags": SHA,
            "duration_ms": 5,
            "chapters": [["A", 0]],
            "files": dict.fromkeys(sorted(ROLES), file),
        },
        {"event": "cover", "edition": token, "key": "k", "file": file},
        {
            "event": "voice",
            "wanted": "auto|auto|en",
            "found": {
                "engine": "tone",
                "voice": "v",
                "identity": {"engine": "tone", "version": "1", "settings": {"a": "b"}},
            },
        },
        {"event": "rendered", "seconds": 1.5, "session_s": 60.0},
        {"event": "removed", "paths": ["episodes/b.mp3"]},
    ]
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def _timeline() -> bytes:
    utterance = {
        "text": "Hello.",
        "voice": "v",
        "rate_wpm": 115,
        "section": 0,
        "line_no": 3,
        "spoken": "",
        "tune": {},
    }
    plain = {
        "format": 1,
        "title": "A",
        "total_frames": 44100,
        "sample_rate_hz": 44100,
        "chapters": [["A", 0]],
        "speech": [[0, 100, utterance]],
    }
    return json.dumps(plain).encode()


def _record() -> bytes:
    file = {"path": "episodes/a.mp3", "type": "audio/mpeg", "bytes": 5, "sha256": SHA}
    return json.dumps(
        {
            "format": "quietude-series/1",
            "show": {"id": "calm", "title": "Calm", "description": "D", "author": "Ada"},
            "podcast_guid": GUID,
            "base_url": "https://e.org",
            "cover": file,
            "episodes": [],
        }
    ).encode()


def _phrase(folder: Path) -> bytes:
    cache = PhraseCache(folder)
    cache.put("ab12", Clip((np.sin(np.arange(500) / 20) / 4).astype(np.float32), 44_100, (0, 100)))
    return (folder / "ab/ab12.phrase").read_bytes()


def _index() -> bytes:
    about = {"size_bytes": 5, "md5_digest": "0" * 32}
    files = {f"x/en_GB-a-low.onnx{end}": about for end in ("", ".json")}
    return json.dumps({"en_GB-a-low": {"files": files}}).encode()


def _config() -> bytes:
    return json.dumps(
        {
            "audio": {"sample_rate": 22050},
            "phoneme_id_map": {"a": [1]},
            "num_speakers": 1,
            "espeak": {"voice": "en"},
            "language": {"code": "en_GB"},
        }
    ).encode()


def _receipt() -> bytes:
    request = {
        "pacing": "gentle",
        "ending": "return",
        "bed": "rain",
        "bed_level": "soft",
        "bed_level_db": 0.0,
        "bell_level_db": 0.0,
        "voice_level_db": 0.0,
        "tones": None,
        "target": "podcast",
    }
    voice = {"engine": "flite", "id": "slt", "rate_asked_wpm": 115}
    return json.dumps({"request": request, "voice": voice}).encode()


def _unfinished(folder: Path) -> bytes:
    temporary = os.path.join(folder, ".a-0123456789ab.part")  # noqa: PTH118
    rows = [
        {"pending": temporary, "folders": [str(folder / "new")]},
        {"moves": [[temporary, str(folder / "a.mp3"), True, [5, 7], None]]},
        {"settled": temporary},
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)
