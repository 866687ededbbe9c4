"""Installing voices: fetched, checked, put in place."""
