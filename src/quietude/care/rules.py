"""The care rules as data: severities, thresholds and word lists that a clinician can edit."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from quietude import library
from quietude._util.languages import primary_language
from quietude.care.meaning import Meaning
from quietude.care.phrases import sought
from quietude.errors import ScriptError
from quietude.script.files import read_file
from quietude.script.model import Intensity, Role  # noqa: TC001  (pydantic reads annotations)
from quietude.script.schema.yaml_source import document_of

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.schema.yaml_source import DataPath, Document

_CONTEXT_PHRASES = (
    "negations", "not_negations", "denials", "reports", "prescriptions", "conditions",
    "contradictions", "releases", "takes_back",
)  # fmt: skip

Severity = Literal["error", "warn", "info"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ByIntensity(_Data):
    """A number for each intensity."""

    light: float
    medium: float
    high: float

    def of(self, intensity: str) -> float:
        """The number of one intensity."""
        return float(getattr(self, intensity))


class SeverityByIntensity(_Data):
    """A severity for each intensity."""

    light: Severity
    medium: Severity
    high: Severity


class Thresholds(_Data):
    """The limits of the rules that count; seconds end in ``_s``."""

    grounding_s: float
    return_s: float
    early_s: float
    bare_imperative_share: float
    bare_imperatives_in_a_row: int
    fewest_instructions: int
    hold_s: float
    long_hold_s: float
    cycles_478: int
    cycles_box: int
    question_gap_s: ByIntensity
    silence_s: ByIntensity
    run_words: int
    run_sentences: int
    arrival_s: float
    name_per_5_min: float
    sudden_fade_s: float
    declared_share: float
    high_from_day: int


def _compiles(patterns: list[str]) -> list[str]:
    """All together, as they are used; one by one only to tell which of them is wrong."""
    try:
        joined(tuple(patterns))
    except re.error:
        _refuse_the_wrong_one(patterns)
    return patterns


def _refuse_the_wrong_one(patterns: list[str]) -> None:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"{pattern!r} is not a regular expression ({error})"
            raise ValueError(message) from error


Patterns = Annotated[list[str], AfterValidator(_compiles)]
Phrases = list[str]
"""Phrases in the language that the head of ``care.yaml`` explains."""


class MoreThan(_Data):
    """The number of times from which something in a script is a finding."""

    per_100_words: float
    at_least: int


class Rule(_Data):
    """One rule; see the head of ``care.yaml``."""

    severity: Severity | SeverityByIntensity
    says: str
    instead: str
    check: str = ""
    of: Literal["script", "programme"] = "script"
    stops_render: bool = True
    any_language: bool = False
    also_at_shortest: bool = False
    first_section: bool = False
    look_in: Literal["speech", "notes"] = "speech"
    phrases: Phrases = []
    only_warns: Phrases = []
    expressions: Patterns = []
    unless: Phrases = []
    near: Phrases = []
    within: int = 0
    more_than: MoreThan | None = None
    negatable: bool = True
    quotable: bool = True
    conditional: bool = False
    window: int = 10
    roles: list[Role] = []
    intensity: list[Intensity] = []

    @property
    def all_phrases(self) -> Phrases:
        """All that is looked for in a sentence."""
        return [*self.phrases, *self.only_warns]

    def severity_for(self, intensity: str) -> Severity:
        """The severity at one intensity."""
        if isinstance(self.severity, SeverityByIntensity):
            severity: Severity = getattr(self.severity, intensity)
            return severity
        return self.severity


class Context(_Data):
    """Words and phrases that make a phrase fine, such as negations; see ``meaning``."""

    negations: Phrases
    not_negations: Phrases
    ends: list[str]
    subjects: list[str]
    joins: list[str]
    denials: Phrases
    reports: Phrases
    prescriptions: Phrases
    conditions: Phrases
    contradictions: Phrases = []
    releases: Phrases = []
    takes_back: Phrases = []


class CareRules(_Data):
    """All rules; ``words`` are lists of regular expressions the structural rules go by.

    They and the phrases are in ``language``; ``lists`` are what phrases call by ``@name``.
    """

    language: str = "en"
    thresholds: Thresholds
    context: Context
    lists: dict[str, Phrases]
    words: dict[str, Patterns]
    rules: dict[str, Rule]

    def for_language(self, language: str) -> CareRules:
        """The rules for a script in a language: all of them, or those that need no words of it."""
        if primary_language(language) == primary_language(self.language):
            return self
        kept = {rule_id: rule for rule_id, rule in self.rules.items() if rule.any_language}
        return self.model_copy(update={"rules": kept})

    def rule_of(self, check: str) -> tuple[str, Rule]:
        """The id and the rule that names a check."""
        return next(pair for pair in self.rules.items() if pair[1].check == check)

    @cached_property
    def meaning(self) -> Meaning:
        """Meaning of the phrases, where they stand.

        Raises:
            ValueError: if one of them is not a phrase.
        """
        return Meaning(self.rules, self.context, self.lists)

    def pattern(self, name: str) -> re.Pattern[str]:
        """A word list as one expression."""
        return joined(tuple(self.words[name]))


@cache
def joined(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several expressions as one that ignores case; without any, one that never matches."""
    text = "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"
    return re.compile(text, re.IGNORECASE)


@cache
def shipped_rules() -> CareRules:
    """The rules that come with Quietude."""
    return parse_rules(library.care_text(), "library:care")


def read_rules(path: Path) -> CareRules:
    """Care rules of one's own; see ``quietude check --print-rules``.

    Raises:
        ScriptError: if there is no such file, or if it is not a set of rules.
    """
    return parse_rules(read_file(path, (".yaml", ".yml"), "care rules in .yaml"), path)


def parse_rules(text: str, source: str | Path) -> CareRules:
    """Rules from the text of a rules file.

    Raises:
        ScriptError: with the line, if the text is not a set of rules.
    """
    document = document_of(text, source)
    try:
        rules = CareRules.model_validate(document.data)
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        line = document.line_of(first["loc"])
        message = f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        hint = "Start from the rules that are shipped: quietude check --print-rules"
        raise ScriptError(message, path=source, line=line, hint=hint) from error
    if source == "library:care":
        return rules
    _refuse_bad_phrases(rules, document, source)
    wanted = shipped_rules()
    missing = sorted(
        (set(wanted.words) - set(rules.words)) | (set(wanted.rules) - set(rules.rules))
    )
    if missing:
        message = f"these rules have no {', '.join(missing)}"
        hint = "To turn a rule off, accept it in the definition with a reason."
        raise ScriptError(message, path=source, hint=hint)
    known = {rule.check for rule in wanted.rules.values()}
    for rule_id, rule in rules.rules.items():
        if rule.check not in known:
            message = f'{rule_id}: there is no check "{rule.check}"'
            line = document.line_of(("rules", rule_id, "check"))
            hint = f"There are: {', '.join(sorted(known - {''}))}."
            raise ScriptError(message, path=source, line=line, hint=hint)
    return rules


def _refuse_bad_phrases(rules: CareRules, document: Document, source: str | Path) -> None:
    """Refuses what is not a phrase, with its line."""
    try:
        _ = rules.meaning
    except ValueError:
        pass
    else:
        return
    places: list[tuple[DataPath, list[str]]] = [
        (("rules", rule_id, key), getattr(rule, key))
        for rule_id, rule in rules.rules.items()
        for key in ("phrases", "only_warns", "unless", "near")
    ]
    places += [(("context", key), getattr(rules.context, key)) for key in _CONTEXT_PHRASES]
    places += [(("lists", name), phrases) for name, phrases in rules.lists.items()]
    for path, phrases in places:
        for index, phrase in enumerate(phrases):
            try:
                sought(phrase, rules.lists)
            except ValueError as error:
                line = document.line_of((*path, index))
                hint = "The head of the rules explains the language: quietude check --print-rules"
                raise ScriptError(str(error), path=source, line=line, hint=hint) from error
