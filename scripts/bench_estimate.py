"""Compares plans before any phrase is spoken with the sessions that are made of them.

Scripts of the corpus are planned with estimated lengths of phrases, then spoken, and laid out with
those they have: at their own length, and at one and a half times of it. It prints, for each minute,
the difference of the whole and the greatest of a phrase's place, in seconds.

Run: ``python scripts/bench_estimate.py ENGINE [--scripts 14]``
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from bench_import import corpus, source_of
from quietude.errors import QuietudeError
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.importing.importer import import_source, import_text
from quietude.script.parse import script_from_data
from quietude.session.planning import voiced_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import TARGETS
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.registry import engine_row
from quietude.speech.speaker import Speaker
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.model import Script
    from quietude.speech.voice_selection import ChosenVoice

FILES = ("strangers-four", "strangers-five", "strangers-six")
SHORTEST_S, LONGER = 110.0, 1.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """The differences of a plan and its session, in seconds for each minute.

    Attributes:
        name: The name of the script.
        whole: Of the length, where none was asked for.
        place: The greatest of a phrase's place.
        longer: The same at one and a half times the length, which is exact.
    """

    name: str
    whole: float
    place: float
    longer: float


def scripts() -> Iterator[Script]:
    """Yields the English scripts of other writers."""
    for expected in corpus(FILES):
        found, text = source_of(expected), "\n".join(expected.lines) + "\n"
        with suppress(QuietudeError):
            name = expected.name
            data = (import_source(found, name) if found else import_text(text, name)).data
            if data.get("language", "en") == "en":
                yield script_from_data(data, source=name)


def agreement(script: Script, voice: ChosenVoice, cache: PhraseCache) -> Agreement | None:
    """Returns how well a plan agrees with its session; None for a short one."""
    engine = voice.engine.identity().engine
    own_s, compared = 0.0, list[tuple[float, float]]()
    for factor in (None, LONGER):
        asked_s = round(own_s * factor) if factor else None
        request = Request(engine=engine, duration_s=asked_s)
        plan = voiced_plan(script, request, voice, TARGETS["podcast"]).plan
        bells = bell_decay_frames(plan)
        planned = fit(plan, estimated_lengths(plan, engine_row(engine).timing), bells)
        own_s = own_s or planned.seconds
        if own_s < SHORTEST_S:
            return None
        speaker = Speaker(voice.engine, cache, plan.sample_rate_hz)
        said = speaker.speak_all(plan.utterances(), lambda _done, _all: None)
        made = fit(plan, said.lengths, bells)
        minutes, rate_hz = made.seconds / 60, plan.sample_rate_hz
        moved = max(
            abs(one.start_frame - two.start_frame) / rate_hz
            for one, two in zip(planned.placements, made.placements, strict=True)
        )
        compared.append(((planned.seconds - made.seconds) / minutes, moved / minutes))
    (whole, place), (_, longer) = compared
    return Agreement(script.source, whole, place, longer)


def agreements(engine: str, most: int) -> list[Agreement]:
    """Returns the agreement of so many scripts with one engine."""
    found: list[Agreement] = []
    with open_voice("auto", engine, "en") as voice, tempfile.TemporaryDirectory() as folder:
        for script in scripts():
            one = agreement(script, voice, PhraseCache(Path(folder)))
            found += [one] if one else []
            if len(found) == most:
                break
    return found


def main() -> None:
    """Prints a row for each script, and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("--scripts", type=int, default=14)
    given = parser.parse_args()
    found = agreements(given.engine, given.scripts)
    for one in found:
        print(f"{one.name:32} {one.whole:+.2f} {one.place:.2f} {one.longer:.2f}")
    for name in ("whole", "place", "longer"):
        each = [abs(getattr(one, name)) for one in found]
        print(f"{name}: mean {mean(each):.2f}, most {max(each):.2f} s a minute")


if __name__ == "__main__":
    main()
