"""Which snapshots of a backup are kept."""

from snapkeep.plan import Plan, make_plan
from snapkeep.policy import Policy, kept
from snapkeep.settings import Settings, SettingsError, load_settings
from snapkeep.snapshot import Snapshot, parse_name

__all__ = [
    "Plan",
    "Policy",
    "Settings",
    "SettingsError",
    "Snapshot",
    "kept",
    "load_settings",
    "make_plan",
    "parse_name",
]
