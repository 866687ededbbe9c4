"""Takes: phrases recorded by a person, found by their words, checked and made fit to hear."""
