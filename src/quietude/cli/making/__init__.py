"""Options and sessions that several commands share: settings, presets, days of a programme."""
