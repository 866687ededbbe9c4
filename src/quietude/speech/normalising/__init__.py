"""Text normalising: the written text of a phrase → the words an engine is to say."""
