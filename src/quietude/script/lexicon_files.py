"""Lexicon files → a Lexicon: YAML, a line for each word, or PLS 1.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quietude._util.dirs import config_dir
from quietude.errors import ScriptError
from quietude.script.files import read_file
from quietude.script.lexicon import Lexicon, Pronunciation, lexicon_of
from quietude.script.schema.yaml_source import document_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEXICON_NAME = "lexicon.yaml"
"""What a lexicon is called that lies beside a definition, or among a person's own settings."""

PLS_SUFFIXES = (".pls", ".xml")
SUFFIXES = (".yaml", ".yml", *PLS_SUFFIXES)
_KEYS = frozenset({"says", "ipa", "exact"})
_EXAMPLE = "Write it like: Siobhan: shi-VAWN"


def read_lexicon(path: Path) -> Lexicon:
    """A lexicon from a YAML or PLS file.

    Raises:
        ScriptError: with the line, if it cannot be read or is not a lexicon.
    """
    text = read_file(path, SUFFIXES, "lexicons in .yaml and .pls")
    if path.suffix.lower() in PLS_SUFFIXES:
        from quietude.script.pls import parse_pls  # and with it a parser of XML

        return parse_pls(text, path)
    document = document_of(text, path)
    data = {} if document.data is None else document.data
    return lexicon_from(data, path, lambda word: document.line_of((word,)))


def personal_lexicon_path() -> Path:
    """Where this user's own lexicon is: in ``QUIETUDE_CONFIG_DIR``, or among the settings."""
    return config_dir() / LEXICON_NAME


def listener_lexicon(also: Path | None = None) -> Lexicon:
    """This user's own lexicon, and beneath it a file that is asked for.

    Raises:
        ScriptError: with the line, if one of them cannot be read.
    """
    own = optional_lexicon(personal_lexicon_path())
    return own.over(read_lexicon(also)) if also else own


def optional_lexicon(path: Path) -> Lexicon:
    """A lexicon that need not be there."""
    return read_lexicon(path) if path.is_file() else Lexicon()


def lexicon_from(data: Any, source: Path | str, line_of: Callable[[str], int]) -> Lexicon:
    """A lexicon from a mapping of words to respellings, or to says, ipa and exact.

    Args:
        data: The mapping.
        source: Where it stands, for messages.
        line_of: The line of a word.

    Raises:
        ScriptError: with the line, if it is none.
    """
    if not isinstance(data, dict):
        message = "a lexicon has a line for each word"
        raise ScriptError(message, path=source, hint=_EXAMPLE)
    entries = []
    for word, value in data.items():
        try:
            entries.append(_entry(str(word), value))
        except ValueError as error:
            raise ScriptError(str(error), path=source, line=line_of(word), hint=_EXAMPLE) from error
    try:
        return lexicon_of(entries)
    except ValueError as error:
        raise ScriptError(str(error), path=source) from error


def _entry(word: str, value: Any) -> Pronunciation:
    if isinstance(value, str):
        return Pronunciation(word, says=value)
    if not isinstance(value, dict) or not value or not set(value) <= _KEYS:
        message = "a word has a respelling, or says, ipa and exact"
        raise ValueError(message)
    says, ipa, exact = value.get("says", ""), value.get("ipa", ""), value.get("exact", False)
    if not isinstance(says, str) or not isinstance(ipa, str) or not isinstance(exact, bool):
        message = "says and ipa are text, and exact is true or false"
        raise ValueError(message)
    return Pronunciation(word, says=says, ipa=ipa, exact=exact)
