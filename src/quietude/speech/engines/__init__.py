"""Speech engines: one module each, one row in the registry, one contract."""
