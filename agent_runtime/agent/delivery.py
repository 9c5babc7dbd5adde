"""What a session does beside its runs: sends their spans, and mends and sends what earlier processes left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from agent_runtime.config import Settings
from agent_runtime.errors import RecordsError
from agent_runtime.records.checkpoints import recover_workspace
from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.forwarder import push_pending_in_background
from agent_runtime.records.recovery import recover_all
from agent_runtime.records.runs import runs_dir

_caught_up: set[tuple[Path, Path]] = set()
"""State folder and workspace: done once per process."""


class Delivery:
    """The collector of a session, shared by its runs, and the work left by processes that were killed."""

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        origins: Mapping[str, str] | None,
        on_notice: Callable[[str], None],
    ) -> None:
        self.endpoint = Endpoint.from_settings(settings, environ, origins=origins, on_notice=on_notice)
        self._on_notice = on_notice

    def catch_up(self, workspace: Path, ready: threading.Event) -> None:
        """Mend the workspace, close the runs of killed processes and send what was left, in the background. `ready` is
        set when the workspace is whole; the first tool call waits for it, the first model request does not."""
        done = (runs_dir(), workspace)
        if done in _caught_up:
            return
        _caught_up.add(done)
        ready.clear()
        thread = threading.Thread(target=self._catch_up, args=(runs_dir(), workspace, ready), name="catch-up")
        thread.daemon = True
        thread.start()

    def _catch_up(self, runs: Path, workspace: Path, ready: threading.Event) -> None:
        try:
            for item in recover_workspace(runs, workspace):
                state = "as the run wanted it" if item.completed else "as it was before"
                left = f"; left as they are: {', '.join(item.conflicts)}" if item.conflicts else ""
                self._on_notice(f"A stopped run had left a change half made; now {state}{left}.")
        except (OSError, RecordsError) as error:
            self._on_notice(f"What a stopped run left in {workspace} cannot be mended: {error}")
        finally:
            ready.set()
        closed = recover_all(runs)
        if closed:
            self._on_notice(f"{len(closed)} killed runs were closed in the records.")
        if self.endpoint is not None:
            push_pending_in_background(self.endpoint, root=runs)

    def close(self) -> None:
        """Close the connection."""
        if self.endpoint is not None:
            self.endpoint.close()
