"""Forget a listener: their site, their state, and the phrases that were spoken for them alone."""

from __future__ import annotations

import contextlib
import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude._util.files import is_file, is_folder
from quietude._util.private_folder import remove_inside
from quietude.errors import UsageError
from quietude.series.build.schedule import plan_of
from quietude.series.build.site_contents import ADDRESSES, write_table
from quietude.series.build.state_folder import StateFolder
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker
from quietude.speech.voice_selection import open_voice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.plan.model import Utterance
    from quietude.series.manifest.model import Edition, Manifest


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everything that was forgotten of a listener.

    Attributes:
        files: Number of files that were removed from the site.
        episodes: Number of episodes that the state knew.
        phrases: Number of phrases that were removed from the cache; None if they could not be
            looked up, since the listener is not in the table.
    """

    files: int
    episodes: int
    phrases: int | None


def forget(manifest: Manifest, site: Path, listener: str, key: str = "") -> Forgotten:
    """Remove everything that is kept of a listener here. The host keeps what was uploaded.

    Args:
        manifest: The series; the phrases of a listener who is in its table are forgotten too.
        site: The folder of the site.
        listener: Their id in the table.
        key: Their key, if their row had one and is gone.

    Raises:
        UsageError: if nothing is known of this listener.
        SeriesError: if another build is running, or the state cannot be written.
    """
    edition = next((one for one in manifest.editions if one.listener == listener), None)
    with StateFolder(site) as state_folder:
        if edition is None:
            token = state_folder.token("listener", manifest.show.id, listener, *filter(None, [key]))
        else:
            token = state_folder.listener_token(manifest.show.id, edition)
        state = state_folder.state
        known = [name for name in state.seen if name.startswith(f"{token}/")]
        folder = site / token
        if not known and not is_folder(folder):
            message = "nothing is known of this listener"
            raise UsageError(message, hint="Give the id of their row, and --key if it had one.")
        files = sum(is_file(path) for path in folder.rglob("*")) if is_folder(folder) else 0
        phrases = _forget_phrases(edition) if edition else None
        if is_folder(folder):
            remove_inside(site, token)
        state_folder.add("forgotten", edition=token)
        state_folder.purge()
        needed = {kept.audio_key for kept in state_folder.state.episodes.values()}
        state_folder.remove_all_but(needed)
        _forget_address(state_folder.path / ADDRESSES, listener)
    return Forgotten(files, len(known), phrases)


def _forget_phrases(edition: Edition) -> int:
    """Remove the phrases in which a detail of a listener is said; return their number."""
    removed = 0
    for spec in edition.episodes:
        details = [value.casefold() for value in spec.request.slot_values.values() if value]
        if not details or spec.recording:
            continue
        request = spec.request
        with open_voice(request.voice, request.engine, spec.script.language) as chosen:
            plain = replace(spec, request=replace(request, voice=chosen.voice))
            plan = plan_of(plain, chosen.engine.identity(chosen.voice).engine)
            personal = [said for said in plan.utterances() if _tells(said, details)]
            speaker = Speaker(chosen.engine, user_cache(), plan.sample_rate_hz)
            removed += speaker.forget(personal)
    return removed


def _tells(utterance: Utterance, details: list[str]) -> bool:
    said = f"{utterance.text} {utterance.said}".casefold()
    return any(detail in said for detail in details)


def _forget_address(table: Path, listener: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        with table.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row and row[0] != listener]
        write_table(table, rows)
