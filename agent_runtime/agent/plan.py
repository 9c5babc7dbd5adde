"""A plan before the work: one model writes a checklist, a person may change it, another model carries it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent_runtime.agent import prompts
from agent_runtime.agent.observe import ModelCalls
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError, Interrupted, ModelProtocolError
from agent_runtime.models.base import ChatModel, Message
from agent_runtime.models.registry import make_model
from agent_runtime.records.runs import write_atomically
from agent_runtime.tools.checklist import FILE
from agent_runtime.types import Event, ToolCall

if TYPE_CHECKING:
    from agent_runtime.agent.opening import OnEvent, RunParts

MAX_ITEMS = 8
MAX_FILES = 150
_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+(?:\[[ xX]?\]\s*)?(\S.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of a plan, one sentence each."""

    items: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Checklist:
        """Read a numbered or bulleted list; other lines are left out."""
        found = (match[1] for line in text.splitlines() if (match := _ITEM.match(line)))
        return cls(tuple(item.replace("**", "") for item in found))

    @classmethod
    def from_file(cls, path: Path) -> Checklist:
        """A checklist that somebody wrote or changed.

        Raises:
            ConfigError: it cannot be read, or holds no list.
        """
        try:
            checklist = cls.parse(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"The plan {str(path)!r} cannot be read: {error}.") from error
        if not checklist.items:
            raise ConfigError(f"The plan {str(path)!r} holds no list.", remedy="Write each step as `- [ ] what to do`.")
        return checklist

    def markdown(self) -> str:
        """As a Markdown task list."""
        return "".join(f"- [ ] {item}\n" for item in self.items)

    def told(self) -> str:
        """As the model that works reads it."""
        lines = [f"{number}. {item}" for number, item in enumerate(self.items, 1)]
        how = "Follow this plan, one step after the other; call plan_done(number) when a step is done:"
        return "\n".join([how, *lines])


Review = Callable[[Checklist], Checklist | None]


class Planner:
    """Writes checklists. `review` may change one before it is used, or refuse it with `None`."""

    def __init__(self, model: ChatModel, *, review: Review = lambda checklist: checklist) -> None:
        self.model = model
        self.review = review

    def make(self, task: str, parts: RunParts, calls: ModelCalls, on_event: OnEvent) -> Checklist:
        """A checklist for the task; its making is a span, and it stands in the run's `plan.md`.

        Raises:
            ModelError: the model cannot answer, or wrote no list. Interrupted: it was refused.
        """
        telemetry = parts.telemetry
        with telemetry.span("plan", "CHAIN", attributes={"input.value": task}) as span:
            prompt = [
                Message("system", prompts.text("plan").format(name=parts.context.workspace.name, most=MAX_ITEMS)),
                Message("user", f"Task: {task}\n\nFiles:\n{self._files(parts)}"),
            ]
            with calls.watch(prompt) as watcher:
                completion = self.model.complete(prompt, watcher)
                watcher.finished(completion)
            written = Checklist(Checklist.parse(completion.text).items[: 2 * MAX_ITEMS])
            if not written.items:
                raise ModelProtocolError(
                    f"{self.model.model_id} wrote no list of steps.", remedy="Plan with another model (--planner)."
                )
            keep(written, parts)
            span.set({"output.value": written.markdown(), "agent_runtime.plan.model": str(self.model.model_id)})
            on_event(Event("plan", {"items": list(written.items), "model": str(self.model.model_id)}))
            accepted = self.review(written)
            if accepted is None or not accepted.items:
                raise Interrupted("The plan was not accepted.")
            if accepted != written:
                keep(accepted, parts)
                span.set({"output.value": accepted.markdown(), "agent_runtime.plan.edited": True})
                on_event(Event("plan", {"items": list(accepted.items), "model": None}))
            return accepted

    @staticmethod
    def _files(parts: RunParts) -> str:
        """Names of files, through the gate like everything that is read."""
        value = parts.gate.invoke(ToolCall("plan-files", "list_files", {})).value
        listed = value.get("files") if isinstance(value, dict) else None
        names = [str(name) for name in listed] if isinstance(listed, list) else []
        more = f"\n(and {len(names) - MAX_FILES} more)" if len(names) > MAX_FILES else ""
        return "\n".join(names[:MAX_FILES]) + more


def keep(checklist: Checklist, parts: RunParts) -> None:
    """Write it into the run's directory, redacted and readable by its owner only."""
    directory = parts.directory
    path = directory.path / FILE
    try:
        write_atomically(path, directory.redactor.text(checklist.markdown()).encode("utf-8", "backslashreplace"))
    except OSError as error:
        directory.trouble(f"{path} cannot be written ({error.strerror}); the run goes on.")


def planning_model(settings: Settings, workspace: Path, on_notice: Callable[[str], None]) -> ChatModel:
    """The model that AGENT_PLANNER names, else the one that works.

    Raises:
        ConfigError, UnknownModel
    """
    if settings.agent_planner is not None:
        settings = settings.model_copy(update={"model_id": settings.agent_planner})
    return make_model(settings, workspace=workspace, on_notice=on_notice)


def planned(
    plan: Checklist | None, planner: Planner | None, task: str, parts: RunParts, calls: ModelCalls, on_event: OnEvent
) -> str:
    """What a plan adds to the task as it is told: the one that is given, else the planner's, if there is one.

    Raises:
        ModelError, Interrupted: as `Planner.make`.
    """
    if plan is not None:
        keep(plan, parts)
        on_event(Event("plan", {"items": list(plan.items), "model": None}))
    elif planner is not None:
        plan = planner.make(task, parts, calls, on_event)
    return plan.told() if plan is not None else ""
