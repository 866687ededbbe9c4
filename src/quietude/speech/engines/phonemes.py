"""Which engines take IPA inside a text, and how it is written for them.

pyttsx3, flite and festival read letters alone: for them a word has its respelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _piper(ipa: str) -> str:
    return f"[[ {ipa} ]]"


_NOTATIONS: Mapping[str, Callable[[str], str]] = {"piper": _piper}


def ipa_notation(engine: str) -> Callable[[str], str] | None:
    """How an engine takes IPA; None if it reads letters alone.

    Args:
        engine: Its name, as in its identity.
    """
    return _NOTATIONS.get(engine)
