"""The key of a session: a hash of everything that shapes its sound, and of nothing else.

The key is taken from the plan, not from the definition's text: an edit of a comment, of the
notes or of a definition's title changes no plan, and so renders nothing; nor does a line that
moves. Of the program's code it holds one number for each area (:data:`VERSIONS`), raised by hand
when sessions sound different. Hashing the code itself would render a thousand sessions
anew for a reworded comment; nothing at all would leave them as they were after a better limiter.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from quietude._util.files import file_sha256
from quietude.plan.model import BedFade
from quietude.script.bed import BellFile, LibraryBed, NoBed, RoomTone, TrackBed
from quietude.speech.engines.registry import chain_of
from quietude.speech.processing import processing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.model import Plan
    from quietude.series.manifest.model import FinishedAudio
    from quietude.session.sound import Sound
    from quietude.speech.engines.base import Identity
    from quietude.speech.takes.folder import Takes

VERSIONS = {"fit": 5, "sound": 12, "delivery": 4}
"""Versions of the areas of the signal path. Raise one when sessions sound different:
``fit`` for other silences from the same plan, ``sound`` for another mix of the same timeline,
``delivery`` for other encoder settings. Phrases have a version of their own.
``scripts/sound_golden.py`` measures a session, and a test fails when it sounds different under the
same numbers."""


def recording_key(recording: FinishedAudio, sha256: str) -> str:
    """The key of finished audio: a hash of the file, and of the words and chapters with it.

    Args:
        recording: The recording.
        sha256: The hash of its file.
    """
    texts = [dataclasses.astuple(caption) for caption in recording.captions]
    return digest({"recording": sha256, "chapters": recording.chapters, "captions": texts})


def audio_key(plan: Plan, sound: Sound, identity: Identity, takes: Takes | None = None) -> str:
    """The key of a session: SHA-256, in hexadecimal, of all that shapes its sound.

    Args:
        plan: Its plan.
        sound: Its sound, with the bed decided.
        identity: The engine that speaks it.
        takes: The recorded phrases that are heard instead; None for none.

    Raises:
        OSError: if the track cannot be read.
    """
    if not _hears_seed(plan, sound):
        plan = dataclasses.replace(plan, seed=0)
    return digest(
        {
            "versions": VERSIONS,
            "plan": _plain(plan, _Lines()),
            "sound": _plain(sound, _Lines()),
            "engine": dataclasses.asdict(identity),
            "processing": processing_of(chain_of(identity.engine)),
            **({"takes": _recorded(plan, takes)} if takes else {}),
        }
    )


def _recorded(plan: Plan, takes: Takes) -> list[str]:
    """The keys of the takes that a plan is heard with, in order.

    Where the engine speaks stand the levels it is brought near; "" if there are none.
    """
    heard = (takes.of(one) for one in dict.fromkeys(plan.utterances()))
    tone = ",".join(map(str, takes.tone_db))
    return [takes.key(take, plan.sample_rate_hz) if take else tone for take in heard]


def _hears_seed(plan: Plan, sound: Sound) -> bool:
    """Return True if a session has a bed that its seed shapes; words chosen by it are in the plan.

    Tracks, room tone and silence are the same under every seed.
    """
    if sound.target.voice_only:
        return False
    fades = (item.bed for step in plan.steps for item in step.items if isinstance(item, BedFade))
    beds = [sound.bed] if sound.bed else [plan.bed, *fades]
    return any(isinstance(bed, LibraryBed) for bed in beds)


def digest(data: Any) -> str:
    """The SHA-256 of plain data, in hexadecimal."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Lines:
    """Numbers lines in the order they are met: only which phrases share a line counts."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __call__(self, line: int) -> int:
        return self._known.setdefault(line, len(self._known))


def _plain(value: Any, lines: _Lines) -> Any:
    """A value as plain data, without fields at their defaults and fields that are not compared.

    So a field that is new in the program counts only where it is used.
    """
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, TrackBed | BellFile):
        return file_sha256(value.path)  # other contents under the same name sound different
    if isinstance(value, LibraryBed | NoBed | RoomTone):
        return str(value)
    if dataclasses.is_dataclass(value):
        data: dict[str, Any] = {"is": type(value).__name__}
        for field in dataclasses.fields(value):
            content = getattr(value, field.name)
            default = field.default
            if field.default_factory is not dataclasses.MISSING:
                default = field.default_factory()
            if field.name == "line_no":
                data[field.name] = lines(content)
            elif field.compare and content != default:
                data[field.name] = _plain(content, lines)
        return data
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, lines) for key, inner in value.items()}
    return _plain_all(value, lines)


def _plain_all(values: Sequence[Any], lines: _Lines) -> list[Any]:
    return [_plain(value, lines) for value in values]
