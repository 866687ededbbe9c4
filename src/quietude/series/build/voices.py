"""Which voice each wish of a manifest comes to on this machine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from quietude.errors import SeriesError
from quietude.speech.engines.base import Identity
from quietude.speech.licensing import licence_refusal
from quietude.speech.voice_selection import ChosenVoice, open_voice

if TYPE_CHECKING:
    from quietude.series.build.state_folder import Workshop
    from quietude.series.manifest.model import Wanted


@dataclass(frozen=True, slots=True)
class Found:
    """A voice that is here.

    Attributes:
        engine: The engine's name.
        voice: Its id within the engine.
        identity: What shapes the engine's samples.
    """

    engine: str
    voice: str
    identity: Identity

    @property
    def full_id(self) -> str:
        """The id with the engine before it."""
        return f"{self.engine}:{self.voice}"


class Voices:
    """Finds each voice once.

    Args:
        workshop: Remembers what was found; in a rehearsal that is all that is asked.
        rehearsal: Whether no engine may be opened.
        public: Whether the series is for everybody, so that a voice needs the terms for it.
    """

    def __init__(self, workshop: Workshop, *, rehearsal: bool, public: bool) -> None:
        self._public = public
        self._workshop = workshop
        self._rehearsal = rehearsal
        self._found: dict[str, Found | None] = {}

    def find(self, it: Wanted) -> Found | None:
        """The voice of an episode; None where a rehearsal cannot know.

        Raises:
            QuietudeError: if there is no such engine or voice here.
        """
        wish = f"{it.request.voice}|{it.request.engine}|{it.script.language}"
        if wish not in self._found:
            self._found[wish] = self._known(wish) if self._rehearsal else self._look(it, wish)
        return self._found[wish]

    def _known(self, wish: str) -> Found | None:
        known = self._workshop.ledger.voices.get(wish)
        if known is None:
            return None
        return Found(known["engine"], known["voice"], Identity(**known["identity"]))

    def _check_terms(self, chosen: ChosenVoice) -> None:
        if not self._public:
            return
        mine = [it for it in chosen.engine.voices() if it.id == chosen.voice]
        if refusal := licence_refusal(mine[0]) if mine else None:
            hint = "Choose another one (quietude voices list), or say show: {private: true}."
            raise SeriesError(refusal, hint=hint)

    def _look(self, it: Wanted, wish: str) -> Found:
        with open_voice(it.request.voice, it.request.engine, it.script.language) as chosen:
            self._check_terms(chosen)
            identity = chosen.engine.identity(chosen.voice)
            found = Found(identity.engine, chosen.voice, identity)
        if self._known(wish) != found:
            data = {
                "engine": found.engine,
                "voice": found.voice,
                "identity": {**asdict(identity), "settings": dict(identity.settings)},
            }
            self._workshop.add("voice", wanted=wish, found=data)
        return found
