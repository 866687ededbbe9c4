"""The JSON Schema of a definition, made from the models, with words for a person who hovers."""

from __future__ import annotations

import json
from typing import Any

from quietude.script.schema.definition import Definition

DESCRIPTIONS: dict[str, str] = {
    "Definition.id": "Lower-case words joined by hyphens, like safe-place.",
    "Definition.title": "What listeners see.",
    "Definition.intensity": "How deep it goes; decides what the care checks ask for.",
    "Definition.about": "One or two sentences for the show notes.",
    "Definition.content_note": "What may come up, and that stopping is fine.",
    "Definition.language": "A code such as en or en-GB.",
    "Definition.pacing": "What named gaps are multiplied by: 0.75, 1 or 1.35.",
    "Definition.slots": "Personal details, by the name that templates use.",
    "Definition.bed": "An ambient bed; see quietude beds list.",
    "Definition.lexicon": "How words are pronounced, by word; or the name of a file beside it.",
    "Definition.covers": "Rows of the library's catalogue that it carries.",
    "Definition.source": "The articles it follows; see the library's sources.",
    "Definition.for_when": "When someone may want it.",
    "Definition.lengths": "The lengths it is offered at, in minutes, the shortest first.",
    "Definition.sections": "The parts of the session; each becomes a chapter.",
    "SectionForm.title": "The title of its chapter.",
    "SectionForm.role": "What the section is for.",
    "SectionForm.steps": "What happens; a plain line is speech.",
    "SlotForm.ask": "The question a person is asked for it.",
    "SlotForm.default": "What stands there when nothing is given; may be empty.",
    "SlotForm.max_chars": "The longest value it takes.",
    "SlotForm.type": "What kind of value it takes; no becomes an empty value.",
    "SlotForm.choices": "What there is to choose from.",
    "SlotForm.min": "The smallest number.",
    "SlotForm.max": "The largest number.",
    "SlotForm.private": "Whether it is kept out of tags, receipts and messages; false for what "
    "tells nothing of a person, such as the time of day.",
    "SayStep.say": "What is said.",
    "SayStep.says": "How words of this line are pronounced, by word.",
    "PauseStep.weight": "How readily it stretches beside the others.",
    "BellStep.bell": "Which bell; alone, the usual one.",
    "BellSettings.which": "Which bell: bell, bowl or chime.",
    "BellSettings.count": "How many strokes.",
    "BellSettings.every": "Seconds from one stroke to the next.",
    "AskStep.ask": "The question.",
    "EchoStep.echo": "A phrase that the listener may say too.",
    "TapStep.tap": "Sets of taps that alternate left and right.",
    "TapSettings.sets": "How many sets.",
    "TapSettings.taps": "How many taps in a set.",
    "TapSettings.per_minute": "How fast.",
    "TapSettings.rest": "Seconds between the sets.",
    "JournalStep.touch": "What the voice says in the middle of the silence.",
    "BedStep.bed": "The bed to fade to, by its id; none or silence for no bed.",
    "BedSettings.to": "The bed to fade to; none or silence for no bed.",
    "BedSettings.over": "How many seconds the one fades into the other.",
    "MusicStep.music": "How long the bed is alone.",
    "NoteStep.note": "For whoever reads the script; never spoken.",
    "ImagineStep.imagine": "An invitation to picture something.",
    "GroundStep.ground": "Coming back through the senses; alone, five, four and three things.",
    "GroundSettings.see": "How many things to see.",
    "GroundSettings.touch": "How many things to touch.",
    "GroundSettings.hear": "How many sounds to hear.",
    "ChapterStep.chapter": "The title of the chapter that begins here.",
    "RepeatStep.repeat": "How often, in all.",
    "RepeatStep.steps": "What is repeated.",
    "ChooseStep.choose": "One of these, a step or a list of steps, by the seed of the session.",
    "IncludeStep.include": "The name of shared steps, such as arrival or grounding-close.",
}
_EVERYWHERE = {"optional": "1 is kept first, 9 is dropped first; leave it out to keep it always."}


def definition_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a definition."""
    schema = Definition.model_json_schema()
    for name, model in [("Definition", schema), *schema["$defs"].items()]:
        for key, value in model.get("properties", {}).items():
            words = DESCRIPTIONS.get(f"{name}.{key}") or _EVERYWHERE.get(key)
            if words:
                value["description"] = words
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A Quietude definition",
    }


def schema_text() -> str:
    """The schema as it is shipped."""
    return json.dumps(definition_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
