"""Helpers that know nothing of sessions: files, folders, languages, concurrency."""
