"""Blocks of a script that are not spoken, and why: notes, page furniture, tables, second copies."""
