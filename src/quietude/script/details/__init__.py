"""Personal details: slots, what a narrator makes of them, and values to try them with."""
