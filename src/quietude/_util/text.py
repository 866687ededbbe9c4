"""Language tags, and characters that are none."""

from __future__ import annotations

import re

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: escapes in JSON and YAML can write one, no encoding can store it."""


def primary_language(tag: str) -> str:
    """Returns the language without region or script: ``de`` for ``de-AT``, ``de_AT`` and ``DE``."""
    return tag.replace("_", "-").partition("-")[0].lower()
