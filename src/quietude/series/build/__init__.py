"""Building a series: what is due, the tasks that render it, and the state that is kept."""
