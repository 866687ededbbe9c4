"""The vocabulary of the importer, as rows of data: directions, headings, labels, set phrases."""
