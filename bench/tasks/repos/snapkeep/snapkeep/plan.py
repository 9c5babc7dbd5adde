"""What is to be done with the snapshots in a folder."""

from dataclasses import dataclass, field

from snapkeep.policy import kept
from snapkeep.snapshot import Snapshot


@dataclass
class Plan:
    keep: dict[Snapshot, list[str]] = field(default_factory=dict)
    remove: list[Snapshot] = field(default_factory=list)


def make_plan(snapshots, policy, protect=()):
    """The plan for some snapshots: what is kept and why, and what is removed, by host and then newest first."""
    hosts = {}
    for snapshot in snapshots:
        hosts.setdefault(snapshot.host, []).append(snapshot)
    plan = Plan()
    for host in sorted(hosts):
        newest_first = sorted(hosts[host], key=lambda snapshot: snapshot.taken, reverse=True)
        reasons = kept(newest_first, policy)
        for snapshot in newest_first:
            rules = list(reasons.get(snapshot, []))
            if snapshot.name in protect:
                rules.append("protected")
            if not rules and snapshot == newest_first[0]:
                rules.append("newest")
            if rules:
                plan.keep[snapshot] = rules
            else:
                plan.remove.append(snapshot)
    return plan
