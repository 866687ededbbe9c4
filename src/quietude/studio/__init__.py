"""The studio: a page on the listener's own machine, where a session is made by ear."""
