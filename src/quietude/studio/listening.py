"""The sessions that are being listened to: each a live stream, changed while it plays."""

from __future__ import annotations

import dataclasses
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.errors import QuietudeError, UsageError
from quietude.plan.request import AUTO, ENDINGS, Request
from quietude.script.bed import bed_of_id
from quietude.session.listening.live import LiveSession
from quietude.session.sound import Sound
from quietude.sound.levels import PRESENCES, USUAL_PRESENCE, LevelOffsets
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.plan.request import Ending
    from quietude.script.model import Script
    from quietude.speech.on_demand import OnDemand
    from quietude.speech.takes.recorded_first import RecordedFirst
    from quietude.studio.beds import OpenBeds
    from quietude.studio.narrators import Narrators

_MOST_KEPT = 6
_LOUDEST_DB = 12.0


@dataclass(frozen=True, slots=True)
class PageChoices:
    """Choices of a page: a script, and the way it is to be heard. Plain data, kept for replays.

    Attributes:
        source: ``exercise:ID``, or ``document:ID``.
        duration_s: The length; None for the script's own.
        details: Personal details by slot name.
        voice: A full id, or :data:`AUTO`.
        bed: A bed's id, or "" for the script's own.
        presence: The room that the bed takes.
        bed_db: The bed's level, relative to ours.
        voice_db: The voice's level, relative to ours.
        ending: As the request takes it.
        accept: True to hear a script in spite of care errors.
        own_voice: True to hear what was recorded of it, and the voice for the rest.
    """

    source: str
    duration_s: float | None = None
    details: Mapping[str, str] = field(default_factory=dict, repr=False)
    voice: str = AUTO
    bed: str = ""
    presence: str = USUAL_PRESENCE
    bed_db: float = 0.0
    voice_db: float = 0.0
    ending: Ending = "return"
    accept: bool = False
    own_voice: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> PageChoices:
        """The choices in the JSON of a page.

        Raises:
            UsageError: if a value is not of its kind.
        """
        try:
            duration = data.get("duration_s")
            details = {str(k): str(v) for k, v in dict(data.get("details") or {}).items()}
            ending = str(data.get("ending") or "return")
            presence = str(data.get("presence") or USUAL_PRESENCE)
            chosen = cls(
                source=str(data["source"]),
                duration_s=None if duration in {None, ""} else float(str(duration)),
                details={name: value for name, value in details.items() if value.strip()},
                voice=str(data.get("voice") or AUTO),
                bed=str(data.get("bed") or ""),
                presence=presence if presence in PRESENCES else USUAL_PRESENCE,
                bed_db=_level(data.get("bed_db")),
                voice_db=_level(data.get("voice_db")),
                ending="sleep" if ending == ENDINGS[1] else "return",
                accept=bool(data.get("accept")),
                own_voice=bool(data.get("own_voice")),
            )
        except (KeyError, TypeError, ValueError) as error:
            message = "this request is not one of a page of the studio"
            raise UsageError(message, hint="Load the page again.") from error
        return chosen

    def request(self, takes: Path | None = None) -> Request:
        """The request of the session.

        Args:
            takes: The folder of recorded phrases; None for the voice alone.
        """
        return Request(
            takes=takes,
            duration_s=self.duration_s,
            slot_values=dict(self.details),
            voice=self.voice,
            ending=self.ending,
            accept_care_risks=self.accept,
        )

    def sound(self) -> Sound:
        """The sound of the session."""
        levels = LevelOffsets(bed_db=self.bed_db, voice_db=self.voice_db, presence=self.presence)
        return Sound(bed=bed_of_id(self.bed) if self.bed else None, levels=levels)

    def to_data(self) -> dict[str, Any]:
        """The choices as plain data."""
        return dataclasses.asdict(self)


def _level(value: object) -> float:
    return max(min(float(str(value or 0.0)), _LOUDEST_DB), -3 * _LOUDEST_DB)


@dataclass(slots=True)
class Listening:
    """A session that is being listened to.

    Attributes:
        id: Its id in addresses.
        chosen: The choices it was begun with.
        live: The session.
        error: The error that ended its stream, if one did.
    """

    id: str
    chosen: PageChoices
    live: LiveSession
    error: QuietudeError | None = None

    def blocks(self, first_frame: int) -> Iterator[Samples]:
        """The session from a frame on; an error ends the stream, and is kept for the page."""
        try:
            yield from self.live.blocks(first_frame)
        except QuietudeError as error:
            self.error = error
            raise

    def to_data(self, at_s: float = 0.0) -> dict[str, Any]:
        """Everything a page needs to play it."""
        timeline = self.live.timeline
        rate_hz = timeline.sample_rate_hz
        spoken, phrases = self.live.spoken
        return {
            "id": self.id,
            "url": f"/listen/{self.id}.wav",
            "title": self.live.script.title,
            "at_s": at_s,
            "total_s": timeline.seconds,
            "exact": self.live.exact,
            "spoken": spoken,
            "phrases": phrases,
            "chapters": [
                {"title": one.title, "start_s": one.start_frame / rate_hz}
                for one in timeline.chapters
            ],
        }


class Listenings:
    """The latest sessions that were listened to.

    Args:
        narrators: The voices.
        open_beds: The beds.
        takes_of: Finds the folder of the takes that a session is to be heard with.
    """

    def __init__(
        self,
        narrators: Narrators,
        open_beds: OpenBeds,
        takes_of: Callable[[PageChoices], Path | None] = lambda _chosen: None,
    ) -> None:
        self._narrators = narrators
        self._takes_of = takes_of
        self._open_beds = open_beds
        self._kept: OrderedDict[str, Listening] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, script: Script, chosen: PageChoices, earlier_id: str = "") -> Listening:
        """Begins a session.

        Args:
            script: Its script.
            chosen: The choices of the page.
            earlier_id: The session that is heard until it begins; "" for none.

        Raises:
            QuietudeError: if there can be no such session.
        """
        speaking = self._narrators.speaking(chosen.voice)
        earlier = self.get(earlier_id)
        heard = self._with_takes(speaking, chosen)
        # A take may have changed since: its session is laid out anew.
        same = earlier and heard is speaking and not earlier.chosen.own_voice
        live = LiveSession(
            script,
            chosen.request(),
            chosen.sound(),
            heard,
            bed_opener=self._open_beds,
            earlier=earlier.live if earlier and same else None,
        )
        listening = Listening(secrets.token_urlsafe(9), chosen, live)
        speaking.forget()  # what only an earlier session needs can wait
        live.speak_on()
        with self._lock:
            self._kept[listening.id] = listening
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return listening

    def planned(self, script: Script, chosen: PageChoices) -> LiveSession:
        """A session that nobody listens to, for its timeline; nothing is spoken for it.

        Raises:
            QuietudeError: if there can be no such session.
        """
        speaking = self._narrators.speaking(chosen.voice)
        details = {name: one for name, one in chosen.details.items() if name in script.slots}
        chosen = dataclasses.replace(chosen, details=details)
        heard = self._with_takes(speaking, chosen)
        return LiveSession(
            script, chosen.request(), chosen.sound(), heard, bed_opener=self._open_beds
        )

    def _with_takes(self, speaking: OnDemand, chosen: PageChoices) -> OnDemand | RecordedFirst:
        """A voice, behind the takes that the session is to be heard with."""
        folder = self._takes_of(chosen)
        if folder is None:
            return speaking
        # Recordings need scipy, which takes a second to import.
        from quietude.speech.takes.folder import Takes
        from quietude.speech.takes.recorded_first import RecordedFirst

        return RecordedFirst(speaking, Takes(folder), user_cache(), SAMPLE_RATE_HZ, phrase_power)

    def get(self, listening_id: str) -> Listening | None:
        """A session by its id; None if it is too long ago."""
        with self._lock:
            return self._kept.get(listening_id)

    def moment(self, new: Listening, old_id: str, at_s: float) -> float:
        """The time in a new session of the moment that is heard in an old one, in seconds."""
        old = self.get(old_id)
        timeline = new.live.timeline
        if old is None or old.live.script.id != new.live.script.id:
            return float(min(at_s, timeline.seconds))
        frame = new.live.frame_of(old.live, round(at_s * timeline.sample_rate_hz))
        return float(frame / timeline.sample_rate_hz)
