"""Script + rules → findings, the worst first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.care.phrases import NOTES_RULES, counted, phrase_hits
from quietude.care.rules import joined, shipped_rules
from quietude.care.structure import STRUCTURE, Case, Hit
from quietude.care.surprises import SUDDEN
from quietude.care.variants import shortest, variants
from quietude.care.walkthrough import moments
from quietude.care.wording import VOICE
from quietude.errors import CareError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quietude.care.rules import CareRules, Rule, Severity
    from quietude.script.model import Script

_ORDER = {"error": 0, "warn": 1, "info": 2}
_CHECKS = {**STRUCTURE, **VOICE, **SUDDEN}


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
    rules = (rules or shipped_rules()).for_language(script.language)
    met = list(variants(script))
    found = [
        _finding(script, rule_id, rule, hit)
        for case in _cases(met, rules)
        for rule_id, rule in rules.rules.items()
        for hit in _hits(case, rule_id, rule)
    ]
    unique = list(dict.fromkeys(found))
    unique += _at_its_shortest(script, met, rules, {it.rule for it in unique})
    return sorted(unique, key=lambda it: (_ORDER[it.severity], it.line, it.rule))


_KEPT_SAFE = ("T01", "T02", "T03", "T04", "T12")
"""What must hold in a short session too, when everything optional has been left out."""


_AT_ITS_SHORTEST = " (in a session too short for the optional steps)"


def _cases(scripts: Iterable[Script], rules: CareRules) -> list[Case]:
    return [Case(it, moments(it, rules), rules) for it in scripts]


def _at_its_shortest(
    script: Script, met: Sequence[Script], rules: CareRules, known: set[str]
) -> list[Finding]:
    """What is only missing once the optional steps are; no more than a warning.

    A length that keeps those steps has nothing missing, so it is nothing to refuse.
    """
    left = [(shortest(it), it) for it in met]
    cases = _cases([short for short, it in left if short.sections and short != it], rules)
    found = [
        replace(
            _finding(script, rule_id, rules.rules[rule_id], hit),
            severity="warn",
            message=f"{_filled(rules.rules[rule_id].says, hit)}{_AT_ITS_SHORTEST}",
        )
        for rule_id in _KEPT_SAFE
        if rule_id in rules.rules and rule_id not in known
        for case in cases
        for hit in _CHECKS[rule_id](case)
    ]
    return list({it.rule: it for it in reversed(found)}.values())


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
    return Finding(
        rule=rule_id,
        severity=rule.severity_for(script.intensity),
        path=script.source,
        line=hit.line,
        message=_filled(rule.says, hit),
        instead=_filled(rule.instead, hit),
        accepted=script.accepted.get(rule_id, ""),
    )


def _filled(text: str, hit: Hit) -> str:
    values = {"count": f"{hit.count:g}", "limit": f"{hit.limit:g}", "words": hit.words}
    # Not str.format: the words come from a script, and the texts may hold templates to copy.
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
