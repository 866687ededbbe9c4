"""A script read by a person: the sheet, the takes of a session, a long recording that is cut."""
