"""Shared by the tests of the studio: its secrets, and a session that is made quickly."""

from __future__ import annotations

from quietude.studio.guard import Keys

KEYS = Keys("the-key", "the-token", 8765)
BASE = "http://127.0.0.1:8765"
TONE = "tone:tone"
CHOSEN = {"source": "exercise:taking-a-break", "duration_s": 120, "voice": TONE, "bed": "none"}
