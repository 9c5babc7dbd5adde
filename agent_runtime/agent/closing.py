"""How a run ended, and the account of it that its record gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from agent_runtime.agent.verify import Verifier
from agent_runtime.errors import RunStopped
from agent_runtime.records.summary import commands_run, file_stats
from agent_runtime.records.undo import entry_diff
from agent_runtime.redact import Redactor
from agent_runtime.types import Check, CommandRun, FileStat, Outcome

MAX_DIFF_CHARS = 200_000


class Account(TypedDict):
    """The fields of a `RunResult` that come from the record."""

    checks: tuple[Check, ...]
    verification: str
    warnings: tuple[str, ...]
    files: tuple[FileStat, ...]
    commands: tuple[CommandRun, ...]
    diff: str


def stopped(stop: RunStopped, verifier: Verifier | None) -> tuple[Outcome, str]:
    """Outcome and error of a run that was ended. When its budget ran out while the check of its answer failed, the run
    has failed; everything else ended it from outside."""
    if verifier is not None and verifier.rejected and stop.outcome in (Outcome.LIMIT, Outcome.LOOP):
        return Outcome.FAILED, f"The model said it was done, but {verifier.reason()}. {stop}"
    return stop.outcome, str(stop)


def account(verifier: Verifier | None, run_dir: Path, redactor: Redactor) -> Account:
    """Checks, changed files, commands and the diff of a run."""
    changes = verifier.changes() if verifier is not None else {}
    diff = redactor.text("".join(entry_diff(path, *change) for path, change in changes.items()))
    if len(diff) > MAX_DIFF_CHARS:
        diff = diff[:MAX_DIFF_CHARS] + f"\n[... cut; `agent-runtime diff {run_dir.name}` shows all]\n"
    checks = verifier.checks if verifier is not None else ()
    return Account(
        checks=tuple(
            replace(
                check,
                command=redactor.text(check.command),
                failures=tuple(map(redactor.text, check.failures)),
                reason=redactor.text(check.reason),
            )
            for check in checks
        ),
        verification=redactor.text(verifier.reason()) if verifier is not None else "",
        warnings=tuple(map(redactor.text, verifier.warnings())) if verifier is not None else (),
        files=file_stats(changes),
        commands=commands_run(run_dir / "audit.jsonl"),
        diff=diff,
    )
