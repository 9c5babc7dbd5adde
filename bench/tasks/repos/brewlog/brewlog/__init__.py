"""A log of home-brewed beer."""
