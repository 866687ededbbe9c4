"""Render sessions: one as a task, many in a pool of processes, of a cluster, or of a share."""
