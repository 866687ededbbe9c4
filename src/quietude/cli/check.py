"""``check``: validates definitions, and lists what in them may be hard on a listener."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude._util.text import counted
from quietude.cli.console import print_error
from quietude.cli.help import panels
from quietude.cli.imported import LineBreaks, Lines, read_any
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option
from quietude.errors import QuietudeError, ScriptError, SoundError, UsageError

if TYPE_CHECKING:
    from quietude.care.check import Finding
    from quietude.care.rules import CareRules
    from quietude.script.importing.importer import Imported
    from quietude.script.model import Script

    _Read = tuple[Script | None, QuietudeError | None, Imported | None]

_NO_FINDINGS = "no care findings"
_WORDING_ONLY = (
    "No findings means that the rules found none: they look at wording, order and times, and no "
    "clinician has read this."
)


class ReportFormat(StrEnum):
    """Formats findings are printed in."""

    text = "text"
    github = "github"
    sarif = "sarif"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(
        rich_help_panel=panels.WRITE,
        epilog="""
            quietude check my-exercise.yaml
            quietude check my-script.txt --strict
        """,
    )(check)


def check(  # noqa: PLR0913  (options of a command)
    definitions: Annotated[
        list[str] | None, typer.Argument(help="Exercises or files.", show_default=False)
    ] = None,
    *,
    strict: Annotated[
        bool,
        option(panels.RUN, "Fail on warnings, and on unsure lines of an import.", "--strict"),
    ] = False,
    lines: Lines = LineBreaks.guess,
    as_json: AsJson = False,
    report_format: Annotated[
        ReportFormat,
        option(panels.RUN, "For people, or annotations for a code host.", "--format"),
    ] = ReportFormat.text,
    rules_file: Annotated[
        Path | None,
        option(
            panels.RUN,
            "Use these care rules instead of the built-in ones.",
            "--rules",
            show_default=False,
        ),
    ] = None,
    print_rules: Annotated[
        bool,
        option(panels.RUN, "Print the care rules, to copy and change.", "--print-rules"),
    ] = False,
) -> None:
    """Check scripts without rendering them: are they valid, and kind to the listener?

    Exits with 1 if one of them is not valid or has an error (with --strict: or a warning).
    """
    from quietude.care.check import check_care, unaccepted

    if print_rules:
        from quietude.library import care_text

        typer.echo(care_text(), nl=False)
        return
    if not definitions:
        message = "there is nothing to check"
        raise UsageError(message, hint="Name exercises or files: quietude check safe-place")
    rules = _rules(rules_file)
    read = [_read(definition, lines, strict=strict) for definition in definitions]
    findings = [
        finding
        for script, _, _ in read
        if script
        for finding in (*check_care(script, rules), *_unreadable(script))
    ]
    broken = [error for _, error, _ in read if error]
    if as_json:
        typer.echo(json.dumps(_as_json(definitions, findings, read), ensure_ascii=False))
    elif report_format is ReportFormat.sarif:
        typer.echo(json.dumps(_as_sarif(findings, broken), ensure_ascii=False))
    else:
        github = report_format is ReportFormat.github
        _print(definitions, [pair[:2] for pair in read], findings, github=github)
    failing = {"error", "warn"} if strict else {"error"}
    if broken or any(finding.severity in failing for finding in unaccepted(findings)):
        raise typer.Exit(1)


def _unreadable(script: Script) -> list[Finding]:
    """Returns a warning for each line in letters that the voice of this machine cannot read."""
    from quietude.care.check import Finding
    from quietude.session.planning import unreadable_here

    try:
        errors = unreadable_here(script)
    except QuietudeError:
        return []  # whatever keeps it from being planned is said elsewhere
    return [
        Finding("voice", "warn", script.source, error.line or 1, error.message, error.hint or "")
        for error in errors
    ]


def _rules(path: Path | None) -> CareRules:
    from quietude.care.rules import read_rules, shipped_rules

    return read_rules(path) if path else shipped_rules()


def _read(definition: str, lines: LineBreaks, *, strict: bool) -> _Read:
    from quietude.sound.assets import check_beds

    try:
        script, imported = read_any(definition, lines, strict=strict)
        check_beds(script.beds(script.bed), script.source)
    except (ScriptError, SoundError) as error:
        return None, error, None
    return script, None, imported


def _print(
    definitions: list[str],
    read: list[tuple[Script | None, QuietudeError | None]],
    findings: list[Finding],
    *,
    github: bool,
) -> None:
    for definition, (script, error) in zip(definitions, read, strict=True):
        if error:
            if github:
                typer.echo(_annotation("error", str(error.path or ""), error.line or 1,
                                       "not valid", error.message))  # fmt: skip
            print_error(error)
        elif script:
            mine = _of(script, findings)
            for finding in mine:
                typer.echo(_github(finding) if github else _row(finding))
            if not github:
                count = sum(len(section.steps) for section in script.sections)
                size = f"{counted(len(script.sections), 'section')}, {counted(count, 'step')}"
                typer.echo(f"{definition}: valid ({size}); {_counts(mine)}")
    if not github and any(script and not _of(script, findings) for script, _ in read):
        typer.echo(_WORDING_ONLY)


def _of(script: Script, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.path == script.source]


def _row(finding: Finding) -> str:
    where, rule, message = f"{finding.path}:{finding.line}: ", finding.rule, finding.message
    if finding.accepted:
        return f"{where}{rule} accepted: {message} (because {finding.accepted})"
    return f"{where}{finding.severity} {rule}: {message}\n    Instead: {finding.instead}"


def _counts(findings: list[Finding]) -> str:
    counts = [
        (sum(found.severity == severity and not found.accepted for found in findings), word)
        for severity, word in (("error", "error"), ("warn", "warning"), ("info", "note"))
    ]
    counts.append((sum(bool(found.accepted) for found in findings), "accepted"))
    words = [f"{n} {word}{'s' if n > 1 and word != 'accepted' else ''}" for n, word in counts if n]
    return ", ".join(words) or _NO_FINDINGS


def _github(finding: Finding) -> str:
    level = {"error": "error", "warn": "warning", "info": "notice"}[finding.severity]
    if finding.accepted:
        level = "notice"
    text = f"{finding.message}. Instead: {finding.instead}"
    return _annotation(level, finding.path, finding.line, finding.rule, text)


def _annotation(level: str, path: str, line: int, title: str, message: str) -> str:
    # The escapes of workflow commands: a message is one line, and a property ends at , or :.
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message, path = message.replace(character, code), path.replace(character, code)
    path = path.replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},line={line},title={title}::{message}"


def _as_json(definitions: list[str], findings: list[Finding], read: list[_Read]) -> dict[str, Any]:
    return {
        "checked": definitions,
        "invalid": [
            {
                "path": str(error.path or ""),
                "line": error.line,
                "message": error.message,
                "hint": error.hint,
            }
            for _, error, _ in read
            if error
        ],
        "findings": [asdict(finding) for finding in findings],
        "views": {
            definition: imported.view.to_data()
            for definition, (_, _, imported) in zip(definitions, read, strict=True)
            if imported
        },
    }


def _as_sarif(findings: list[Finding], broken: list[QuietudeError]) -> dict[str, Any]:
    """Returns a SARIF 2.1.0 log, the format code hosts read."""
    levels = {"error": "error", "warn": "warning", "info": "note"}
    results = [
        {
            "ruleId": finding.rule,
            "level": levels[finding.severity],
            "message": {"text": f"{finding.message}. Instead: {finding.instead}"},
            "locations": [_location(finding.path, finding.line)],
            "suppressions": [{"kind": "inSource", "justification": finding.accepted}]
            if finding.accepted
            else [],
        }
        for finding in findings
    ]
    results += [
        {
            "ruleId": "invalid",
            "level": "error",
            "message": {"text": error.message},
            "locations": [_location(str(error.path or ""), error.line or 1)],
            "suppressions": [],
        }
        for error in broken
    ]
    ids = sorted({str(result["ruleId"]) for result in results})
    driver = {"name": "quietude", "rules": [{"id": id_} for id_ in ids]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _location(path: str, line: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": path},
            "region": {"startLine": max(line, 1)},
        }
    }
