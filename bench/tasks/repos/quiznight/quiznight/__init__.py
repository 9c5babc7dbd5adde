"""The scores of a quiz night."""
