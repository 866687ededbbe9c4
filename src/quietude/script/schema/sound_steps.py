"""The step kinds that are sounds, in their written form: bells, breath, taps, the bed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from quietude.script import model
from quietude.script.bed import bed_of_id
from quietude.script.schema.fields import BedName, Identifier, Length, StrictForm
from quietude.script.schema.step_form import StepForm

SETTINGS = "settings"
"""Tag in an error's location of a step that was written with settings, and not by a name."""


class BellSettings(StrictForm):
    """A bell by its id, its strokes and the time between them."""

    which: Identifier = Field(default="bell", description="The bell: bell, bowl or chime.")
    count: Annotated[int, Field(ge=1, le=12)] = Field(default=1, description="Number of strokes.")
    every: Annotated[float, Field(ge=1, le=60)] = Field(
        default=4.0, description="Seconds from one stroke to the next."
    )


class BellStep(StepForm):
    """A bell that rings out."""

    settings = BellSettings
    stands_alone = True

    bell: Annotated[
        Annotated[Identifier | None, Tag("bell")] | Annotated[BellSettings, Tag(SETTINGS)],
        Discriminator(lambda value: "bell" if isinstance(value, str | None) else SETTINGS),
    ] = Field(description="The bell by its id; the bare word is the usual one.")

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
"""Breaths that have a name: their phases in seconds, and the number of cycles."""


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
        message = f'"pattern" and "{min(clash)}" cannot be given together'
        raise ValueError(message)
    return {**BREATHS[name], **{key: given[key] for key in given if key != "pattern"}}


BreathSeconds = Annotated[float, Field(ge=1, le=30)]
RestSeconds = Annotated[float, Field(ge=0, le=30)]


class BreatheSettings(StrictForm):
    """One breath in seconds, and the number of them."""

    in_s: BreathSeconds = Field(alias="in", description="Seconds to breathe in.")
    hold: RestSeconds = Field(default=0.0, description="Seconds to hold after breathing in.")
    out: BreathSeconds = Field(description="Seconds to breathe out.")
    rest: RestSeconds = Field(default=0.0, description="Seconds to rest after breathing out.")
    cycles: Annotated[int, Field(ge=1, le=60)] = Field(default=5, description="Number of breaths.")
    guide: model.BreathGuide = Field(
        default="voice",
        description="The voice names the first breath, a tone leads, or the voice counts.",
    )


class BreatheStep(StepForm):
    """Guided breathing: named or counted by the voice, or led by a soft swell alone."""

    settings = BreatheSettings

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
                            "pattern": {"enum": list(BREATHS), "description": "A breath by name."},
                            **BreatheSettings.model_json_schema()["properties"],
                        },
                        "additionalProperties": False,
                    },
                ],
                "description": "A breath by name, or its phases in seconds and how many of them.",
            }
        ),
    ]

    def to_step(self, line: int) -> model.Step:
        breath = self.breathe
        return model.Breathe(
            breath.in_s, breath.hold, breath.out, breath.rest, breath.cycles, breath.guide,
            line, self.optional,
        )  # fmt: skip

    def english_words(self) -> str:
        # A guide that nobody chose gives way to the tone; one that was chosen would speak.
        chosen = "guide" in self.breathe.model_fields_set and self.breathe.guide != "tone"
        return f"guide: {self.breathe.guide}" if chosen else ""


class TapSettings(StrictForm):
    """Left-right taps for the butterfly hug."""

    sets: Annotated[int, Field(ge=1, le=12)] = Field(default=2, description="Number of sets.")
    taps: Annotated[int, Field(ge=2, le=40)] = Field(
        default=8, description="Number of taps in a set."
    )
    per_minute: Annotated[float, Field(ge=20, le=90)] = Field(
        default=54.0, description="Taps per minute."
    )
    rest: Annotated[float, Field(ge=0, le=60)] = Field(
        default=6.0, description="Seconds between the sets."
    )


class TapStep(StepForm):
    """A soft cue that alternates left and right."""

    settings = TapSettings

    tap: TapSettings = Field(description="Sets of taps that alternate left and right.")

    def to_step(self, line: int) -> model.Step:
        tap = self.tap
        return model.Tap(tap.sets, tap.taps, tap.per_minute, tap.rest, line, self.optional)


class BedSettings(StrictForm):
    """Another bed, and the time the one fades into the other."""

    to: BedName = Field(description="The bed to fade to; none or silence for no bed.")
    over: Annotated[float, Field(ge=1, le=60)] = Field(
        default=6.0, description="Seconds in which the one fades into the other."
    )


class BedStep(StepForm):
    """The bed fades to another one, or to silence; what follows goes on meanwhile."""

    settings = BedSettings

    bed: Annotated[
        Annotated[BedName, Tag("bed")] | Annotated[BedSettings, Tag(SETTINGS)],
        Discriminator(lambda value: "bed" if isinstance(value, str) else SETTINGS),
    ] = Field(description="The bed to fade to, by its id; none or silence for no bed.")

    def to_step(self, line: int) -> model.Step:
        settings = BedSettings(to=self.bed) if isinstance(self.bed, str) else self.bed
        return model.BedChange(bed_of_id(settings.to), settings.over, line, self.optional)


class MusicStep(StepForm):
    """A stretch that belongs to the bed alone."""

    music: Length = Field(description="The time the bed is alone.")

    def to_step(self, line: int) -> model.Step:
        return model.Music(self.music, line, self.optional)
