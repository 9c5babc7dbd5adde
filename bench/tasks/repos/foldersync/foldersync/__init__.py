"""Makes a folder the same as another one."""

from foldersync.compare import Changes, compare
from foldersync.ignore import Rules, read_rules
from foldersync.plan import Step, make_plan, run_plan
from foldersync.report import human_size, step_rows, summary
from foldersync.snapshot import FileState, take_snapshot

__all__ = [
    "Changes",
    "FileState",
    "Rules",
    "Step",
    "compare",
    "human_size",
    "make_plan",
    "read_rules",
    "run_plan",
    "step_rows",
    "summary",
    "take_snapshot",
]
