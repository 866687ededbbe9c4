"""Definitions and programmes that several tests use, and what they are read into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quietude.script.importing.importer import import_text

if TYPE_CHECKING:
    from quietude.plan.model import Plan

SMALL = """\
id: small
title: A Small One
slots:
  name: {ask: "Your name?", default: ""}
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome{{ ", " + name if name }}. It is good to have you here.
      - pause: 2-30s
  - title: Resting
    role: practice
    steps:
      - ask: What do you notice?
        reflect: 3-40s
      - echo: I am here.
      - say: Stay a little longer, if you like.
        optional: 1
  - title: Coming back
    role: return
    steps:
      - Thank you for your time.
intensity: light
"""

BRIEF = """\
id: brief
title: A Brief One
sections:
  - title: Resting
    steps:
      - Welcome, and rest.
      - pause: 1-60s
      - Thank you.
intensity: light
"""
"""Two phrases and no bell: it can be 14 seconds long, for tests of what happens to any session."""

BRIEF_S = 14.0

HEAD = "id: x\ntitle: X\nsections:\n  - title: One\n    steps:\n"
"""The head of a definition, up to its steps; the first of them is on line 6."""

CATALOGUED = (
    "id: x\ntitle: X\ncovers: [1, 3]\nsource: [S0, S2]\nfor_when: [sad, morning]\n"
    "lengths: [5, 10, 20]\nsections: [{title: A, steps: [hi]}]\n"
)
PROGRAMME_HEAD = "id: mine\ntitle: Mine\nabout: About it.\ncadence: Now and then.\nentries:\n"


def with_steps(*lines: str) -> str:
    """A definition with these lines as its steps."""
    return HEAD + "".join(f"      {line}\n" for line in lines)


def exercise(name: str, intensity: str, covers: str = "[]") -> str:
    """A definition that only says hello."""
    return (
        f"id: {name}\ntitle: {name.title()}\nintensity: {intensity}\ncovers: {covers}\n"
        "sections: [{title: A, steps: [Hello.]}]\n"
    )


def programme(*entries: str) -> str:
    """A programme of entries, each as the inside of a mapping."""
    return PROGRAMME_HEAD + "".join(f"  - {{{entry}}}\n" for entry in entries)


def imported_steps(text: str, name: str = "x.txt", **options: Any) -> list[Any]:
    """The steps of all sections of an imported script, as data."""
    data = import_text(text, name, **options).data
    return [step for section in data["sections"] for step in section["steps"]]


def without_lines(plan: Plan) -> str:
    """A plan without the lines it came from."""
    return re.sub(r"line_no=\d+", "", repr(plan.steps))
