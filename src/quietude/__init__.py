"""Quietude: voice-guided meditation sessions, composed, spoken, mixed and mastered offline.

>>> import quietude
>>> quietude.preview("safe-place", duration="10m").seconds
600.0

``render`` makes a session, ``preview`` shows it before it is made, ``speak`` and ``play`` let you
hear things, ``exercises``, ``beds`` and ``voices`` list what there is: see docs/python.md.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Before anything loads onnxruntime, in this process or in one of ours: it would write down an id of
# this machine, and has a service built in that sends events of its use to its makers.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from quietude.api.hearing import SpokenLine, audition, audition_beds, play, speak
    from quietude.api.lists import beds, bells, exercises, programmes, targets, voices
    from quietude.api.planned import PlannedSession
    from quietude.api.progress import progress_bar
    from quietude.api.series import build_series, check_series
    from quietude.api.sessions import check, preview, render
    from quietude.care.check import Finding
    from quietude.errors import (
        CareError,
        DeliveryError,
        DurationError,
        EngineError,
        ManifestError,
        PlanError,
        QuietudeError,
        ScriptError,
        SeriesError,
        SlotError,
        SoundError,
        SpeechError,
        UsageError,
    )
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import LibraryBed, NoBed, TrackBed
    from quietude.script.importing.files import import_script
    from quietude.script.model import Script
    from quietude.script.parse import parse_script
    from quietude.script.reader import read_script
    from quietude.session.output import Output
    from quietude.session.planning import outline
    from quietude.session.result import Session
    from quietude.session.sound import Sound
    from quietude.sound.levels import LevelOffsets
    from quietude.sound.targets import Target
    from quietude.sound.tones import Tones

__all__ = [
    "CareError",
    "DeliveryError",
    "DurationError",
    "EngineError",
    "Finding",
    "LevelOffsets",
    "LibraryBed",
    "ManifestError",
    "NoBed",
    "Output",
    "PlanError",
    "PlannedSession",
    "QuietudeError",
    "Request",
    "Script",
    "ScriptError",
    "SeriesError",
    "Session",
    "SlotError",
    "Sound",
    "SoundError",
    "SpeechError",
    "SpokenLine",
    "Target",
    "Timeline",
    "Tones",
    "TrackBed",
    "UsageError",
    "__version__",
    "audition",
    "audition_beds",
    "beds",
    "bells",
    "build_series",
    "check",
    "check_series",
    "exercises",
    "import_script",
    "outline",
    "parse_script",
    "play",
    "preview",
    "programmes",
    "progress_bar",
    "read_script",
    "render",
    "speak",
    "targets",
    "voices",
]

_HOMES = {
    "CareError": "quietude.errors",
    "DeliveryError": "quietude.errors",
    "DurationError": "quietude.errors",
    "EngineError": "quietude.errors",
    "Finding": "quietude.care.check",
    "LevelOffsets": "quietude.sound.levels",
    "LibraryBed": "quietude.script.bed",
    "ManifestError": "quietude.errors",
    "NoBed": "quietude.script.bed",
    "Output": "quietude.session.output",
    "PlanError": "quietude.errors",
    "PlannedSession": "quietude.api.planned",
    "QuietudeError": "quietude.errors",
    "Request": "quietude.plan.request",
    "Script": "quietude.script.model",
    "ScriptError": "quietude.errors",
    "SeriesError": "quietude.errors",
    "Session": "quietude.session.result",
    "SlotError": "quietude.errors",
    "Sound": "quietude.session.sound",
    "SoundError": "quietude.errors",
    "SpeechError": "quietude.errors",
    "SpokenLine": "quietude.api.hearing",
    "Target": "quietude.sound.targets",
    "Timeline": "quietude.plan.timeline",
    "Tones": "quietude.sound.tones",
    "TrackBed": "quietude.script.bed",
    "UsageError": "quietude.errors",
    "audition": "quietude.api.hearing",
    "audition_beds": "quietude.api.hearing",
    "beds": "quietude.api.lists",
    "bells": "quietude.api.lists",
    "build_series": "quietude.api.series",
    "check": "quietude.api.sessions",
    "check_series": "quietude.api.series",
    "exercises": "quietude.api.lists",
    "import_script": "quietude.script.importing.files",
    "outline": "quietude.session.planning",
    "parse_script": "quietude.script.parse",
    "play": "quietude.api.hearing",
    "preview": "quietude.api.sessions",
    "programmes": "quietude.api.lists",
    "progress_bar": "quietude.api.progress",
    "read_script": "quietude.script.reader",
    "render": "quietude.api.sessions",
    "speak": "quietude.api.hearing",
    "targets": "quietude.api.lists",
    "voices": "quietude.api.lists",
}

__version__: str


def __getattr__(name: str) -> Any:
    # Looked up when first used: `quietude --help` must not wait for numpy and scipy.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        # Every speech worker imports this module, and importlib.metadata brings email and zipfile.
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("quietude")
        except PackageNotFoundError:  # run from a folder of sources
            return "0"
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
