"""Facts about voices: figures as they were measured, and ways to better ones."""
