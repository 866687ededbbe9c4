"""Importers: plain text, Markdown and SSML, as people write them, read into definitions."""
