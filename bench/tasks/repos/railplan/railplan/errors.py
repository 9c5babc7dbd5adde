"""What can go wrong."""


class RailError(Exception):
    """The base of all errors of this package."""


class DataError(RailError):
    """A file of the data cannot be read; says where."""

    def __init__(self, where, problem):
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class UnknownStation(RailError):
    def __init__(self, name):
        super().__init__(f"there is no station {name!r}")


class NoRoute(RailError):
    def __init__(self, start, end):
        super().__init__(f"there is no route from {start} to {end} on this day")
