"""Quietude: voice-guided meditation sessions, composed, spoken, mixed and mastered offline.

>>> from quietude import Request, outline
>>> outline("safe-place", Request(duration_s=600)).total_frames
26460000
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quietude.errors import QuietudeError
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import LibraryBed, NoBed, TrackBed
    from quietude.script.model import Script
    from quietude.script.reader import import_script, parse_script, read_script
    from quietude.session.output import Output
    from quietude.session.planning import outline
    from quietude.session.render import render
    from quietude.session.result import Session
    from quietude.session.sound import Sound
    from quietude.sound.levels import LevelOffsets
    from quietude.sound.targets import Target

__all__ = [
    "LevelOffsets",
    "LibraryBed",
    "NoBed",
    "Output",
    "QuietudeError",
    "Request",
    "Script",
    "Session",
    "Sound",
    "Target",
    "Timeline",
    "TrackBed",
    "import_script",
    "outline",
    "parse_script",
    "read_script",
    "render",
]

_HOMES = {
    "LevelOffsets": "quietude.sound.levels",
    "LibraryBed": "quietude.script.bed",
    "NoBed": "quietude.script.bed",
    "Output": "quietude.session.output",
    "QuietudeError": "quietude.errors",
    "Request": "quietude.plan.request",
    "Script": "quietude.script.model",
    "Session": "quietude.session.result",
    "Sound": "quietude.session.sound",
    "Target": "quietude.sound.targets",
    "Timeline": "quietude.plan.timeline",
    "TrackBed": "quietude.script.bed",
    "import_script": "quietude.script.reader",
    "outline": "quietude.session.planning",
    "parse_script": "quietude.script.reader",
    "read_script": "quietude.script.reader",
    "render": "quietude.session.render",
}


def __getattr__(name: str) -> Any:
    # Looked up when first used: `quietude --help` must not wait for numpy and scipy.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
