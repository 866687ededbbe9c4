"""What a manifest itself brings that may be hard on a listener: its own words, and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.care.check import check_care, unaccepted
from quietude.care.programme_order import findings_in_order
from quietude.care.rules import shipped_rules
from quietude.errors import QuietudeError
from quietude.session.prepare import script_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quietude.care.check import Finding
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.script.schema.yaml_source import DataPath
    from quietude.series.manifest.forms import ShowForm
    from quietude.series.manifest.intro_outro import Whole
    from quietude.series.manifest.problems import Problems
    from quietude.series.manifest.sessions import Session


class Care:
    """What may be hard in the scripts of a manifest: each is looked through once, and kept."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Script, list[Finding]]] = {}
        self._refusals: dict[tuple[int, str], QuietudeError | None] = {}

    def refusal(self, script: Script, request: Request) -> QuietudeError | None:
        """Why a session may not be; None if it may."""
        key = (id(script), request.ending)
        if key not in self._refusals:
            errors = any(it.severity == "error" for it in self._findings(script))
            known_kind = not errors and request.ending != "sleep"
            try:
                script_for(script, request, accept_care_risks=known_kind)
                self._refusals[key] = None
            except QuietudeError as error:
                self._refusals[key] = error
        return self._refusals[key]

    def warn_of_parts(
        self, problems: Problems, places: Mapping[str, DataPath], whole: Whole
    ) -> None:
        """Warn of what the words of a manifest bring into a session that is kind without them.

        What a definition says by itself is told by `quietude check`; errors refuse the manifest.

        Args:
            problems: Where it is told.
            places: Where those words stand, of ``intro`` and ``outro``.
            whole: The session without them, and with them.
        """
        # Words put before a session become its first section by themselves.
        rules = shipped_rules().rules
        warned = [
            finding
            for finding in self._findings(whole.closed)
            if finding.severity == "warn" and not rules[finding.rule].first_section
        ]
        if not places or not warned:
            return
        alone = _told(self._findings(whole.alone))
        opened = _told(self._findings(whole.opened)) if "intro" in places else alone
        for it in warned:
            said = (it.rule, it.message)
            at = places.get("intro" if said in opened else "outro")
            if at and said not in alone:
                problems.warn(at, f"{it.rule}: {it.message}", f"Instead: {it.instead}.")

    def _findings(self, script: Script) -> list[Finding]:
        # It is kept with them, so that no other script has its id.
        if id(script) not in self._found:
            self._found[id(script)] = script, unaccepted(check_care(script))
        return self._found[id(script)][1]


def _told(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(it.rule, it.message) for it in findings}


def warn_of_order(problems: Problems, show: ShowForm | None, sessions: Sequence[Session]) -> None:
    """Warn where sessions that are heard one after the other ask too much too soon."""
    if show is None or (show.type != "serial" and show.medium != "course"):
        return
    by_id = {it.id: it for it in sessions}
    for it in findings_in_order([(it, it.script) for it in sessions]):
        hint = "Put a light session between, or something steady before."
        problems.warn(by_id[it.entry].at, f"{it.rule}: {it.entry}: {it.message}", hint)
