"""A diary of watering plants."""
