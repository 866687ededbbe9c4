"""Read the table of the listeners: their details, and the settings in its columns."""
