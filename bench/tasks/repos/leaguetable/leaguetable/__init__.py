"""The table of a football league."""
