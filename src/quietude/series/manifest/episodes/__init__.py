"""Read an episode of a manifest: its script and sound, its length, notes and pictures."""
