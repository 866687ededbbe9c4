"""Script + rules → findings, the worst first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.care import breath, details, structure, wording
from quietude.care.case import CHECKS, Case
from quietude.care.rules import shipped_rules
from quietude.care.variants import shortest, variants
from quietude.care.walkthrough import walkthrough
from quietude.errors import CareError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quietude.care.case import Hit
    from quietude.care.rules import CareRules, Rule, Severity
    from quietude.script.model import Script

_CHECK_MODULES = (breath, details, structure, wording)
"""Importing them registers their checks; a new module of checks joins them here."""

_ORDER = {"error": 0, "warn": 1, "info": 2}
_AT_ITS_SHORTEST = " (in a session too short for the optional steps)"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a script that may be hard on a listener.

    Attributes:
        rule: The id of the rule, such as ``T08``.
        severity: ``error``, ``warn`` or ``info``.
        path: The file of the script, or ``library:ID``.
        line: Its line there.
        message: The problem.
        instead: The wording or order to use instead.
        accepted: The reason the script gives for leaving it so; "" if it gives none.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    instead: str
    accepted: str = ""


_MOST_KNOWN = 64
_KNOWN: dict[int, tuple[Script, list[Finding]]] = {}
"""Scripts by their identity, with what was found in them: frozen, and held here, so that no other
script can have the identity of one."""


def check_care(script: Script, rules: CareRules | None = None) -> list[Finding]:
    """Everything the rules find in a script, by severity and line; the accepted included.

    A series has the same exercise for every listener: what the shipped rules found in the last
    scripts is kept.
    """
    if rules is not None:
        return _check(script, rules)
    known = _KNOWN.get(id(script))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(script)] = script, _check(script, shipped_rules())
    return list(known[1])


def _check(script: Script, rules: CareRules) -> list[Finding]:
    rules = rules.for_language(script.language)
    met = list(variants(script))
    findings = [
        _finding(script, rule_id, rule, hit)
        for case in _cases(met, rules, script)
        for rule_id, rule in rules.rules.items()
        for hit in _hits(case, rule_id, rule)
    ]
    unique = list(dict.fromkeys(findings))
    unique += _at_its_shortest(script, met, rules, {finding.rule for finding in unique})
    return sorted(
        unique, key=lambda finding: (_ORDER[finding.severity], finding.line, finding.rule)
    )


def _cases(scripts: Iterable[Script], rules: CareRules, whole: Script) -> Iterator[Case]:
    for script in scripts:
        walk = walkthrough(script, rules.thresholds.silence_s.of(script.intensity))
        if walk and walk.moments:
            yield Case(script, walk, rules, whole)


def _at_its_shortest(
    script: Script, met: Sequence[Script], rules: CareRules, known: set[str]
) -> list[Finding]:
    """Findings only without the optional steps; no more than warnings.

    A length that keeps those steps has nothing missing, so there is nothing to refuse.
    """
    pairs = [(shortest(variant), variant) for variant in met]
    cases = list(
        _cases([short for short, full in pairs if short.sections and short != full], rules, script)
    )
    first: dict[str, Finding] = {}
    for rule_id, rule in rules.rules.items():
        if not rule.also_at_shortest or rule_id in known:
            continue
        for case in cases:
            for hit in _hits(case, rule_id, rule):
                message = f"{_filled(rule.says, hit)}{_AT_ITS_SHORTEST}"
                finding = _finding(script, rule_id, rule, hit)
                first.setdefault(rule_id, replace(finding, severity="warn", message=message))
    return list(first.values())


def unaccepted(findings: list[Finding]) -> list[Finding]:
    """The findings the script does not give a reason for."""
    return [finding for finding in findings if not finding.accepted]


def refuse_care_errors(script: Script) -> None:
    """Refuses a script that has errors by the shipped rules, unless it gives its reasons.

    Raises:
        CareError: with the first of them.
    """
    rules = shipped_rules().rules
    errors = [
        finding
        for finding in unaccepted(check_care(script))
        if finding.severity == "error" and rules[finding.rule].stops_render
    ]
    if not errors:
        return
    first = errors[0]
    more = f" ({len(errors) - 1} more: quietude check)" if errors[1:] else ""
    message = f"{first.rule}: {first.message}"
    hint = f"Instead: {first.instead}.{more}"
    override = (
        "To render it all the same: --accept-care-risks, or "
        f"accept: {{{first.rule}: your reason}} in the definition."
    )
    raise CareError(message, path=script.source, line=first.line, hint=hint, override=override)


def _hits(case: Case, rule_id: str, rule: Rule) -> Iterator[Hit]:
    if rule.of != "script":
        return
    if rule.check:
        yield from CHECKS[rule.check](case)
    if rule.all_phrases or rule.expressions:
        yield from wording.phrase_hits(rule_id, rule, case)


def _finding(script: Script, rule_id: str, rule: Rule, hit: Hit) -> Finding:
    severity = rule.severity_for(script.intensity)
    return Finding(
        rule=rule_id,
        severity="warn" if hit.only_warns and severity == "error" else severity,
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
