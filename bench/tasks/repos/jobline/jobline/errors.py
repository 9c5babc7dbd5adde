"""What can go wrong."""


class JobError(Exception):
    """A job cannot do what was asked of it."""


class UnknownJob(JobError):
    """There is no job with this number."""

    def __init__(self, number):
        super().__init__(f"there is no job {number}")
        self.number = number
