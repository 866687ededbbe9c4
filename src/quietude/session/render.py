"""The path: script → plan → speech → timeline → mix → master → files."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.plan.fit import fit
from quietude.session.artefacts.base import RenderedSession
from quietude.session.artefacts.captions import cut_phrases
from quietude.session.encoded_file import EncodedFile
from quietude.session.mastering import Mastering
from quietude.session.prepare import prepare
from quietude.session.progress import silent
from quietude.session.result import Narrator, Session
from quietude.session.tags import session_tags
from quietude.sound.ends.framed_mix import FramedMix
from quietude.sound.mix import Mix
from quietude.sound.narration import phrase_power
from quietude.sound.targets import check_length
from quietude.speech.alignment import open_aligner
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import Tags
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script
    from quietude.session.output import Output
    from quietude.session.prepare import PreparedSession
    from quietude.session.progress import Progress
    from quietude.session.sound import Sound
    from quietude.speech.speaker import SpokenPhrases
    from quietude.speech.voice_selection import ChosenVoice


def render(  # noqa: PLR0913  (the last are for those who render many)
    script: Script | str | Path,
    output: Output | str | Path | Sequence[str | Path],
    request: Request | None = None,
    sound: Sound | None = None,
    progress: Progress = silent,
    *,
    voice: ChosenVoice | None = None,
    speakers: int | None = None,
) -> Session:
    """Render one session into a file, or into several formats from one mix.

    Args:
        script: A script, the id of one in the library, or the path of a definition.
        output: The file to write, or several, or an :class:`Output` with all that is to be
            written; the files appear whole, all of them or none.
        request: The length, personal details and voice asked for.
        sound: Bed, levels, target, tones.
        progress: Called with each stage and how far it is.
        voice: An open voice to speak with, which stays open; None to find the one asked for.
        speakers: Engines that may speak at once; None for one a core.

    Returns:
        The session as it was measured on the decoded files.

    Raises:
        QuietudeError: saying what is wrong and what to do; nothing is left behind.
    """
    with prepare(script, output, request, sound, voice) as prepared:
        phrases = _speak(prepared, progress, speakers)
        timeline = _fit(prepared, phrases)
        alone = _mix(prepared, timeline, phrases)
        framed = _framed(prepared, alone, timeline)
        mix = framed or alone
        timeline = framed.timeline if framed else timeline
        tags = session_tags(prepared.texts, timeline, lyrics=prepared.lyrics)
        audio = _master(prepared, mix, timeline, tags, progress)
        session = _session(prepared, timeline, phrases, mix, tags, audio)
        rendered = RenderedSession(session, mix, audio[0], prepared.cover, prepared.files, progress)
        for artefact in prepared.artefacts:
            artefact.write(rendered)
        prepared.files.commit()
    return session


def _speak(prepared: PreparedSession, progress: Progress, speakers: int | None) -> SpokenPhrases:
    """Speak every phrase of the plan, also those the fit may leave out."""
    speaker = Speaker(
        prepared.voice.engine,
        user_cache(),
        prepared.plan.sample_rate_hz,
        another=prepared.voice.another,
        cores=speakers,
        aligner=open_aligner(prepared.script.language) if prepared.needs_words else None,
        power=phrase_power,
        takes=prepared.takes,
    )
    return speaker.speak_all(
        prepared.plan.utterances(), lambda done, total: progress("speak", done, total)
    )


def _fit(prepared: PreparedSession, phrases: SpokenPhrases) -> Timeline:
    """Lay out the plan in time, now that the length of each phrase is known."""
    nearest = prepared.request.nearest
    timeline = fit(prepared.plan, phrases.lengths, prepared.bell_decay_frames, nearest=nearest)
    check_length(prepared.sound.target, timeline.seconds)
    for path, output_format in prepared.formats.items():
        output_format.check_length(timeline.total_frames, path)
    return dataclasses.replace(timeline, beds=prepared.sound.beds(timeline.beds))


def _mix(prepared: PreparedSession, timeline: Timeline, phrases: SpokenPhrases) -> Mix:
    levels, tones = prepared.sound.levels, prepared.sound.tones
    return Mix(
        timeline,
        phrases.clip,
        prepared.bed,
        levels,
        tones,
        powers=phrases.powers,
        recorded=phrases.recorded,
        room=_room(prepared, timeline),
    )


def _room(prepared: PreparedSession, timeline: Timeline) -> Samples | None:
    """The room of the recorded phrases that are heard; None without any."""
    if prepared.takes is None:
        return None
    from quietude.speech.takes.room_tone import room_tone

    heard = (placement.utterance for placement in timeline.placements)
    return room_tone(prepared.takes, heard, user_cache(), timeline.sample_rate_hz)


def _framed(prepared: PreparedSession, mix: Mix, timeline: Timeline) -> FramedMix | None:
    """The mix with a sound at its ends, on top of the length asked for; None without any."""
    if not prepared.sound.opening and not prepared.sound.closing:
        return None
    if any(artefact.needs_mix for artefact in prepared.artefacts):
        message = "stems and pictures are made of a session without a sound at its ends"
        raise UsageError(message, hint="Leave them out, or the sound.")
    return FramedMix(mix, timeline, prepared.sound.opening, prepared.sound.closing)


def _master(
    prepared: PreparedSession,
    mix: Mix | FramedMix,
    timeline: Timeline,
    tags: Tags,
    progress: Progress,
) -> list[EncodedFile]:
    """Bring the mix to its target and encode it into every audio file."""
    files = [EncodedFile(prepared.files[path], kind) for path, kind in prepared.formats.items()]
    mastering = Mastering(
        mix=mix,
        timeline=timeline,
        files=files,
        target=prepared.sound.target,
        tags=tags,
        progress=progress,
    )
    mastering.write()
    return files


def _session(  # noqa: PLR0913, PLR0917  (each stage has found out something of it)
    prepared: PreparedSession,
    timeline: Timeline,
    phrases: SpokenPhrases,
    mix: Mix | FramedMix,
    tags: Tags,
    audio: Sequence[EncodedFile],
) -> Session:
    voice, narration = prepared.voice, mix.narration
    cut = cut_phrases(timeline) if prepared.needs_words else []
    heard = dict.fromkeys(placement.utterance for placement in timeline.placements)
    return Session(
        script=prepared.script,
        request=prepared.request,
        sound=prepared.sound,
        bed=prepared.bed,
        narrator=Narrator(
            engine=voice.engine.identity(voice.voice),
            voice=voice.voice,
            spread_lu=narration.spread_lu,
            levelled_phrases=narration.levelled,
            recorded_phrases=len(heard) - len(prepared.takes.missing(heard))
            if prepared.takes
            else 0,
            phrases=len(heard),
        ),
        timeline=timeline,
        tags=tags,
        audio=tuple(file.result() for file in audio),
        artefact_paths=prepared.artefact_paths,
        bed_under_voice=mix.contrast(),
        spoken=phrases.spoken,
        words={phrase: phrases.words(phrase) for phrase in cut},
        unreadable_slots=prepared.unreadable_slots,
    )
