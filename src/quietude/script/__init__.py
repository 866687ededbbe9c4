"""Definition text → Script: reading, checking, searching and exporting definitions."""
