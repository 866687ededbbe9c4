"""The picture of a session: its chapters, voice, pauses, cues and bed over time."""
