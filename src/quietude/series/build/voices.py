"""The voices of this machine that a manifest asks for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.errors import SeriesError, SpeechError
from quietude.speech.engines.base import Identity
from quietude.speech.licensing import licence_refusal
from quietude.speech.unreadable import readable_values
from quietude.speech.voice_selection import ChosenVoice, check_tune, open_voice
from quietude.speech.word_times import without_phonemes

if TYPE_CHECKING:
    from quietude.plan.model import Plan
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.manifest.model import EpisodeSpec


@dataclass(frozen=True, slots=True)
class FoundVoice:
    """A voice of this machine.

    Attributes:
        engine: The name of its engine.
        voice: Its id within the engine.
        identity: Everything that shapes the engine's samples.
    """

    engine: str
    voice: str
    identity: Identity

    @property
    def full_id(self) -> str:
        """Its id with the engine before it."""
        return f"{self.engine}:{self.voice}"


class VoiceFinder:
    """Finds the voices of episodes, each once.

    Args:
        state_folder: Remembers the voices. A dry run knows these alone.
        dry_run: True to open no engine.
        public: True for a series for everybody, whose voices need a licence for it.
    """

    def __init__(self, state_folder: StateFolder, *, dry_run: bool, public: bool) -> None:
        self._public = public
        self._state_folder = state_folder
        self._dry_run = dry_run
        self._found: dict[str, FoundVoice | None] = {}
        self._refusals: dict[tuple[str, tuple[str, ...]], tuple[str, str | None] | None] = {}

    def find(self, spec: EpisodeSpec) -> FoundVoice | None:
        """The voice of an episode; None where a dry run cannot know it.

        Raises:
            QuietudeError: if there is no such engine or voice here.
        """
        wanted = _wanted(spec)
        if wanted not in self._found:
            known = self._known(wanted)
            self._found[wanted] = known if self._dry_run else self._open(spec, wanted, known)
        if found := self._found[wanted]:
            check_tune(spec.request.tune, found.engine)
        return found

    def readable(self, spec: EpisodeSpec) -> EpisodeSpec:
        """An episode whose personal details its voice can read; others give way to fallbacks.

        An engine is opened only where a detail is in other letters than Latin ones.

        Raises:
            QuietudeError: if there is no such engine or voice here.
        """
        request, _ = readable_values(
            spec.script, spec.request, lambda text: self._refusal(spec, text) is None
        )
        return spec if request is spec.request else replace(spec, request=request)

    def check_letters(self, spec: EpisodeSpec, plan: Plan) -> None:
        """Refuses an episode with a line that its voice cannot read.

        Raises:
            SpeechError: for the first of them, with its line.
            QuietudeError: if there is no such engine or voice here.
        """
        for utterance in plan.utterances():
            text = without_phonemes(utterance.said)
            if longest_words(text) and (refusal := self._refusal(spec, text)):
                path = spec.script.source
                raise SpeechError(refusal[0], path=path, line=utterance.line_no, hint=refusal[1])

    def _refusal(self, spec: EpisodeSpec, text: str) -> tuple[str, str | None] | None:
        """The message and hint for letters a voice cannot read; each script is tried once."""
        scripts = tuple(sorted(longest_words(text)))
        wanted = (_wanted(spec), scripts)
        if wanted not in self._refusals:
            request = spec.request
            with open_voice(request.voice, request.engine, spec.script.language) as chosen:
                try:
                    chosen.engine.check_letters(text, chosen.voice)
                    self._refusals[wanted] = None
                except SpeechError as error:
                    self._refusals[wanted] = (error.message, error.hint)
        return self._refusals[wanted]

    def _known(self, wanted: str) -> FoundVoice | None:
        known = self._state_folder.state.voices.get(wanted)
        if known is None:
            return None
        return FoundVoice(known["engine"], known["voice"], Identity(**known["identity"]))

    def _open(self, spec: EpisodeSpec, wanted: str, known: FoundVoice | None) -> FoundVoice:
        with open_voice(spec.request.voice, spec.request.engine, spec.script.language) as chosen:
            self._check_licence(chosen)
            identity = chosen.engine.identity(chosen.voice)
            found = FoundVoice(identity.engine, chosen.voice, identity)
        if known != found:
            data = {
                "engine": found.engine,
                "voice": found.voice,
                "identity": {**asdict(identity), "settings": dict(identity.settings)},
            }
            self._state_folder.add("voice", wanted=wanted, found=data)
        return found

    def _check_licence(self, chosen: ChosenVoice) -> None:
        if not self._public:
            return
        own = [voice for voice in chosen.engine.voices() if voice.id == chosen.voice]
        if refusal := licence_refusal(own[0]) if own else None:
            hint = "Choose another one (quietude voices list), or say show: {private: true}."
            raise SeriesError(refusal, hint=hint)


def _wanted(spec: EpisodeSpec) -> str:
    return f"{spec.request.voice}|{spec.request.engine}|{spec.script.language}"
