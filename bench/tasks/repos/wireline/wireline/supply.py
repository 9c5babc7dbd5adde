"""A stand-in for a power supply."""

from wireline.commands import CommandError, parse_command
from wireline.replies import Reply

HELP = ("SET channel volts", "GET channel", "LABEL channel text", "HELP")


class Supply:
    def __init__(self, channels=("ch1", "ch2"), limit=30.0):
        self.volts = dict.fromkeys(channels, 0.0)
        self.labels = dict.fromkeys(channels, "")
        self.limit = limit

    def handle(self, line):
        """Do what a line says."""
        try:
            command = parse_command(line)
        except CommandError as error:
            return Reply(500, (str(error),))
        match command.verb, command.arguments:
            case "HELP", ():
                return Reply(214, HELP)
            case "SET", (channel, volts) if channel in self.volts:
                return self._set(channel, volts)
            case "GET", (channel,) if channel in self.volts:
                return Reply(200, (f"{self.volts[channel]:.2f} V", f"label: {self.labels[channel]}"))
            case "LABEL", (channel, text) if channel in self.labels:
                self.labels[channel] = text
                return Reply(200, ("ok",))
            case (("SET" | "GET" | "LABEL" | "HELP"), _):
                return Reply(501, (f"wrong arguments for the verb {command.verb}",))
        return Reply(500, (f"unknown verb {command.verb}",))

    def _set(self, channel, volts):
        try:
            value = float(volts)
        except ValueError:
            return Reply(501, (f"{volts} is no number",))
        if not 0 <= value <= self.limit:
            return Reply(552, (f"0 to {self.limit:g} V only",))
        self.volts[channel] = value
        return Reply(200, ("ok",))
