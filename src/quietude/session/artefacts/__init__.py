"""Files beside the sound of a session: one class for each kind."""
