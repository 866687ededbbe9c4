"""Lines of plays, slides and lesson plans: speakers by themselves, scenes, and how long to hold."""

from __future__ import annotations

import re

from quietude.script.importing.words.heads import SPEAKERS

CUE = re.compile(
    rf"(?:the )?(?:{SPEAKERS}|voice|narrator)(?: (?:one|two|three|\d|[a-c]))?\.?\s*(?:\([^()]{{1,60}}\)\.?|\.)?",
    re.IGNORECASE,
)
NAME = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ .'-]{1,24})\.?\s*\(([^()]{1,60})\)\.?")
TRANSITION = re.compile(
    r"\W*(?:fade (?:in|out|up|to black)|cut to\b.{0,30}|dissolve to\b.{0,30}|blackout|curtain|lights (?:up|down|fade)"
    r"|slide \d{1,3}\b.{0,60}|folie \d{1,3}\b.{0,60}|diapositi(?:ve|va) \d{1,3}\b.{0,60}|(?:int|ext)\.? .{2,60}"
    r"|scene \d{1,2}\b.{0,60}|cue \d{1,3}\b.{0,60})\W*",
    re.IGNORECASE,
)
"""Scenes, slides and what lights and music do, as whole lines."""
HELD = re.compile(
    r"(?:hold|relax|release|tense|squeeze|rest|wait|breathe|halten|tenir|mantener|soltar|relajar)\W+(?:for |about |~)?"
    r"(\d{1,3}(?:\s?[-–]\s?\d{1,3})?)\s?(s|sec|secs|sek|seg|min|mins)\b\.?",
    re.IGNORECASE,
)
"""A line that says how long to hold and nothing else."""

STEP = re.compile(
    r"(?:\*\*|__)?(?:step|part|phase|stage|section|schritt|teil|étape|phase|partie|paso|parte|fase|passo|stap|deel|steg|krok|шаг)"
    r" (?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six|seven|eight)\s*[:.–—-]\s*([^.!?:]{2,50})(?:\*\*|__)?",
    re.IGNORECASE,
)
"""The title of a step: "Step 2: Emotions and sensations"."""
