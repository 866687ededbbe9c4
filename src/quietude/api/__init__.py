"""The functions for Python: one call for each thing a command does, with plain texts as values."""
