"""Options of commands: each declared once, and read into what the other rooms take."""
