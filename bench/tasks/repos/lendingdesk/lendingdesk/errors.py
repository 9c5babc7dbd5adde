"""What can go wrong at the desk."""


class LendingError(Exception):
    """The base of all errors of this package."""


class Unknown(LendingError):
    def __init__(self, what, code):
        super().__init__(f"there is no {what} {code}")


class NotAllowed(LendingError):
    """The rules forbid it."""
