"""Answers of chat assistants: a definition among other words, with small mistakes."""
