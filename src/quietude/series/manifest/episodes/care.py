"""Care checks of what a manifest adds: the words of intro and outro, and the order of episodes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from quietude.care.check import check_care, unaccepted
from quietude.care.programme_order import findings_in_order
from quietude.care.rules import shipped_rules
from quietude.errors import QuietudeError
from quietude.session.planning import script_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quietude.care.check import Finding
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms.show import ShowForm
    from quietude.series.manifest.model import EpisodeSpec
    from quietude.series.manifest.problems import Problems


class CheckedScript:
    """A script with its care findings, which are looked up once for all episodes that have it."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._refusals: dict[str, QuietudeError | None] = {}

    @cached_property
    def findings(self) -> list[Finding]:
        """Care findings that the script gives no reason for."""
        return unaccepted(check_care(self.script))

    def refusal(self, request: Request) -> QuietudeError | None:
        """The error that refuses a session of this script; None if it may be made."""
        if request.ending not in self._refusals:
            # The findings are known; only a sleep ending makes another script, to be checked anew.
            errors = any(finding.severity == "error" for finding in self.findings)
            passed = not errors and request.ending != "sleep"
            try:
                script_for(self.script, request, accept_care_risks=passed)
                self._refusals[request.ending] = None
            except QuietudeError as error:
                self._refusals[request.ending] = error
        return self._refusals[request.ending]


def warn_of_added_words(
    problems: Problems,
    places: Mapping[str, DataPath],
    definition: CheckedScript,
    with_intro: CheckedScript,
    whole: CheckedScript,
) -> None:
    """Warn of care findings that the manifest's own words bring into a session.

    Findings in the definition alone are left to ``quietude check``; errors refuse the manifest.

    Args:
        problems: Takes the warnings.
        places: Places of the words in the manifest, of ``intro`` and ``outro``.
        definition: The session without intro and outro.
        with_intro: The session with its intro.
        whole: The session with both.
    """
    # An intro becomes the first section: rules about that section would find fault with each one.
    rules = shipped_rules().rules
    warned = [
        finding
        for finding in whole.findings
        if finding.severity == "warn" and not rules[finding.rule].first_section
    ]
    if not places or not warned:
        return
    known = _rules_and_messages(definition.findings)
    of_intro = _rules_and_messages(with_intro.findings) if "intro" in places else known
    for finding in warned:
        said = (finding.rule, finding.message)
        at = places.get("intro" if said in of_intro else "outro")
        if at and said not in known:
            message = f"{finding.rule}: {finding.message}"
            problems.warn(problems.line(at), message, f"Instead: {finding.instead}.")


def _rules_and_messages(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.message) for finding in findings}


def warn_of_order(problems: Problems, show: ShowForm | None, specs: Sequence[EpisodeSpec]) -> None:
    """Warn of episodes heard one after the other that ask too much too soon."""
    if show is None or (show.type != "serial" and show.medium != "course"):
        return
    lines = {spec.id: spec.line for spec in specs}
    # Nothing is known of the words of a recording.
    made = [(spec, spec.script) for spec in specs if spec.recording is None]
    for finding in findings_in_order(made):
        message = f"{finding.rule}: {finding.entry}: {finding.message}"
        hint = "Put a light session between, or something steady before."
        problems.warn(lines[finding.entry], message, hint)
