"""Forms that say exactly what is meant: our own exports, SSML, and subtitles with their times."""
