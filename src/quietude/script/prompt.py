"""A prompt with which a chat assistant writes a definition for a need and a length."""

from __future__ import annotations

from itertools import pairwise

from quietude import library
from quietude.durations import clock_text
from quietude.errors import UsageError
from quietude.script.importing.language import code_of_name

EXAMPLE = """\
id: {identifier}
title: "{title}"
language: {language}
intensity: light
about: "One sentence that says what this session is."
content_note: "Feelings may come up. You can stop at any time. This is no substitute for therapy."
slots:
  name: {{ask: "What should the voice call you?", default: ""}}
sections:
  - title: "Arriving"
    role: arrive
    steps:
      - bell
      - "Welcome{{{{ ', ' + name if name }}}}. Sit or lie in any way that is comfortable."
      - pause: 5-20s
      - "You can stop at any time, or open your eyes and look around."
      - pause: 5-20s
  - title: "Listening"
    role: practice
    steps:
      - "You might listen to what is near, and then to what is far away."
      - pause: 15-60s
      - ask: "What is the quietest sound that you can find?"
        reflect: 15-60s
      - say: "Sounds can come and go by themselves."
        optional: 2
      - pause: 10-40s
        optional: 2
  - title: "Coming back"
    role: return
    steps:
      - "Feel your hands and your feet. If your eyes were closed, let them find the room again."
      - pause: 5-20s
"""
"""The form of an answer, small; it is filled with the need."""

SHORTEST_S, LONGEST_S = 60.0, 3600.0
_RATE_WPM = 105
"""Words a minute of a voice with the gaps between its sentences."""
_SILENCE = ((60.0, 0.25), (300.0, 0.35), (600.0, 0.48), (1200.0, 0.58), (3600.0, 0.7))
"""The share of silence in good sessions of a length, in seconds; see plan.optional_steps."""
_NIGHT = (
    "sleep",
    "night",
    "schlaf",
    "nacht",
    "sommeil",
    "nuit",
    "dormir",
    "noche",
    "sonno",
    "slaap",
)


def prompt(need: str, duration_s: float, language: str = "English") -> str:
    """Returns the prompt, as Markdown.

    Args:
        need: The purpose of the session, in a few words: "before sleep".
        duration_s: Its length, in seconds.
        language: Its language, by name or code.

    Raises:
        UsageError: if the need is empty, or the length cannot be written at once.
    """
    need, language = " ".join(need.split())[:400], " ".join(language.split())[:40]
    if not need:
        message = "say what the session is for"
        raise UsageError(message, hint='Write it like: quietude prompt "before sleep"')
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        message = f"a session of {clock_text(duration_s)} is not written in one answer"
        raise UsageError(message, hint="Ask for 1 to 60 minutes.")
    silence = silence_share(duration_s)
    title = need.replace('"', "'")[:60]
    words = max(40, round(duration_s / 60 * _RATE_WPM * (1 - silence) / 10) * 10)
    asleep = any(word in need.lower() for word in _NIGHT)
    sleep = (
        "\n- For a session that ends in sleep: no bell and no questions in the last third."
        if asleep
        else ""
    )
    code = code_of_name(language) or "en"
    example = EXAMPLE.format(
        identifier="my-session", title=title[:1].upper() + title[1:], language=code
    )
    return library.prompt_text().format(
        need=need,
        length=clock_text(duration_s),
        words=words,
        silence=clock_text(duration_s * silence),
        language=language,
        sleep=sleep,
        example=example,
    )


def silence_share(duration_s: float) -> float:
    """Returns the share of silence in a session, 0 … 1, between the lengths that are known."""
    for (short_s, less), (long_s, more) in pairwise(_SILENCE):
        if duration_s <= long_s:
            return less + (more - less) * (duration_s - short_s) / (long_s - short_s)
    return _SILENCE[-1][1]
