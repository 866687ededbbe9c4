"""Looks, paragraphs and pages of HTML and rich text → a script in the marks of Markdown."""
