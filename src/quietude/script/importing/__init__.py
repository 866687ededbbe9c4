"""Scripts as people write them anyway, plain text, Markdown and SSML, read into definitions."""
