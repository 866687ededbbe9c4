"""The scripts of a studio: kept as files, taken from files of any kind, shown as rows."""
