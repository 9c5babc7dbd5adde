"""Measures agents: tasks with hidden checks, run by command lines, counted at a recording proxy."""
