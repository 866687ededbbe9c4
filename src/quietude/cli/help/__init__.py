"""Help pages: options in panels, an example under each command, wrapped to the terminal."""
