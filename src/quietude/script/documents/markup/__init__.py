"""Paragraphs, looks and pages in HTML → the lines of a script in the marks of Markdown."""
