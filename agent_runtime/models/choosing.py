"""Chooses the model for a task by the rules of models.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent_runtime.errors import UnknownModel
from agent_runtime.models.base import RouteChoice
from agent_runtime.models.needs import Needs, infer
from agent_runtime.models.profiles import AUTO, COMPLEXITIES, Condition, Profile
from agent_runtime.models.registry import Registry


@dataclass(frozen=True, slots=True)
class Chosen:
    """The group that does a task."""

    members: tuple[str, ...]
    """Ids of equals."""
    escalate: tuple[str, ...]
    choice: RouteChoice


def choose(registry: Registry, task: str) -> Chosen:
    """The first route that fits and whose window is large enough; else the default; else the smallest able model.

    Raises:
        UnknownModel: models.toml declares no model that could do it.
    """
    needs = infer(task)
    reasons = [*needs.reasons, f"it needs about {needs.context_tokens} tokens of context"]
    for route, place in registry.routes:
        if (misfit := _misfit(route.condition, needs, task)) is not None:
            reasons.append(f"{place}: {misfit}")
            continue
        able = [p for target in route.targets for p in registry.group(target) if _holds(p, needs)]
        if not able:
            reasons.append(f"{place}: fits, but the window of {', '.join(route.targets)} is too small")
            continue
        reasons.append(f"{place}: fits, so {' or '.join(p.id for p in able)}")
        return _chosen(able, route.escalate, needs, reasons, place)
    if registry.default not in (None, AUTO):
        assert registry.default is not None
        reasons.append(f"no route fits, so the default {registry.default}")
        return _chosen(registry.group(registry.default), (), needs, reasons, "default")
    return _smallest(registry, needs, reasons)


def _smallest(registry: Registry, needs: Needs, reasons: list[str]) -> Chosen:
    able = [p for p in registry.declared if "tools" in p.capabilities and _holds(p, needs)]
    able = [p for p in able if needs.need in p.capabilities] or able
    if not able:
        raise UnknownModel(
            f"No model of models.toml has the capability 'tools' and {needs.context_tokens} tokens of context.",
            remedy="Declare one, or name a model with -m.",
        )
    wanted = COMPLEXITIES.index(needs.complexity)

    def order(profile: Profile) -> tuple[bool, int, float]:
        level = COMPLEXITIES.index(profile.complexity)
        return level < wanted, abs(level - wanted), profile.cost or 0.0

    best = min(able, key=order)
    reasons.append(f"no route fits and there is no default: {best.id} ({best.complexity}) is the smallest able model")
    return _chosen([best], (), needs, reasons, "smallest able model")


def _chosen(
    members: Sequence[Profile], escalate: Sequence[str], needs: Needs, reasons: Sequence[str], rule: str
) -> Chosen:
    ids = tuple(profile.id for profile in members)
    choice = RouteChoice(
        model=" or ".join(ids),
        reasons=tuple(reasons),
        attributes={
            "agent_runtime.route.rule": rule,
            "agent_runtime.route.need": needs.need,
            "agent_runtime.route.complexity": needs.complexity,
            "agent_runtime.route.context_tokens": needs.context_tokens,
        },
    )
    return Chosen(ids, tuple(escalate), choice)


def _misfit(condition: Condition, needs: Needs, task: str) -> str | None:
    """Why a condition does not hold; `None` when it does."""
    for key, value, allowed in (
        ("need", needs.need, condition.need),
        ("complexity", needs.complexity, condition.complexity),
    ):
        wanted = [allowed] if isinstance(allowed, str) else allowed
        if wanted is not None and value not in wanted:
            return f"{key} is {value}, not {' or '.join(wanted)}"
    if condition.match is not None and not re.search(condition.match, task, re.IGNORECASE):
        return f"the task does not match {condition.match!r}"
    if condition.min_context_tokens is not None and needs.context_tokens < condition.min_context_tokens:
        return f"the task needs less than {condition.min_context_tokens} tokens of context"
    return None


def _holds(profile: Profile, needs: Needs) -> bool:
    return profile.context_tokens is None or profile.context_tokens >= needs.context_tokens
