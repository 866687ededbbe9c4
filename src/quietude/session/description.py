"""A finished session in words and numbers: its tags, and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quietude.deliver.tags import ChapterTag, Tags
from quietude.script.slots import slot_values
from quietude.session.receipt import FORMAT, file_sha256, software
from quietude.speech.word_times import source_counts
from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.bed import Bed
    from quietude.script.model import Script
    from quietude.session.mastering import EncodedFile
    from quietude.sound.contrast import Contrast
    from quietude.sound.mix import LevelOffsets
    from quietude.sound.narration import Narration
    from quietude.sound.targets import Target
    from quietude.sound.tones import Tones
    from quietude.speech.engines.base import Identity
    from quietude.speech.word_times import WordTimes


_MOST_PLACES = 50
"""How many of the places where the limiter worked a receipt lists."""


def session_tags(script: Script, timeline: Timeline) -> Tags:
    """What players show of a session: nothing personal."""
    rate_hz = timeline.sample_rate_hz
    return Tags(
        title=script.title,
        album="Quietude",
        artist="Quietude",
        genre="Meditation",
        comment=script.about,
        language=script.language,
        chapters=[
            ChapterTag(
                chapter.title,
                chapter.start_frame,
                frames_to_ms(chapter.start_frame, rate_hz),
                frames_to_ms(chapter.end_frame, rate_hz),
            )
            for chapter in timeline.chapters
        ],
    )


def session_receipt(  # noqa: PLR0913  (it names everything that shaped the file)
    *,
    script: Script,
    request: Request,
    bed: Bed,
    levels: LevelOffsets,
    tones: Tones | None,
    target: Target,
    identity: Identity,
    timeline: Timeline,
    outputs: Sequence[EncodedFile],
    contrast: Contrast,
    narration: Narration,
    words: Collection[WordTimes],
) -> dict[str, Any]:
    """What was rendered from what, as plain data; values of private slots are not in it."""
    rate_hz = timeline.sample_rate_hz
    first, *others = outputs
    return {
        "format": FORMAT,
        "file": _file(first),
        "other_files": [{**_file(it), **_measured(it, rate_hz)} for it in others],
        "script": {
            "id": script.id,
            "title": script.title,
            "source": script.source,
            "sha256": script.sha256,
        },
        "request": {
            "duration_s": request.duration_s,
            "slots_filled": sorted(request.slot_values),
            "slots_not_private": {
                name: value
                for name, value in sorted(slot_values(script, request.slot_values).items())
                if not script.slots[name].private
            },
            "pacing": request.pacing or script.pacing,
            "seed": request.seed,
            "ending": request.ending,
            "bed": str(bed),
            "bed_changes": [
                {
                    "bed": str(it.bed),
                    "start_s": round(it.start_frame / rate_hz, 3),
                    "fade_s": round(it.fade_frames / rate_hz, 3),
                }
                for it in timeline.beds[1:]
            ],
            "bed_level_db": levels.bed_db,
            "bell_level_db": levels.bell_db,
            "voice_level_db": levels.voice_db,
            "tones": str(tones) if tones else None,
            "target": target.name or None,
        },
        "voice": {
            "engine": identity.engine,
            "engine_version": identity.version,
            "settings": dict(identity.settings),
            "id": request.voice,
            "rate_wpm": request.rate_wpm,
            "loudness_spread_lu": round(narration.spread_lu, 1),
            "phrases_brought_in": narration.levelled,
            **({"word_times": source_counts(words)} if words else {}),
        },
        "sound": {
            "sample_rate_hz": rate_hz,
            "frames": timeline.total_frames,
            "duration_s": round(timeline.seconds, 3),
            **_measured(first, rate_hz),
            "bed_under_voice": contrast.summary(),
            "speech_share": round(timeline.speech_frames / timeline.total_frames, 3),
        },
        "chapters": [
            {"title": it.title, "start_s": round(it.start_frame / rate_hz, 3)}
            for it in timeline.chapters
        ],
        "respelt_phrases": sum(bool(it.utterance.spoken) for it in timeline.placements),
        "left_out_lines": list(timeline.dropped_lines),
        "software": software(it.form for it in outputs),
    }


def _file(output: EncodedFile) -> dict[str, Any]:
    return {
        "name": output.pending.path.name,
        "sha256": file_sha256(output.pending.temporary),
        "bytes": output.pending.temporary.stat().st_size,
    }


def _measured(output: EncodedFile, rate_hz: int) -> dict[str, Any]:
    loudness = output.measured
    plain = output.levels
    levels = {}
    if plain:
        levels["rms_db"] = round(plain.rms_db, 2)
        levels["noise_floor_db"] = round(plain.floor_db, 2)
    return {
        "integrated_lufs": round(loudness.integrated_lufs, 2),
        "loudness_range_lu": round(loudness.range_lu, 1),
        "true_peak_dbtp": round(loudness.true_peak_dbtp, 2),
        "limiter_reduction_db": round(output.reduction_db, 2),
        "limiter_worked_at_s": [
            round(it.start_frame / rate_hz, 2) for it in output.gain_reductions[:_MOST_PLACES]
        ],
        "held_back_lu": round(output.shortfall_lu, 2),
        **levels,
    }
