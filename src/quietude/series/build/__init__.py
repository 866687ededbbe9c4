"""Build a series: the schedule, the tasks that render it, and the state that is kept."""
