"""A finished session as HTML for a notebook: a player, and its chapters."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from quietude.durations import clock_text

if TYPE_CHECKING:
    from quietude.session.result import Session

_MOST_BYTES = 30_000_000
_MEDIA = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".flac": "audio/flac", ".wav": "audio/wav"}


def session_html(session: Session) -> str:
    """Returns the session as HTML; the sound is inside, unless it is very large or gone."""
    timeline = session.timeline
    chapters = "".join(
        f"<li>{clock_text(one.start_frame / timeline.sample_rate_hz)} {escape(one.title)}</li>"
        for one in timeline.chapters
    )
    head = f"{timeline.title}: {clock_text(timeline.seconds)}, voice {session.narrator.full_id}"
    return (
        f"<p><b>{escape(head)}</b><br><code>{escape(str(session.path))}</code></p>"
        f"{_player(session)}<ul>{chapters}</ul>"
    )


def _player(session: Session) -> str:
    path = session.path
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    media = _MEDIA.get(path.suffix.lower(), "audio/ogg")
    return f"<audio controls src='data:{media};base64,{data}'></audio>"
