"""Errors as a page shows them: remedies name what is on the page, not options and commands.

A hint is written where the fault is found, which does not know who will read it, and often names
an option (``--duration``) or a command (``quietude voices list``). A sentence that names one is
replaced by the page's own, from the texts of the pages; where the page has nothing of the kind, it
is left out. What can only be done in a terminal says so.
"""

from __future__ import annotations

import re

from quietude.studio.words import texts

_ASIDE = re.compile(r"\s*\((?:see:? |[^()]*: )?quietude [a-z][^()]*\)")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_OPTION = re.compile(r"--([a-z][a-z-]*)")
_COMMAND = re.compile(r"\bquietude ([a-z]+(?: [a-z]+)*)")
_NOTATION = "notation: quietude"


def in_page(words: str) -> str:
    """A message or a hint without options and commands; "" if nothing else was in it."""
    if "--" not in words and "quietude " not in words:
        return words
    told = (_told(one) for one in _SENTENCES.split(_ASIDE.sub("", words)))
    return " ".join(dict.fromkeys(one for one in told if one))


def _told(sentence: str) -> str:
    option = _OPTION.search(sentence)
    if option:
        return texts().get(f"hint.option.{option[1]}", "")
    command = _COMMAND.search(sentence)
    if command is None or _NOTATION in sentence:
        return sentence
    parts = command[1].split()
    for length in range(len(parts), 0, -1):
        key = f"hint.command.{' '.join(parts[:length])}"
        if key in texts():
            return texts()[key].format(command=f"quietude {command[1]}")
    return ""
