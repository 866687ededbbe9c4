"""Preview of a site on this machine, before it is uploaded."""
