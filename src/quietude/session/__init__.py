"""One session from request to finished files, where speech, sound and deliver meet."""
