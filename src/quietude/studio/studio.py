"""Everything a running studio holds, without a server: its folder, voices, beds, sessions, jobs."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from quietude._util.strict_reading import ReadingError, number
from quietude.errors import QuietudeError, UsageError
from quietude.script.importing.files import import_script
from quietude.studio.bed_samples import BedSamples
from quietude.studio.beds import OpenBeds
from quietude.studio.booth.kept_takes import KeptTakes
from quietude.studio.booth.prompter import Prompter
from quietude.studio.catalogue import every_need, exercise
from quietude.studio.jobs import Jobs, StudioJob
from quietude.studio.listening import Listening, Listenings, PageChoices
from quietude.studio.narrators import Narrators, voice_choices
from quietude.studio.saving import Saver
from quietude.studio.scripts.documents import Documents
from quietude.studio.series.builds import SeriesBuilder
from quietude.studio.series.shows import Shows
from quietude.studio.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script
    from quietude.studio.folder import StudioFolder

_RECENT = 12
_NEARLY_OVER_S = 15.0


class Studio:
    """A running studio; see the module. Use it as a context manager.

    Args:
        folder: Its folder.
        narrators: Its voices.
    """

    def __init__(self, folder: StudioFolder, narrators: Narrators | None = None) -> None:
        self.folder = folder
        self.narrators = narrators or Narrators()
        self.documents = Documents(folder)
        open_beds = OpenBeds()
        self.bed_samples = BedSamples(open_beds)
        self.kept_takes = KeptTakes(folder)
        self.prompter = Prompter(self.kept_takes)
        self.listenings = Listenings(self.narrators, open_beds, self.takes_of)
        self.shows = Shows(folder)
        builder = SeriesBuilder(self.shows, self._tell)
        saver = Saver(folder, self.script_of, self.takes_of)
        self.jobs = Jobs(folder, {"save": saver, "series": builder})
        self._recent_lock = threading.Lock()

    def script_of(self, chosen: PageChoices) -> Script:
        """The script that was chosen.

        Raises:
            QuietudeError: if there is no such script.
        """
        kind, _, name = chosen.source.partition(":")
        if kind == "exercise":
            return exercise(name)
        if kind == "document":
            return import_script(self.documents.path(name))[0]
        message = "there is no such script in the studio"
        raise UsageError(message)

    def takes_of(self, chosen: PageChoices) -> Path | None:
        """The folder of the takes that a session is to be heard with; None for the voice alone."""
        return self.kept_takes.recorded(chosen.source) if chosen.own_voice else None

    def _tell(self, data: dict[str, Any]) -> None:
        """Tells every page something; the jobs that are taken up at the start do so too."""
        self.jobs.tell(data)

    def warm_up(self) -> None:
        """Begins what would keep the first listener waiting."""
        self.bed_samples.begin_all()

        def warm() -> None:
            try:
                every_need()
                self.narrators.line(text("sample.line"))
                voice_choices()
            except QuietudeError:  # it is said where it is needed
                return

        threading.Thread(target=warm, name="warm up", daemon=True).start()

    def prepare(self, chosen: PageChoices) -> None:
        """Makes the beginning of a session in a thread, for whoever may listen to it next."""

        def make() -> None:
            with contextlib.suppress(QuietudeError):  # it is said when somebody listens
                live = self.listenings.planned(self.script_of(chosen), chosen)
                next(live.blocks(), None)

        threading.Thread(target=make, name="prepare", daemon=True).start()

    def listen(self, chosen: PageChoices, earlier_id: str = "") -> Listening:
        """Begins a session, and remembers it; see :meth:`Listenings.start`.

        Raises:
            QuietudeError: if there can be no such session.
        """
        listening = self.listenings.start(self.script_of(chosen), chosen, earlier_id)
        self._remember(listening)
        return listening

    def recent(self) -> list[dict[str, Any]]:
        """The sessions that were listened to, the latest first."""
        found = self.folder.read("recent", [])
        return [one for one in found if _is_recent(one)]

    def keep_place(self, listening_id: str, at_s: float) -> None:
        """Remembers how far somebody listened."""
        listening = self.listenings.get(listening_id)
        if listening is None:
            return
        total_s = listening.live.timeline.seconds
        place = 0.0 if at_s > total_s - _NEARLY_OVER_S else max(at_s, 0.0)
        with self._recent_lock:
            found = self.recent()
            for one in found:
                if one["chosen"] == listening.chosen.to_data():
                    one["at_s"], one["when"] = round(place, 1), time.time()
            self.folder.write("recent", found)

    def forget_recent(self, index: int | None = None) -> None:
        """Forgets one of the recent sessions, or all of them."""
        with self._recent_lock:
            found = self.recent()
            kept = [one for place, one in enumerate(found) if place != index]
            self.folder.write("recent", [] if index is None else kept)

    def save(self, chosen: PageChoices, form: str) -> StudioJob:
        """Adds the job of saving a session.

        Raises:
            QuietudeError: if there is no such script.
        """
        script = self.script_of(chosen)
        return self.jobs.add(StudioJob("save", script.title, {**chosen.to_data(), "format": form}))

    def close(self) -> None:
        """Ends jobs, voices and what is still being made."""
        self.bed_samples.close()
        self.jobs.close()
        self.narrators.close()
        self.shows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _remember(self, listening: Listening) -> None:
        chosen = listening.chosen.to_data()
        entry = {
            "title": listening.live.script.title,
            "total_s": listening.live.timeline.seconds,
            "chosen": chosen,
            "at_s": 0.0,
            "when": time.time(),
        }
        with self._recent_lock:
            found = self.recent()
            same = [one for one in found if one["chosen"] == chosen]
            if same:
                entry["at_s"] = same[0].get("at_s", 0.0)
            alike = {"voice", "bed", "presence", "bed_db", "voice_db", "duration_s"}
            others = [
                one
                for one in found
                if {k: v for k, v in one["chosen"].items() if k not in alike}
                != {k: v for k, v in chosen.items() if k not in alike}
            ]
            self.folder.write("recent", [entry, *others][:_RECENT])


def _is_recent(one: Any) -> bool:
    """True for a session as it is remembered; a crash, or another version, may have left others."""
    if not isinstance(one, dict) or not isinstance(one.get("title"), str):
        return False
    try:
        PageChoices.of(one["chosen"])
        number(one["total_s"])
        number(one.get("at_s", 0.0))
    except (KeyError, TypeError, AttributeError, ReadingError, UsageError):
        return False
    return True
