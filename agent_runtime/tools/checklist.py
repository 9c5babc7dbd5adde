"""The plan of a run, as a checklist that the model ticks off."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from agent_runtime.errors import InvalidArguments, NotFound
from agent_runtime.records.runs import write_atomically
from agent_runtime.tools.base import GatedTool
from agent_runtime.types import Effect, JsonValue

FILE = "plan.md"
"""In the run's directory: a Markdown task list."""
_OPEN, _DONE = "- [ ] ", "- [x] "


class PlanDone(GatedTool):
    """Tick off a step of the plan by its number, once it is done."""

    name = "plan_done"
    effect = Effect.PROPOSE
    listed = False

    def forward(self, step: Annotated[int, Field(ge=1, description="number of the step")]) -> JsonValue:
        """
        Returns:
            {"done": the step, "left": what is still to do}
        """
        path = self.context.run_dir / FILE
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            raise NotFound("This task has no plan.", recovery="Go on without plan_done.") from None
        if step > len(lines):
            raise InvalidArguments(
                f"The plan has no step {step}.", recovery=f"Its steps are 1 to {len(lines)}: {'; '.join(lines)}"
            )
        item = lines[step - 1][len(_OPEN) :]
        lines[step - 1] = f"{_DONE}{item}"
        write_atomically(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
        return {"done": item, "left": [line[len(_OPEN) :] for line in lines if line.startswith(_OPEN)]}
