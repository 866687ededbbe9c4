"""Blocks → files: encoders, tags and chapters, verification, receipt."""
