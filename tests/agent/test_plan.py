"""Plans, routes and escalation through whole sessions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.plan import Checklist, Planner
from agent_runtime.agent.replay import replay
from agent_runtime.agent.session import Session
from agent_runtime.errors import ConfigError, ModelProtocolError
from agent_runtime.models.base import ChatModel, Completion, RouteChoice
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.types import Outcome, RunResult
from tests.agent.conftest import MakeSession, code

PLAN = "Here it is:\n1. **Read** pkg/greet.py\n2) Change Hello to Hi\n- [ ] Run the tests\nThat is all."
ITEMS = ("Read pkg/greet.py", "Change Hello to Hi", "Run the tests")


def spans(result: RunResult) -> list[dict[str, Any]]:
    found = []
    for line in (result.run_dir / "trace.jsonl").read_text().splitlines():
        span = json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
        attributes = {item["key"]: next(iter(item["value"].values())) for item in span["attributes"]}
        found.append({"name": span["name"], **attributes})
    return found


def named(result: RunResult, name: str) -> dict[str, Any]:
    return next(span for span in spans(result) if span["name"] == name)


class Stepwise(ScriptedModel):
    """A model that was chosen for the task and has a larger one behind it."""

    def __init__(self, replies: list[str]) -> None:
        super().__init__(replies, name="small")
        self.asked = 0

    def route(self, task: str) -> RouteChoice | None:
        return RouteChoice("small", ("it is short", "models.toml:3: fits"), {"agent_runtime.route.need": "chat"})

    def escalate(self) -> str | None:
        self.asked += 1
        if self.model_id == "big":
            return None
        self.model_id = "big"
        return "big takes over from small"


def test_checklists() -> None:
    checklist = Checklist.parse(PLAN)
    assert checklist == Checklist(ITEMS)
    assert Checklist.parse(checklist.markdown()) == checklist
    assert checklist.told().splitlines()[1] == "1. Read pkg/greet.py"
    assert Checklist.parse("No list.") == Checklist(())


def test_a_plan_is_made_recorded_and_told(make_session: MakeSession) -> None:
    session = make_session([code('final_answer("done")')])
    planner = ScriptedModel([PLAN], name="planner")
    session.planner = Planner(planner)
    result = session.run("Say Hi")
    assert result.outcome is Outcome.ANSWERED
    assert (result.run_dir / "plan.md").read_text() == Checklist(ITEMS).markdown()
    assert (result.run_dir / "plan.md").stat().st_mode & 0o077 == 0
    assert "pkg/greet.py" in planner.prompts[0][1].content
    worker = session.model
    assert isinstance(worker, ScriptedModel)
    assert "1. Read pkg/greet.py\n2. Change Hello to Hi" in worker.prompts[0][-1].content
    assert named(result, "plan")["agent_runtime.plan.model"] == "planner"
    assert [event.data["items"] for event in session.events if event.kind == "plan"] == [list(ITEMS)]  # type: ignore[attr-defined]
    assert result.usage.completion_tokens > len(PLAN) // 8  # the planner's tokens count


def test_a_plan_may_be_changed_or_refused(make_session: MakeSession) -> None:
    session = make_session([code('final_answer("done")')])
    session.planner = Planner(ScriptedModel([PLAN, PLAN]), review=lambda plan: Checklist((*plan.items, "Say bye")))
    result = session.run("Say Hi")
    assert (result.run_dir / "plan.md").read_text().endswith("- [ ] Say bye\n")
    assert named(result, "plan")["agent_runtime.plan.edited"]
    assert isinstance(session.model, ScriptedModel)
    assert "4. Say bye" in session.model.prompts[0][-1].content
    session.planner.review = lambda plan: None
    assert session.run("Say Hi").outcome is Outcome.INTERRUPTED


def test_a_secret_in_a_plan_is_not_written(make_session: MakeSession) -> None:
    session = make_session([code('final_answer("done")')])
    session.planner = Planner(ScriptedModel(["1. Use ghp_" + "a1B2" * 9]))
    text = (session.run("Say Hi").run_dir / "plan.md").read_text()
    assert "ghp_" not in text
    assert "[redacted" in text


def test_a_planner_without_a_plan_ends_the_run(make_session: MakeSession) -> None:
    session = make_session([])
    session.planner = Planner(ScriptedModel(["I would rather not."], name="mute"))
    result = session.run("Say Hi")
    assert result.outcome is Outcome.MODEL_UNAVAILABLE
    assert "mute wrote no list" in (result.error or "")


def test_only_a_plan(make_session: MakeSession) -> None:
    session = make_session([])
    session.planner = Planner(ScriptedModel([PLAN, "nothing"]))
    assert session.plan("Say Hi") == Checklist(ITEMS)
    with pytest.raises(ModelProtocolError):
        session.plan("Say Hi")


def test_a_given_plan_is_ticked_off_and_replayed(make_session: MakeSession) -> None:
    session = make_session([
        code("print(plan_done(2))\nprint(plan_done(2))"), code("plan_done(4)"), code('final_answer("done")'),
    ])  # fmt: skip
    session.planner = Planner(ScriptedModel([]))  # is not asked
    result = session.run("Say Hi", plan=Checklist(ITEMS))
    assert (result.run_dir / "plan.md").read_text() == (
        "- [ ] Read pkg/greet.py\n- [x] Change Hello to Hi\n- [ ] Run the tests\n"
    )
    assert isinstance(session.model, ScriptedModel)
    first, second, third = (prompt[-1].content for prompt in session.model.prompts)
    assert "call plan_done(number)" in first
    assert second.count("'left': ['Read pkg/greet.py', 'Run the tests']") == 2
    assert "no step 4" in third
    assert "1 to 3" in third
    session.close()
    report = replay(result.run_dir)
    assert (report.divergence, report.notes) == (None, ())


def test_a_planned_run_is_replayed(make_session: MakeSession) -> None:
    session = make_session([code("print(plan_done(1))"), code('final_answer("done")')])
    session.planner = Planner(ScriptedModel([PLAN]))
    result = session.run("Say Hi")
    session.close()
    report = replay(result.run_dir)
    assert (report.steps, report.divergence, report.notes) == (2, None, ())


def test_without_a_plan_nothing_is_ticked_off(make_session: MakeSession) -> None:
    session = make_session([code("print(plan_done(1))"), code('final_answer("done")')])
    session.run("Say Hi")
    assert isinstance(session.model, ScriptedModel)
    assert "plan_done" not in session.model.prompts[0][0].content  # it costs no tokens where there is no plan
    assert "no plan" in session.model.prompts[1][-1].content


def test_plans_from_files(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# My plan\n- [x] one\n- [ ] two\n")
    assert Checklist.from_file(path) == Checklist(("one", "two"))
    path.write_text("nothing\n")
    with pytest.raises(ConfigError, match="holds no list"):
        Checklist.from_file(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        Checklist.from_file(tmp_path / "none.md")


def with_model(make_session: MakeSession, model: ChatModel) -> Session:
    session = make_session([])
    session.model = model
    return session


def test_the_choice_of_a_model_is_a_span(make_session: MakeSession) -> None:
    result = with_model(make_session, Stepwise([code('final_answer("done")')])).run("List it")
    route = named(result, "route")
    assert route["output.value"] == "small"
    assert route["agent_runtime.route.need"] == "chat"
    assert "models.toml:3: fits" in route["agent_runtime.route.reasons"]


def test_after_two_failed_steps_a_larger_model_takes_over(make_session: MakeSession) -> None:
    model = Stepwise([code("1/0"), code("2/0"), code('final_answer("done")')])
    session = with_model(make_session, model)
    result = session.run("Do it")
    assert (result.outcome, result.model, model.asked) == (Outcome.ANSWERED, "big", 1)
    escalation = named(result, "escalate")
    assert (escalation["input.value"], escalation["output.value"]) == ("small", "big")
    assert escalation["agent_runtime.escalate.after_step"] == "2"
    notices = [event.data["text"] for event in session.events if event.kind == "notice"]  # type: ignore[attr-defined]
    assert "big takes over from small after 2 failed steps" in notices


def test_failures_apart_from_each_other_do_not_escalate(make_session: MakeSession) -> None:
    model = Stepwise([code("1/0"), code("print(1)"), code("2/0"), code('final_answer("done")')])
    assert with_model(make_session, model).run("Do it").model == "small"
    assert model.asked == 0


def test_a_key_of_the_model_is_hidden_everywhere(make_session: MakeSession) -> None:
    class Keyed(ScriptedModel):
        @property
        def secrets(self) -> tuple[str, ...]:
            return ("hunter2hunter2",)

        def complete(self, *arguments: Any, **more: Any) -> Completion:
            return super().complete(*arguments, **more)

    result = with_model(make_session, Keyed([code('print("hunter2hunter2")\nfinal_answer("hunter2hunter2")')])).run("x")
    assert result.answer == "[redacted:secret]"
    for path in result.run_dir.rglob("*"):
        if path.is_file():
            assert b"hunter2hunter2" not in path.read_bytes(), path
