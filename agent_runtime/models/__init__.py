"""Thinks: the models and how they are reached."""
