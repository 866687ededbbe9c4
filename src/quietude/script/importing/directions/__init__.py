"""Directions of a script: the meaning of brackets, and of lines that are not for the voice."""
