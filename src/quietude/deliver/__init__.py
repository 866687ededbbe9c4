"""Blocks → files: formats, tags and chapters, captions, transcripts, covers, labels."""
