"""Scripts that are not YAML → the data of a definition, with a report of what was assumed."""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from quietude.errors import ScriptError
from quietude.script.documents.base import SourceText
from quietude.script.documents.fountain import is_screenplay, read_screenplay
from quietude.script.importing.answers.answer import is_answer, read_answer
from quietude.script.importing.cleanup import legible, tidy_script
from quietude.script.importing.drafting.draft import Assumption, Draft, TooLongError, spoken_words
from quietude.script.importing.exact.own_export import is_exported, read_exported
from quietude.script.importing.exact.ssml import read_ssml
from quietude.script.importing.exact.timed import read_timed
from quietude.script.importing.language import code_of, language_of
from quietude.script.importing.text_script import read_text
from quietude.script.importing.view import ImportView

if TYPE_CHECKING:
    from quietude.script.importing.corrections import Corrections
    from quietude.script.importing.lines import LinePolicy

_MOST_LINES = 20_000
"""Lines of the longest text that is read; an hour has a thousand."""

_LONG_GAP = re.compile(r"[ \t]{61,}")
_SSML_SUFFIXES = (".ssml", ".xml")
STRETCH = 4
"""Silences of a plain script may become so many times as long, where a length is asked for."""
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A script as a definition.

    Attributes:
        data: The definition, as it would be written in YAML.
        lines: The line of the script that each part of the definition came from.
        assumptions: The decisions to report, by line.
        words: The number of words that are spoken.
        silence_s: The silence that is marked, in seconds.
        declared_s: The length the script says it has, in seconds; None if it says none.
        view: Every line as it will be heard, or why it will not be.
    """

    data: dict[str, Any]
    lines: dict[tuple[Any, ...], int]
    assumptions: tuple[Assumption, ...]
    words: int
    silence_s: float
    declared_s: float | None
    view: ImportView = field(default_factory=ImportView)

    def line_of(self, path: tuple[Any, ...]) -> int:
        """Returns the line of the deepest part of ``path`` that is known."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def import_text(
    text: str,
    source: str,
    policy: LinePolicy | None = None,
    corrections: Corrections | None = None,
) -> Imported:
    """Read a script that is plain text, Markdown or SSML, by the end of its name.

    Args:
        text: The whole script.
        source: Its name.
        policy: The meaning of its line breaks; None to judge it paragraph by paragraph.
        corrections: Words of a person about its lines.

    Raises:
        ScriptError: with the line, if it is broken SSML, or if nothing in it is spoken.
    """
    ssml = PurePath(source).suffix.lower() in _SSML_SUFFIXES
    found = SourceText(text, notation="ssml" if ssml else "plain")
    return import_source(found, source, policy, corrections)


def import_source(
    found: SourceText,
    source: str,
    policy: LinePolicy | None = None,
    corrections: Corrections | None = None,
) -> Imported:
    """Read a script that a reader of documents has taken out of its file.

    Args:
        found: The text of the file, and the places of its lines.
        source: The name of the file.
        policy: The meaning of its line breaks; None to judge it paragraph by paragraph.
        corrections: Words of a person about its lines.

    Raises:
        ScriptError: with the line, if it is broken SSML, or if nothing in it is spoken.
    """
    found = _laid_out(found)
    text = found.text
    if text.count("\n") > _MOST_LINES:
        message = f"this text has more than {_MOST_LINES:,} lines, which no script needs"
        raise ScriptError(message, path=source, hint="Cut it into several scripts.")
    if is_exported(text):
        data, lines = read_exported(text, source)
        return Imported(data, lines, (), words=0, silence_s=0.0, declared_s=None)
    try:
        if found.notation == "ssml":
            draft = read_ssml(legible(text), source)
        elif found.notation == "definition" or (found.notation == "plain" and is_answer(text)):
            draft = read_answer(text, source, _identifier(PurePath(source).stem))
        elif found.notation == "timed":
            draft = read_timed(legible(text), found.numbers, corrections)
        else:
            draft = read_text(tidy_script(text), policy, corrections, found.numbers)
    except TooLongError as error:
        raise ScriptError(str(error), path=source, hint="Cut it into several scripts.") from error
    draft.sections = [section for section in draft.sections if section["steps"]]
    if not draft.words and draft.data is None:
        message = "nothing is spoken in this script"
        hint = "Everything in it was read as a direction, a heading or information."
        raise ScriptError(message, path=source, hint=hint)
    headed = any(row.what == "chapter" for row in draft.rows)
    draft.title = draft.title or ("" if headed and draft.sections[1:] else found.title)
    draft.language = draft.language or _declared_language(draft, found)
    if draft.data is None:
        data = _definition(draft, source)
        draft.assume(1, "the intensity is taken as light; change it if the script goes deep")
    else:
        data = {key: draft.data[key] for key in draft.data if key != "sections"}
        data = {**data, "stretch": data.get("stretch", STRETCH)}
        data["sections"] = draft.data.get("sections")
    for note in found.notes:
        draft.assume(1, note)
    draft.rows += found.aside
    assumptions = tuple(sorted(draft.assumptions, key=operator.attrgetter("line")))
    return Imported(
        data=data,
        lines=draft.lines,
        assumptions=assumptions,
        words=draft.words,
        silence_s=draft.silence_s,
        declared_s=draft.declared_s,
        view=ImportView(
            tuple(sorted(draft.rows, key=operator.attrgetter("line"))), found.unit, found.pages
        ),
    )


def _laid_out(found: SourceText) -> SourceText:
    """Returns a plain text that is laid out as a screenplay with only what is said in it.

    Columns of any text are no further apart than a page is wide: nothing looks long for their ends.
    """
    if _LONG_GAP.search(found.text):
        found = replace(found, text=_LONG_GAP.sub(" " * 60, found.text))
    screenplay = found.notation == "plain" and is_screenplay(found.text)
    return read_screenplay(found.text, found.notes) if screenplay else found


def _definition(draft: Draft, source: str) -> dict[str, Any]:
    stem = PurePath(source).stem
    title = draft.title or " ".join(re.sub(r"[-_]+", " ", stem).split()).capitalize() or "Session"
    return {
        "id": _identifier(stem),
        "title": title[:200],
        **_language(draft),
        "intensity": "light",
        "stretch": STRETCH,
        **({"slots": _slots(draft)} if draft.slots or draft.blanks.questions else {}),
        "sections": draft.sections,
    }


def _slots(draft: Draft) -> dict[str, dict[str, str]]:
    """Returns the slots of a script: those it leaves open, and those that somebody named."""
    asked = {**draft.blanks.questions, **draft.slots}
    defaults = draft.blanks.defaults
    return {name: {"ask": ask, "default": defaults.get(name, "")} for name, ask in asked.items()}


def _language(draft: Draft) -> dict[str, str]:
    """Returns the language, unless it is English: as the script names it, or by its words."""
    code = draft.language
    if not code and (code := language_of(spoken_words(draft))) not in {"", "en"}:
        assumed = (
            f'the language is taken as "{code}"; if it is another, change it in the definition'
        )
        draft.assume(1, assumed)
    return {"language": code} if code not in {"", "en"} else {}


def _declared_language(draft: Draft, found: SourceText) -> str:
    """Returns the language a file says it is in, unless its words are in another."""
    declared = code_of(found.language)
    by_words = language_of(spoken_words(draft)) if declared else ""
    return declared if by_words in {"", declared.partition("-")[0]} else ""


def _identifier(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "imported"
    # YAML would read "08" and "1e3" as numbers, and "no" as an answer.
    return name if re.search(r"[a-df-z]", name) and name not in _YAML_WORDS else f"script-{name}"
