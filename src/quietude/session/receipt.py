"""The receipt: the sources of a session, and the measurements of its finished files.

Of private slots that were filled it holds the names only.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from quietude.plan.model import OWN_TUNE
from quietude.script.details.slots import slot_values
from quietude.session.phrase_times import LEAD_MS, TRAIL_MS
from quietude.sound.targets import AcxTarget, ListingTarget
from quietude.speech.engines.command import without_folders
from quietude.speech.word_times import source_counts, spoken_words, without_phonemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.deliver.formats.base import Format
    from quietude.plan.timeline import Timeline
    from quietude.session.result import AudioFile, Session
    from quietude.sound.targets import Target

FORMAT = "quietude-receipt/1"
_PACKAGES = (
    "quietude", "jinja2", "lameenc", "mutagen", "numpy", "pillow", "scipy", "soundfile", "soxr",
)  # fmt: skip

_MOST_PLACES = 50
"""Places where the limiter worked that a receipt lists at most."""


NOTED_LU = 0.5
"""A smaller difference in loudness is not worth a word."""

NOTED_SHARE = 0.05
"""A smaller share of a file that is skipped is not worth a word."""


def receipt_path(audio: Path) -> Path:
    """The place of an audio file's receipt: ``session.mp3`` → ``session.receipt.json``."""
    return audio.with_name(f"{audio.stem}.receipt.json")


def receipt_json(session: Session) -> str:
    """The receipt as text: one key a line, in its own order."""
    return json.dumps(receipt(session), indent=2, ensure_ascii=False) + "\n"


def receipt(session: Session) -> dict[str, Any]:
    """The receipt of a session as plain data; values of private slots are not in it."""
    timeline = session.timeline
    rate_hz = timeline.sample_rate_hz
    first, *others = session.audio
    return {
        "format": FORMAT,
        "file": _identity(first),
        "other_files": [
            {**_identity(file), **_measured(file, rate_hz, session.sound.target)} for file in others
        ],
        "script": {
            "id": session.script.id,
            "title": session.script.title,
            "source": _without_folders(session.script.source),
            "sha256": session.script.sha256,
        },
        "request": _request(session),
        "voice": _voice(session),
        "sound": {
            "sample_rate_hz": rate_hz,
            "frames": timeline.total_frames,
            "duration_s": round(timeline.seconds, 3),
            **_measured(first, rate_hz, session.sound.target),
            "listing_notes": listing_notes(session),
            "bed_under_voice": session.bed_under_voice.summary(),
            "speech_share": round(timeline.speech_frames / timeline.total_frames, 3),
        },
        "chapters": [
            {"title": chapter.title, "start_s": round(chapter.start_frame / rate_hz, 3)}
            for chapter in timeline.chapters
        ],
        "respelt_phrases": sum(bool(placed.utterance.spoken) for placed in timeline.placements),
        "left_out_lines": list(timeline.dropped_lines),
        "software": software(file.format for file in session.audio),
    }


def _without_folders(name: str) -> str:
    """A file without its folders, which may name people: receipts lie beside what is shared."""
    return PurePath(name).name or name


def software(formats: Iterable[Format] = ()) -> dict[str, str]:
    """The versions of everything that shapes a session; those of its voice stand with the voice.

    Args:
        formats: The formats of its files.
    """
    import soundfile

    versions = {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
    versions["libsndfile"] = soundfile.__libsndfile_version__
    for used in formats:
        versions |= used.software()
    return versions


def _request(session: Session) -> dict[str, Any]:
    script, request, sound = session.script, session.request, session.sound
    rate_hz = session.timeline.sample_rate_hz
    return {
        "duration_s": request.duration_s,
        "slots_filled": sorted(request.slot_values),
        "slots_not_readable": list(session.unreadable_slots),
        "slots_not_private": {
            name: value
            for name, value in sorted(slot_values(script, request.slot_values).items())
            if not script.slots[name].private
        },
        "pacing": request.pacing or script.pacing,
        "seed": request.seed_for(script),
        "ending": request.ending,
        "bed": _without_folders(str(session.bed)),
        "bed_changes": [
            {
                "bed": _without_folders(str(placed.bed)),
                "start_s": round(placed.start_frame / rate_hz, 3),
                "fade_s": round(placed.fade_frames / rate_hz, 3),
            }
            for placed in session.timeline.beds[1:]
        ],
        "bed_level": sound.levels.presence,
        "bed_level_db": sound.levels.bed_db,
        "bell_level_db": sound.levels.bell_db,
        "voice_level_db": sound.levels.voice_db,
        "tones": str(sound.tones) if sound.tones else None,
        "target": sound.target.name or None,
    }


def _voice(session: Session) -> dict[str, Any]:
    narrator, words = session.narrator, session.words.values()
    by_command = narrator.engine.engine == "command"
    return {
        "engine": narrator.engine.engine,
        "kind": narrator.kind,
        "synthetic": narrator.kind != "human",
        **({"recorded_phrases": narrator.recorded_phrases} if narrator.recorded_phrases else {}),
        "engine_version": narrator.engine.version,
        "settings": dict(narrator.engine.settings),
        "id": without_folders(narrator.voice) if by_command else narrator.voice,
        "rate_asked_wpm": session.request.rate_wpm,
        "rate_wpm": measured_wpm(session.timeline),
        **(asdict(tune) if (tune := session.request.tune) != OWN_TUNE else {}),
        "loudness_spread_lu": round(narrator.spread_lu, 1),
        "phrases_brought_in": narrator.levelled_phrases,
        **({"word_times": source_counts(words)} if words else {}),
    }


def measured_wpm(timeline: Timeline) -> float | None:
    """Words a minute while the voice speaks, as it was heard; None if it says nothing.

    Numbers and signs count as the words the voice said for them.
    """
    words = seconds = 0.0
    for placement in timeline.placements:
        words += len(spoken_words(without_phonemes(placement.utterance.said)))
        frames = placement.end_frame - placement.start_frame
        seconds += max(0.0, frames / timeline.sample_rate_hz - (LEAD_MS + TRAIL_MS) / 1000.0)
    return round(60.0 * words / seconds, 1) if words and seconds else None


def _identity(file: AudioFile) -> dict[str, Any]:
    return {"name": file.path.name, "sha256": file.sha256, "bytes": file.size_bytes}


def _measured(file: AudioFile, rate_hz: int, target: Target) -> dict[str, Any]:
    levels = {}
    if file.levels:
        levels["rms_db"] = round(file.levels.rms_db, 2)
        levels["noise_floor_db"] = round(file.levels.floor_db, 2)
    return {
        "voice_lufs": None if file.voice_lufs is None else round(file.voice_lufs, 2),
        "integrated_lufs": round(file.loudness.integrated_lufs, 2),
        "loudness_range_lu": round(file.loudness.range_lu, 1),
        "true_peak_dbtp": round(file.loudness.true_peak_dbtp, 2),
        "limiter_reduction_db": round(file.limited_db, 2),
        "limiter_worked_at_s": [
            round(span.start_frame / rate_hz, 2) for span in file.limited_at[:_MOST_PLACES]
        ],
        "held_back_lu": round(file.shortfall_lu, 2),
        "skipped_as_silence": round(file.skipped_share, 3),
        "notes": [*level_notes(target, file), *skip_notes(file)],
        **levels,
    }


def level_notes(target: Target, file: AudioFile) -> list[str]:
    """Returns a sentence for each figure that a finished file does not have, and why.

    Args:
        target: The figures it was made for.
        file: The file as it was measured.
    """
    return list(_loudness(target, file))


def listing_notes(session: Session) -> list[str]:
    """Returns a sentence where the description is shorter than a place that lists it asks."""
    target, letters = session.sound.target, len(session.tags.comment)
    if not isinstance(target, ListingTarget) or letters >= target.description_letters:
        return []
    wanted = f"{target.name} asks for {target.description_letters}"
    return [f"the description has {letters} letters, and {wanted}: say more in the script's about"]


def skip_notes(file: AudioFile) -> list[str]:
    """Returns a sentence about what a player that skips silences would cut, if that is much."""
    if file.skipped_share < NOTED_SHARE:
        return []
    cut = f"a player set to skip silences would cut {file.skipped_share:.0%} of it"
    return [f"{cut}: a louder bed keeps them, or ask listeners to turn that off"]


def _loudness(target: Target, file: AudioFile) -> Iterator[str]:
    if file.shortfall_lu >= 0.1:  # noqa: PLR2004
        yield (
            f"the voice is {file.shortfall_lu:.1f} LU below the target: more would distort it or "
            "other loud sounds"
        )
    name = target.name or "the target"
    if isinstance(target, AcxTarget) and file.levels:
        low, high = target.rms_db
        if target.missing_db(file.levels.rms_db):
            change = "shorter" if file.levels.rms_db < low else "longer"
            yield (
                f"{file.levels.rms_db:.1f} dB RMS, where ACX asks for {low:g} to {high:g} and will "
                f"refuse it: the voice keeps its level, so make the silences {change}"
            )
        return
    over_lu = file.loudness.integrated_lufs - target.loudness_lufs
    if file.voice_lufs is not None and abs(over_lu) >= NOTED_LU + file.shortfall_lu:
        side = "above" if over_lu > 0 else "below"
        cause = "bells or bed are loud" if over_lu > 0 else "silences and bed count too"
        yield (
            f"the whole file measures {abs(over_lu):.1f} LU {side} {target.loudness_lufs:g} LUFS: "
            f"{cause}, and it is the voice that has the level of {name}"
        )
