"""Script + rules → findings, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import CareError
from quietude.script.care.moments import moments
from quietude.script.care.phrases import NOTES_RULES, counted, phrase_hits
from quietude.script.care.rules import joined, shipped_rules
from quietude.script.care.structure import STRUCTURE, Case, Hit
from quietude.script.care.variants import variants
from quietude.script.care.voice import VOICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.care.rules import CareRules, Rule, Severity
    from quietude.script.model import Script

_ORDER = {"error": 0, "warn": 1, "info": 2}
_CHECKS = {**STRUCTURE, **VOICE}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a script that may be hard on a listener.

    Attributes:
        rule: The id of the rule, such as ``T08``.
        severity: ``error``, ``warn`` or ``info``.
        path: Where the script came from.
        line: Its line there.
        message: What was found.
        instead: What to write instead.
        accepted: The reason the script gives for leaving it so; "" if it gives none.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    instead: str
    accepted: str = ""


def check_care(script: Script, rules: CareRules | None = None) -> list[Finding]:
    """Everything the rules find in a script, by severity and line; the accepted included."""
    rules = rules or shipped_rules()
    cases = [Case(it, moments(it, rules), rules) for it in variants(script)]
    found = [
        _finding(script, rule_id, rule, hit)
        for rule_id, rule in rules.rules.items()
        for case in cases
        for hit in _hits(case, rule_id, rule)
    ]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda it: (_ORDER[it.severity], it.line, it.rule))


def unaccepted(findings: list[Finding]) -> list[Finding]:
    """The findings the script does not give a reason for."""
    return [it for it in findings if not it.accepted]


def refuse_care_errors(script: Script) -> None:
    """Refuse a script that has errors by the shipped rules, unless it gives its reasons.

    Raises:
        CareError: with the first of them.
    """
    errors = [it for it in unaccepted(check_care(script)) if it.severity == "error"]
    if not errors:
        return
    first = errors[0]
    more = f" ({len(errors) - 1} more: quietude check)" if errors[1:] else ""
    hint = (
        f"Instead: {first.instead}.{more} To render it all the same: --accept-care-risks, or "
        f"accept: {{{first.rule}: your reason}} in the definition."
    )
    message = f"{first.rule}: {first.message}"
    raise CareError(message, path=script.source, line=first.line, hint=hint)


def _hits(case: Case, rule_id: str, rule: Rule) -> Iterator[Hit]:
    if rule_id in NOTES_RULES:
        notes = f"{case.script.about} {case.script.content_note}"
        if not joined(tuple(rule.phrases)).search(notes):
            yield Hit(1)
        return
    if rule_id in _CHECKS:
        yield from _CHECKS[rule_id](case)
    if rule.phrases:
        for line, words, count in counted(rule, phrase_hits(rule, case.moments)):
            yield Hit(line, words=words, count=count)


def _finding(script: Script, rule_id: str, rule: Rule, hit: Hit) -> Finding:
    numbers = {"count": f"{hit.count:g}", "limit": f"{hit.limit:g}", "words": hit.words}
    return Finding(
        rule=rule_id,
        severity=rule.severity_for(script.intensity),
        path=script.source,
        line=hit.line,
        message=_filled(rule.says, numbers),
        instead=_filled(rule.instead, numbers),
        accepted=script.accepted.get(rule_id, ""),
    )


def _filled(text: str, values: dict[str, str]) -> str:
    # Not str.format: the words come from a script, and the texts may hold templates to copy.
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
