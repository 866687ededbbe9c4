"""The panels of help pages: commands by what one is doing, options with the most used first.

A command or option names its panel as ``rich_help_panel``.
"""

from __future__ import annotations

MAKE = "Make a session"
WRITE = "Write your own"
PUBLISH = "Publish"
MACHINE = "This machine"

FIRST = "Most used"
PERSON = "Personal details"
LENGTH = "Words and length"
VOICE = "Voice"
SOUND = "Sound"
BESIDE = "Files beside the sound"
FILE = "The sound file"
SCRIPT = "Reading a script"
CHOICE = "Only some of them"
RUN = "The run"
OTHER = "Options"

ORDER = (
    *(MAKE, WRITE, PUBLISH, MACHINE),
    *(FIRST, PERSON, LENGTH, VOICE, SOUND, FILE, BESIDE, SCRIPT, CHOICE, RUN, OTHER),
)
"""Panels in the order of a page."""
