class MakeletError(Exception):
    """The build file cannot be used as it is."""
