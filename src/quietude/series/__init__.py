"""Many sessions: a manifest becomes a folder that any static host can serve as a podcast."""
