"""Generators for the ambient beds, bells and cues shipped in audio_assets/ (CC0-1.0)."""
