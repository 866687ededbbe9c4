"""Script → Plan → Timeline: personalise, compose, fit. Integers; no sound and no files."""
