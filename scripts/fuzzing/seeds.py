"""Good files of every kind, from which the fuzzer begins."""

# ruff: noqa: E501  (good files, as they are)
from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from PIL import Image

from quietude import library
from quietude.audio.clip import Clip
from quietude.series.build.state import ROLES
from quietude.speech.cache import PhraseCache

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
  - {file: one.yaml, id: first}
  - {file: one.yaml, id: two, title: Two, seed: 3, bed_level: soft, published: 2026-04-01}
"""
SHA, GUID = "0" * 64, "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Calm</title><atom:link rel="self" href="https://e.org/feed.xml"/>
<item><title>One</title><guid>{GUID}</guid><enclosure url="https://e.org/a.mp3" length="5" type="audio/mpeg"/>
<itunes:duration>60</itunes:duration></item></channel></rss>""".encode()

FULL_SCRIPT = b"""id: full
title: Everything
intensity: medium
language: en-GB
pacing: gentle
stretch: 3
about: "For {{ place }}."
content_note: You can stop.
bed: rain
lexicon: {qi: chee}
for_when: []
slots:
  name: {ask: "Your name?", default: "", max_chars: 30}
  age: {ask: "Age?", type: number, min: 1, max: 120, default: "30"}
  quiet: {ask: "Quiet?", type: yes-no, default: "no"}
  place: {ask: "A place?", type: choice, choices: [a garden, the sea], default: the sea}
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - bell: {which: bowl, count: 2, every: 5}
      - "{% if quiet %}Quietly{% else %}Hello{% endif %}, {{ name | default('you') | title }}."
      - chapter: A chapter
      - note: Softly.
      - music: 10s
      - choose: ["One way.", "Another.", [{pause: 3s}, "A third."]]
      - repeat: 2
        steps: [Again., {pause: line}]
  - title: Practice
    role: practice
    optional: 1
    steps:
      - breathe: {in: 4, hold: 1, out: 6, rest: 1, cycles: 3, guide: voice}
      - tap: {sets: 2, taps: 8, per_minute: 40, rest: 5}
      - ground: {see: 3, touch: 2, hear: 1}
      - imagine: A lake.
        time: practise
      - journal: 30s
        touch: Still writing.
      - {bed: {to: none, over: 8}}
      - say: You might stay.
        optional: 2
        id: stay
      - {say: Longer., needs: stay}
      - at: "2:00"
  - title: Back
    role: return
    steps: [{include: grounding-close}, {ask: "What now?", reflect: 5-20s}, {echo: I am here.}]
"""
TINY = b"""id: one
title: One
intensity: light
slots: {name: {ask: "Name?", default: ""}, age: {ask: "Age?", type: number, default: "30"}}
sections:
  - {title: A, role: arrive, steps: ["Hello{{ ' ' + name if name }}.", {pause: 2s-20m}]}
  - {title: B, role: return, steps: [Thank you.]}
"""
FULL_MANIFEST = b"""show:
  id: calm
  title: Calm
  description: Short sessions.
  author: Ada
  language: en
  link: https://example.org
  email: ada@example.org
  copyright: Ada
  categories: [Health & Fitness/Mental Health, Education]
  type: serial
  medium: course
  explicit: false
  locked: true
  persons: [Ada, {name: Bo, role: guest, link: "https://example.org/bo"}]
  cover: {file: art.png, alt: Teal}
  region: GB
  funding: https://example.org/give
  license: {name: CC-BY-4.0}
  txt: {verify: abc}
  update_frequency: weekly
  complete: true
defaults: {engine: tone, bed: none, duration: 5m, duration_is: episode, rate: 120, seed: 3, target: podcast,
           intro: Welcome., outro: {text: Goodbye., title: Bye}, synthetic_voice: unset, spoken_disclosure: false}
start: 2026-03-01 07:00
every: 2w
episodes:
  - {file: one.yaml, id: a, season: 1, number: 1, type: full, notes: A note., language: en-GB, set: {name: Ada, age: 41}}
  - {file: one.yaml, id: b, bell_level: -3, voice_level: 2, ending: sleep, cover: art.png, explicit: true, pacing: spacious}
"""
PERSONAL = b"""show: {id: mine, title: Mine, description: For you., author: Ada}
defaults: {engine: tone, bed: none}
listeners: {file: people.csv, ignore: [note], settings: {duration: minutes}}
episodes: [{file: one.yaml, id: a}]
"""
PEOPLE = b"id,name,age,minutes,note\n1,Ada,41,5m,x\n2,Zo\xc3\xab,30,4:30,y\n"
PROGRAMME = b"""id: week
title: A Week
about: Short ones.
cadence: One a day.
entries:
  - {exercise: taking-a-break, minutes: 3, day: 1, seed: 1, title: First, notes: Begin., pinned: true}
  - {exercise: safe-place, minutes: 5, day: 2, times: 2, title: "Again {number}"}
"""
PAGE = b"""<html lang="en"><head><title>Pond</title><style>p{}</style></head><body><nav>Menu</nav><h1>The Pond</h1>
<h2 id="a">Arriving</h2><p>Sit <em>still</em>.<br>Rest.</p><ul><li>One</li><li>Two</li></ul><p>[pause 10 seconds]</p>
<table><tr><td>A</td><td>B</td></tr></table><blockquote>Softly.</blockquote><p hidden>no</p><script>x()</script>
<p style="display:none">no</p>&nbsp;&eacute;&#8217;</body></html>"""
RICH = rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 heading 1;}}{\info{\title Pond}}
\pard\s1\outlinelevel0 The Pond\par \pard Sit {\i softly} by \u8217?the water.\par {\*\bkmkstart a}\'e9t\'e9\line\tab x\par
{\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}\par {\footnote aside}\trowd\cell Row\row }"""
REQUESTS = [
    {
        "do": "chosen",
        "data": {
            "source": "exercise:safe-place",
            "duration_s": 300,
            "voice": "auto",
            "bed": "rain",
            "details": {"name": "Ada"},
            "presence": "soft",
            "bed_db": -3,
            "voice_db": 1,
            "ending": "sleep",
            "accept": True,
        },
    },
    {"do": "create", "data": {"name": "My words", "text": "# A\n\nHello. [pause 3s]\n"}},
    {"do": "save", "id": "seed.md", "data": {"text": "# A\n\nHello there.\n", "base": "x"}},
    {
        "do": "analysis",
        "id": "seed.md",
        "data": {"source": "document:seed.md", "duration_s": 60},
    },
    {"do": "lengths", "id": "seed.md", "data": {}},
    {"do": "versions", "id": "seed.md", "data": {}},
    {"do": "keep", "id": "seed.md", "data": {"label": "good"}},
    {
        "do": "series",
        "data": {"title": "Calm", "author": "Ada", "programme": "first-week", "path": ""},
    },
    {"do": "listeners", "id": "x", "data": {"table": "id,name\n1,Ada\n"}},
    {"do": "place", "id": "x", "data": {"at_s": 3.5}},
    {"do": "forget", "data": {"place": 0}},
    {"do": "job", "data": {"source": "exercise:safe-place", "format": "mp3"}},
    {"do": "stop", "id": "x", "data": {}},
]
STATES = [
    {
        "recent": [
            {
                "chosen": {"source": "exercise:safe-place", "duration_s": 300},
                "total_s": 300.0,
                "at_s": 3.0,
                "when": 1.7e9,
                "title": "A",
            }
        ]
    },
    {
        "jobs": [
            {
                "kind": "save",
                "title": "A",
                "chosen": {"source": "x"},
                "id": "a",
                "state": "done",
                "share": 1.0,
                "left_s": 0.0,
                "note": "",
                "path": "A.mp3",
                "error": "",
                "hint": "",
            }
        ]
    },
    {"series": ["/nowhere/series.yaml"]},
    {"secrets": {"key": "abc", "token": "def"}},
    {"server": {"port": 8765, "address": "http://127.0.0.1:8765/?key=x"}},
]
ASKED = b'GET /episodes/a.mp3 HTTP/1.1\nHost: 127.0.0.1:8000\nRange: bytes=0-99\nIf-None-Match: "abc"\nIf-Range: x\n'


def wave() -> bytes:
    """A short recording, as a WAV file."""
    data = io.BytesIO()
    seconds = np.arange(8000) / 16_000
    soundfile.write(data, 0.2 * np.sin(1200 * seconds), 16_000, format="WAV")
    return data.getvalue()


def picture(form: str) -> bytes:
    """A small picture."""
    data = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(data, form)
    return data.getvalue()


def full_record() -> bytes:
    """The record of a site, with one episode that has everything."""
    file = {"path": "episodes/a.mp3", "type": "audio/mpeg", "bytes": 5, "sha256": SHA}
    plain = json.loads(record())
    plain["show"] |= {
        "language": "en",
        "link": "https://e.org",
        "categories": ["Arts"],
        "type": "serial",
        "persons": [{"name": "Ada", "role": "host"}],
        "funding": {"url": "https://e.org", "text": "Give"},
        "license": {"name": "CC0"},
        "txt": [["a", "b"]],
        "frequency": {"text": "weekly", "rule": "FREQ=WEEKLY"},
    }
    plain["episodes"] = [{
        "episode": {"id": "a", "guid": GUID, "title": "A", "notes": "N", "published": "2026-01-01T00:00:00Z", "number": 1},
        "audio": file, "chapters_json": {**file, "path": "episodes/a.json"}, "duration_ms": 60_000,
        "chapters": [{"title": "A", "start_ms": 0}], "transcripts": [{**file, "path": "episodes/a.vtt", "type": "text/vtt"}], "cover": None,
    }]  # fmt: skip
    return json.dumps(plain).encode()


def library_text(name: str) -> bytes:
    """A data file of the library."""
    return (Path(library.__file__).parent / name).read_bytes()


def pls() -> bytes:
    """A lexicon in PLS."""
    return (
        b'<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" '
        b'xml:lang="en"><lexeme><grapheme>qi</grapheme><alias>chee</alias></lexeme>'
        b"<lexeme><grapheme>read</grapheme><phoneme>red</phoneme></lexeme></lexicon>"
    )


def journal() -> bytes:
    """The journal of a build, with an event of each kind."""
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


def timeline() -> bytes:
    """A timeline as the build keeps it."""
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


def record() -> bytes:
    """The record of a site without episodes."""
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


def phrase(folder: Path) -> bytes:
    """An entry of the cache."""
    cache = PhraseCache(folder)
    cache.put("ab12", Clip((np.sin(np.arange(500) / 20) / 4).astype(np.float32), 44_100, (0, 100)))
    return (folder / "ab/ab12.phrase").read_bytes()


def index() -> bytes:
    """The index of a hub with one voice."""
    about = {"size_bytes": 5, "md5_digest": "0" * 32}
    files = {f"x/en_GB-a-low.onnx{end}": about for end in ("", ".json")}
    return json.dumps({"en_GB-a-low": {"files": files}}).encode()


def config() -> bytes:
    """The configuration of a Piper voice."""
    return json.dumps(
        {
            "audio": {"sample_rate": 22050},
            "phoneme_id_map": {"a": [1]},
            "num_speakers": 1,
            "espeak": {"voice": "en"},
            "language": {"code": "en_GB"},
        }
    ).encode()


def receipt() -> bytes:
    """The part of a receipt that options are taken from."""
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


def unfinished(folder: Path) -> bytes:
    """A record of unfinished files."""
    temporary = os.path.join(folder, ".a-0123456789ab.part")  # noqa: PTH118
    rows = [
        {"pending": temporary, "folders": [str(folder / "new")]},
        {"moves": [[temporary, str(folder / "a.mp3"), True, [5, 7], None]]},
        {"settled": temporary},
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)
