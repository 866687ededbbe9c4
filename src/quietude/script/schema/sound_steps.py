"""The written form of the steps that are sounds: bells, breath, taps, the bed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from quietude.script import model
from quietude.script.bed import bed_of_id
from quietude.script.schema.fields import BedName, Identifier, Length, PhaseSeconds, StrictForm
from quietude.script.schema.step_base import StepBase

SETTINGS = "settings"
"""What stands in an error's location where a step was written with settings, and not by a name."""


class BellSettings(StrictForm):
    """Which bell, how often, and how far apart."""

    which: Identifier = "bell"
    count: Annotated[int, Field(ge=1, le=12)] = 1
    every: Annotated[float, Field(ge=1, le=60)] = 4.0


class BellStep(StepBase):
    """A bell that rings out."""

    bell: Annotated[
        Annotated[Identifier | None, Tag("bell")] | Annotated[BellSettings, Tag(SETTINGS)],
        Discriminator(lambda value: "bell" if isinstance(value, str | None) else SETTINGS),
    ]

    def to_step(self, line: int) -> model.Step:
        settings = self.bell or BellSettings()
        if isinstance(settings, str):
            settings = BellSettings(which=settings)
        return model.Bell(settings.which, settings.count, settings.every, line, self.optional)


BREATHS: dict[str, dict[str, float]] = {
    "calm": {"in": 4, "out": 6, "cycles": 5},
    "even": {"in": 5, "out": 5, "cycles": 6},
    "box": {"in": 4, "hold": 4, "out": 4, "rest": 4, "cycles": 4},
    "4-7-8": {"in": 4, "hold": 7, "out": 8, "cycles": 4},
}
"""Breaths that have a name: what stands for them, in seconds and cycles."""


def _named_breath(value: Any) -> Any:
    given = {"pattern": value} if isinstance(value, str) else value
    if not isinstance(given, dict) or "pattern" not in given:
        return value
    name = given["pattern"]
    if not isinstance(name, str) or name not in BREATHS:
        message = f'there is no breath "{str(name)[:40]}"; there are {", ".join(BREATHS)}'
        raise ValueError(message)
    clash = {"in", "hold", "out", "rest"} & set(given)
    if clash:
        message = f'"pattern" and "{min(clash)}" cannot stand together'
        raise ValueError(message)
    return {**BREATHS[name], **{key: it for key, it in given.items() if key != "pattern"}}


class BreatheSettings(StrictForm):
    """One breath in seconds, and how many of them."""

    in_s: PhaseSeconds = Field(alias="in", ge=1)
    hold: PhaseSeconds = 0.0
    out: PhaseSeconds = Field(ge=1)
    rest: PhaseSeconds = 0.0
    cycles: Annotated[int, Field(ge=1, le=60)] = 5
    guide: Literal["voice", "tone", "count"] = "voice"


class BreatheStep(StepBase):
    """Guided breathing: named or counted by the voice, or led by a soft swell alone."""

    breathe: Annotated[
        BreatheSettings,
        BeforeValidator(_named_breath),
        WithJsonSchema(
            {
                "anyOf": [
                    {"enum": list(BREATHS)},
                    {
                        "type": "object",
                        "properties": {
                            "pattern": {"enum": list(BREATHS)},
                            "in": {"type": "number"},
                            "hold": {"type": "number"},
                            "out": {"type": "number"},
                            "rest": {"type": "number"},
                            "cycles": {"type": "integer"},
                            "guide": {"enum": ["voice", "tone", "count"]},
                        },
                        "additionalProperties": False,
                    },
                ],
                "description": "A breath by name, or its phases in seconds, and how many cycles.",
            }
        ),
    ]

    def to_step(self, line: int) -> model.Step:
        it = self.breathe
        return model.Breathe(
            it.in_s, it.hold, it.out, it.rest, it.cycles, it.guide, line, self.optional
        )


class TapSettings(StrictForm):
    """Left-right taps for the butterfly hug."""

    sets: Annotated[int, Field(ge=1, le=12)] = 2
    taps: Annotated[int, Field(ge=2, le=40)] = 8
    per_minute: Annotated[float, Field(ge=20, le=90)] = 54.0
    rest: Annotated[float, Field(ge=0, le=60)] = 6.0


class TapStep(StepBase):
    """A soft cue that alternates left and right."""

    tap: TapSettings

    def to_step(self, line: int) -> model.Step:
        it = self.tap
        return model.Tap(it.sets, it.taps, it.per_minute, it.rest, line, self.optional)


class BedSettings(StrictForm):
    """Another bed, and how long the one fades into the other."""

    to: BedName
    over: Annotated[float, Field(ge=1, le=60)] = 6.0


class BedStep(StepBase):
    """The bed fades to another one, or to silence; what follows goes on meanwhile."""

    bed: Annotated[
        Annotated[BedName, Tag("bed")] | Annotated[BedSettings, Tag(SETTINGS)],
        Discriminator(lambda value: "bed" if isinstance(value, str) else SETTINGS),
    ]

    def to_step(self, line: int) -> model.Step:
        settings = BedSettings(to=self.bed) if isinstance(self.bed, str) else self.bed
        return model.BedChange(bed_of_id(settings.to), settings.over, line, self.optional)


class MusicStep(StepBase):
    """A stretch that belongs to the bed alone."""

    music: Length

    def to_step(self, line: int) -> model.Step:
        return model.Music(self.music, line, self.optional)
