"""Output formats: one class a format, with its encoder, its tags and its decoding."""
