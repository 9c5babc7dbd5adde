"""Sends journals to a collector: while a run goes on, at the next start, and on request.

Phoenix answers 200 and stores later, so that a Phoenix that is killed loses what it had taken. Therefore a batch counts
as delivered only when Phoenix shows its last span, and what is not shown after an outage or a gap is sent again:
Phoenix keeps the first copy of a span id. Other collectors are believed.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agent_runtime.records import otlp
from agent_runtime.records.endpoint import BatchRefused, Endpoint, EndpointDown, deadline_left
from agent_runtime.records.journal import read_lines, whole_lines_end
from agent_runtime.records.runs import is_held, list_runs, read_json, write_atomically

BATCH_SPANS = 256
BATCH_BYTES = 2 << 20
MAX_UNCONFIRMED_SPANS = 4096
"""How far sending runs ahead of storing; Phoenix's own queue takes 20,000."""
CONFIRM_WITHIN_S = 60.0
GAP_AFTER_S = 2.0
"""A batch that is not shown this long after the last progress, while a later one is, was lost."""
MAX_REPEATS = 2
POLL_S = 0.25
UNSENT = "unsent.json"
"""How far a run is delivered. Exists while something is not."""


@dataclass(slots=True)
class Progress:
    """Offsets into `trace.jsonl` and `annotations.jsonl`."""

    confirmed: int = 0
    annotations: int = 0
    refused: int = 0
    """Spans that the collector will not take."""

    @classmethod
    def read(cls, run: Path) -> Progress:
        data = read_json(run / UNSENT)
        return cls(**{name: int(data.get(name, 0)) for name in ("confirmed", "annotations", "refused")})

    def write(self, run: Path) -> None:
        write_atomically(run / UNSENT, json.dumps(asdict(self)).encode())


class Delivery:
    """One run's way to a collector. `pump` sends what there is and returns; calling it again goes on."""

    def __init__(self, run: Path, endpoint: Endpoint, progress: Progress) -> None:
        self.run = run
        self.endpoint = endpoint
        self.progress = progress
        self.sent = progress.confirmed
        self.sent_spans = 0
        self._unconfirmed: list[tuple[str, int]] = []
        """Last span and end of each batch that was sent and is not known to be stored."""
        self._ahead = 0
        self._since = 0.0
        self._repeats = 0

    @property
    def done(self) -> bool:
        """Everything that is in the journal has been delivered."""
        trace, annotations = self.run / "trace.jsonl", self.run / "annotations.jsonl"
        return self.progress.confirmed >= whole_lines_end(trace) and self.progress.annotations >= whole_lines_end(
            annotations
        )

    def rewind(self) -> None:
        """After an outage: send again what is not confirmed."""
        self.sent, self._ahead, self._unconfirmed = self.progress.confirmed, 0, []

    def pump(self, deadline: float | None = None) -> None:
        """Send, confirm, then annotate. With a deadline (`time.monotonic`) it waits until then for confirmation.

        Raises:
            EndpointDown: the collector cannot be reached; nothing is lost.
        """
        try:
            for lines, end in _batches(self.run / "trace.jsonl", self.sent):
                if not self._unconfirmed:
                    self._since = time.monotonic()
                last = self._post(lines, deadline)
                self.sent, self._ahead = end, self._ahead + len(lines)
                if last:
                    self._unconfirmed.append((last, end))
                elif not self._unconfirmed:
                    self.progress.confirmed = end
                if self._ahead >= MAX_UNCONFIRMED_SPANS and not self._confirm(deadline, wait=True):
                    return
                if deadline is not None and time.monotonic() > deadline:
                    return
            if self._confirm(deadline, wait=deadline is not None):
                self._annotate(deadline)
        finally:
            self._save()

    def _post(self, lines: Sequence[dict[str, Any]], deadline: float | None) -> str:
        """Send lines; those that are refused are passed over. The last span that was taken, or nothing."""
        try:
            self.endpoint.post_spans(otlp.to_request(lines).SerializeToString(), timeout_s=deadline_left(deadline))
        except (BatchRefused, KeyError, TypeError, ValueError):  # Refused, or JSON that is no OTLP.
            if len(lines) == 1:
                self.progress.refused += 1
                return ""
            middle = len(lines) // 2
            first = self._post(lines[:middle], deadline)
            return self._post(lines[middle:], deadline) or first
        self.endpoint.reached()
        self.sent_spans += len(lines)
        return str(otlp.spans_of(lines[-1])[-1]["spanId"])

    def _confirm(self, deadline: float | None, *, wait: bool) -> bool:
        """Move `confirmed` over the batches that are stored; whether all are."""
        while self._unconfirmed:
            stored = self.endpoint.stored([last for last, _ in self._unconfirmed], timeout_s=deadline_left(deadline))
            now = time.monotonic()
            while self._unconfirmed and self._unconfirmed[0][0] in stored:
                self._advance(now)
            if not self._unconfirmed:
                break
            gap = now - self._since > GAP_AFTER_S and any(last in stored for last, _ in self._unconfirmed)
            if gap or now - self._since > CONFIRM_WITHIN_S:
                if self._repeats < MAX_REPEATS:
                    self._repeats += 1
                    self.rewind()
                    return False
                self._advance(now)  # Sent several times and never shown (its retention removed it): believed.
                continue
            if not wait or (deadline is not None and now > deadline - 0.1):
                return False
            time.sleep(0.1)
        self._ahead = 0
        if self.progress.confirmed < self.sent:
            self.progress.confirmed = self.sent  # Refused lines at the end.
        return True

    def _advance(self, now: float) -> None:
        self.progress.confirmed = self._unconfirmed.pop(0)[1]
        self._since, self._repeats = now, 0

    def _annotate(self, deadline: float | None) -> None:
        for line, end in read_lines(self.run / "annotations.jsonl", self.progress.annotations):
            if (data := parse_line(line)) is not None:
                try:
                    self.endpoint.post_annotations([data], timeout_s=deadline_left(deadline))
                except (BatchRefused, KeyError):
                    if is_held(self.run):
                        return  # Its span has not ended yet: later.
                    self.progress.refused += 1
            self.progress.annotations = end

    def _save(self) -> None:
        try:
            if self.done and not is_held(self.run):
                (self.run / UNSENT).unlink(missing_ok=True)
            else:
                self.progress.write(self.run)
        except OSError:
            return  # The disk refuses: the next start sends more than it needs to, which changes nothing.


def parse_line(line: bytes) -> dict[str, Any] | None:
    """A line of a journal; `None` for one that was torn."""
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _batches(path: Path, offset: int) -> Iterator[tuple[list[dict[str, Any]], int]]:
    """Parsed lines with the offset behind them, never many at once."""
    lines: list[dict[str, Any]] = []
    size, end = 0, offset
    for raw, after in read_lines(path, offset):
        data = parse_line(raw)
        if data is not None and otlp.spans_of(data):
            if lines and size + len(raw) > BATCH_BYTES:
                yield lines, end
                lines, size = [], 0
            lines.append(data)
            size += len(raw)
        end = after
        if len(lines) >= BATCH_SPANS:
            yield lines, end
            lines, size = [], 0
    if lines:
        yield lines, end


class Forwarder:
    """A daemon thread that follows the journal of a run that goes on. It never blocks who writes the journal."""

    def __init__(self, run: Path, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.delivery = Delivery(run, endpoint, Progress())
        self._stop = threading.Event()
        self._deadline: float | None = None
        self._thread = threading.Thread(target=self._follow, name="trace-forwarder", daemon=True)

    def start(self) -> None:
        self.delivery._save()
        self._thread.start()

    def _follow(self) -> None:
        while not self._stop.is_set():
            pause = POLL_S
            if not self.delivery.done:
                pause = self._try(None)
            self._stop.wait(pause)
        if self.endpoint.up is not False and not self.delivery.done:
            self._try(self._deadline)

    def _try(self, deadline: float | None) -> float:
        """Deliver what there is; the seconds to wait before the next try."""
        was_up = self.endpoint.up
        if was_up is False:
            self.delivery.rewind()
        try:
            self.delivery.pump(deadline)
        except EndpointDown as error:
            self.delivery.rewind()
            return self.endpoint.lost(error)
        return POLL_S

    def close(self, timeout_s: float) -> bool:
        """Give it `timeout_s` to deliver the rest; whether all is delivered. It may go on in the background until the
        process ends."""
        self._deadline = time.monotonic() + timeout_s
        self._stop.set()
        if self.endpoint.up is not False:
            self._thread.join(timeout_s)
        return self.delivery.done


def push(
    run: Path,
    endpoint: Endpoint,
    *,
    whole: bool = True,
    deadline_s: float | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Send a run: from its first span (`whole`), or what is left. The number of spans that were sent.

    Raises:
        EndpointDown: the collector cannot be reached.
    """
    delivery = Delivery(run, endpoint, Progress() if whole else Progress.read(run))
    deadline = time.monotonic() + (deadline_s if deadline_s is not None else 600.0)
    while not delivery.done and time.monotonic() < deadline:
        before = delivery.progress.confirmed, delivery.progress.annotations
        delivery.pump(deadline)
        if on_progress is not None:
            on_progress(delivery.sent_spans)
        if before == (delivery.progress.confirmed, delivery.progress.annotations):
            time.sleep(0.1)
    return delivery.sent_spans


def pending_runs(root: Path | None = None) -> list[Path]:
    """Runs with something that was to be sent and is not, oldest first; not those that still go on."""
    return [run for run in list_runs(root) if (run / UNSENT).exists() and not is_held(run)]


def push_pending(endpoint: Endpoint, *, root: Path | None = None, limit: int = 50, skip: Sequence[Path] = ()) -> int:
    """Send what earlier runs left, newest first and at most `limit` runs; the number of runs delivered. A collector
    that is away ends it."""
    delivered = 0
    for run in reversed(pending_runs(root)[-limit:]):
        if run in skip:
            continue
        try:
            push(run, endpoint, whole=False, deadline_s=60)
        except EndpointDown as error:
            endpoint.lost(error)
            break
        delivered += 1
    return delivered


def push_pending_in_background(
    endpoint: Endpoint, *, root: Path | None = None, skip: Sequence[Path] = ()
) -> threading.Thread:
    """`push_pending` in a daemon thread, for the start of a session."""
    thread = threading.Thread(
        target=push_pending, args=(endpoint,), kwargs={"root": root, "skip": skip}, name="trace-push", daemon=True
    )
    thread.start()
    return thread
