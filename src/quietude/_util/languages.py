"""Tags of languages as BCP 47 has them, and as systems write them."""

from __future__ import annotations


def primary_language(tag: str) -> str:
    """The language itself, without region or script: ``de`` of ``de-AT``, ``de_AT`` and ``DE``."""
    return tag.replace("_", "-").partition("-")[0].lower()
