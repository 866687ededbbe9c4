"""Sounds at both ends of a session: jingles and recorded greetings."""
