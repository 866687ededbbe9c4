"""Neural voices that read English phonemes: hibari and Kokoro share front end and process."""
