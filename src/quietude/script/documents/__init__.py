"""Files that people have their scripts in → text in the importer's notation, with its places."""
