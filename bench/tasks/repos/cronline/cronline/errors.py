class CronError(ValueError):
    """An expression or a line of a crontab makes no sense."""
