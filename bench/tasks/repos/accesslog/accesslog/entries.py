"""One request."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    client: str
    user: str | None
    time: datetime
    method: str
    path: str  # without the query
    query: str
    status: int
    size: int  # bytes, 0 when nothing was sent
    agent: str
    seconds: float | None = None

    @property
    def status_class(self):
        """`2xx`, `4xx` and so on."""
        return f"{self.status // 100}xx"

    @property
    def failed(self):
        """Whether the client or the server made an error."""
        return self.status >= 400
