"""Personal values: what a slot takes, and how a value is made safe to speak.

A value is data. It is never read as a template, as markup or as a path; what only serves those
is refused with a message, and what cannot be spoken is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from quietude.errors import SlotError
from quietude.script.details.ages import age_in_words
from quietude.script.details.pronouns import PRONOUNS
from quietude.script.sentences import is_abbreviation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.model import Script, Slot

_REFUSED = frozenset("<>{}[]|\\^~`$=*_#@/%+")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,3})?")
_JOINERS = "\u200c\u200d"  # zero-width joiners are part of the spelling in several scripts


def slot_values(script: Script, given: Mapping[str, str]) -> dict[str, str]:
    """Returns a value for every slot of a script: given ones made safe, defaults for the rest.

    An empty value counts as no value, so the default is taken.

    Raises:
        SlotError: for a slot the script does not have, or a value it cannot take.
    """
    for name in given:
        if name not in script.slots:
            have = ", ".join(sorted(script.slots))
            message = f'"{script.id}" does not use "{name[:40]}"'
            hint = f"It can use: {have}." if have else "It has no personal details."
            raise SlotError(message, hint=hint)
    return {
        name: clean_value(slot, given[name]) if given.get(name, "").strip() else slot.default
        for name, slot in script.slots.items()
    }


def is_personal(script: Script, given: Mapping[str, str]) -> bool:
    """Returns True if a private slot has another value than its default.

    Raises:
        SlotError: for a value the script cannot take.
    """
    values = slot_values(script, given)
    return any(slot.private and values[name] != slot.default for name, slot in script.slots.items())


def clean_value(slot: Slot, value: str) -> str:
    """Returns a value as it will be spoken: composed, on one line, without unspeakable signs.

    Raises:
        SlotError: if it is too long or holds markup.
    """
    if len(value) > 4 * slot.max_chars + 64:
        raise _too_long(slot, len(value))
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if slot.type == "pronoun":
        text = text.partition("/")[0].strip()  # "she/her"
    refused = sorted({character for character in text if character in _REFUSED})
    if refused:
        message = f'the value for "{slot.name}" contains {" ".join(refused)}'
        raise SlotError(message, hint="Use letters, digits and plain punctuation: it is spoken.")
    spoken = "".join(character for character in text if _speakable(character))
    spoken = " ".join(spoken.split())
    if len(spoken) > slot.max_chars:
        raise _too_long(slot, len(spoken))
    if text and not any(character.isalnum() for character in spoken):
        message = f'the value for "{slot.name}" contains nothing that can be spoken'
        raise SlotError(message, hint="Write it in letters.")
    return _typed(slot, spoken) if spoken else ""


def without_stop(text: str) -> str:
    """Returns a value without the punctuation at its end: the line it goes into has its own."""
    bare = text.rstrip(" .,;:…")
    return text if text.endswith(".") and is_abbreviation(f"{bare}.") else bare


_YES, _NO = frozenset({"yes", "y", "true", "on", "1"}), frozenset({"no", "n", "false", "off", "0"})


def _typed(slot: Slot, text: str) -> str:
    """Returns a value in the form of its slot's type: a choice as listed, no as ""."""
    folded = text.lower()
    match slot.type:
        case "choice":
            found = next((choice for choice in slot.choices if choice.lower() == folded), None)
            if found is None:
                message = f'{_quoted(slot, text)} is not a choice for "{slot.name}"'
                raise SlotError(message, hint=f"Choose one of: {', '.join(slot.choices)}.")
            return found
        case "number":
            return _number(slot, text)
        case "age":
            return age_in_words(slot.name, text)
        case "yes-no":
            if folded not in _YES | _NO:
                message = f'"{slot.name}" is answered with yes or no, not {_quoted(slot, text)}'
                raise SlotError(message)
            return "yes" if folded in _YES else ""
        case "pronoun":
            if folded not in PRONOUNS:
                message = f'"{slot.name}" is {", ".join(PRONOUNS[:-1])} or {PRONOUNS[-1]}'
                raise SlotError(message)
            return folded
        case _:
            return without_stop(text)


def _number(slot: Slot, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        message = f'"{slot.name}" is a number, not {_quoted(slot, text)}'
        raise SlotError(message)
    if not slot.min_value <= float(text) <= slot.max_value:
        limits = f"from {slot.min_value:g} to {slot.max_value:g}"
        message = f'"{slot.name}" may be {limits}, not {_quoted(slot, text)}'
        raise SlotError(message)
    return text


def _quoted(slot: Slot, text: str) -> str:
    """Returns a value for a message; a private one is left out, as messages end in logs."""
    return "the value given" if slot.private else f'"{text[:40]}"'


def _speakable(character: str) -> bool:
    # Drops control and direction marks, emoji and their selectors, private and unassigned points.
    category = unicodedata.category(character)
    if category[0] == "C":
        return character in _JOINERS
    return category not in {"So", "Sk"} and character != "\ufe0f"


def _too_long(slot: Slot, length: int) -> SlotError:
    message = f'the value for "{slot.name}" has {length} characters; it may have {slot.max_chars}'
    return SlotError(message)
