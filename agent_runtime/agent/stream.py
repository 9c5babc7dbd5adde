"""The events of a run as an iterator."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from agent_runtime.types import Event, RunResult

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session


def stream_events(session: Session, work: Callable[[], RunResult]) -> Generator[Event, None, RunResult]:
    """Call `work` in a thread of its own and yield the session's events meanwhile; the generator's value is the result.
    Closing it early interrupts the run."""
    events: queue.Queue[Event | None] = queue.Queue()
    before = session.on_event
    results: list[RunResult] = []
    failures: list[BaseException] = []

    def take(event: Event) -> None:
        before(event)
        events.put(event)

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001  # the thread's boundary: raised in the caller's thread
            failures.append(error)
        finally:
            events.put(None)

    session.on_event = take
    thread = threading.Thread(target=run, name="session", daemon=True)
    thread.start()
    try:
        while (event := events.get()) is not None:
            yield event
    finally:
        if not (results or failures):
            session.interrupt()
        thread.join()
        session.on_event = before
    if failures:
        raise failures[0]
    return results[0]
