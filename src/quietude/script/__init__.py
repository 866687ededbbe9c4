"""Definition text → Script: reading, checking and describing what a guide wrote."""
