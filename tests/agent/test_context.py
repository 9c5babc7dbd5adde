"""The prompt as a budget: byte-stable from step to step, counted by source, made shorter in large bites."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smolagents.memory import ActionStep, MemoryStep, TaskStep

from agent_runtime.agent.compaction import make_room
from agent_runtime.agent.conversation import told_step
from agent_runtime.agent.ledger import TEMPLATE, Ledger, Part, Told
from agent_runtime.agent.session import Session
from agent_runtime.governance.trust import TrustStore
from agent_runtime.models.base import Message
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.types import Approval, RunResult, Usage
from tests.agent.conftest import MakeSession, code


def prompts_of(session: Session) -> list[list[Message]]:
    assert isinstance(session.model, ScriptedModel)
    return session.model.prompts


def as_bytes(prompt: Sequence[Message]) -> bytes:
    """The prompt as Qwen's chat template writes it, without the opening of the reply."""
    return "".join(f"<|im_start|>{item.role}\n{item.content}<|im_end|>\n" for item in prompt).encode()


def broken_prefixes(prompts: Sequence[Sequence[Message]]) -> int:
    """How many prompts do not begin with the bytes of the one before."""
    broken = 0
    for before, after in itertools.pairwise(map(as_bytes, prompts)):
        same = hashlib.sha256(after[: len(before)]).hexdigest() == hashlib.sha256(before).hexdigest()
        broken += not same
    return broken


def accounts(result: RunResult) -> list[dict[str, Any]]:
    """The account on each model call's span."""
    found = []
    for line in (result.run_dir / "trace.jsonl").read_text().splitlines():
        span = json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
        values = {item["key"]: next(iter(item["value"].values())) for item in span["attributes"]}
        if span["name"] == "llm.generate":
            found.append({key.rpartition(".")[2]: value for key, value in values.items() if ".context." in key})
    return found


ALL_KINDS = [
    code("print('ö' * 50)\nx = 1"),
    "I talk, and write no code.",
    code("raise ValueError('no')"),
    code("print(read_file('nowhere.py'))"),
    code("p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\nprint(apply_patch(p['patch_id']))"),
    code("run_cmd('sudo reboot')"),
    '{"name": "list_files", "arguments": {"glob": "*.py"}}',
    code("print(list_files('*.py'))"),
]


def test_each_prompt_is_the_beginning_of_the_next_over_a_whole_conversation(make_session: MakeSession) -> None:
    replies = [
        *ALL_KINDS,
        code("final_answer('one')"),
        *ALL_KINDS[:3],
        code("final_answer(x)"),
        code("final_answer(3)"),
    ]
    session = make_session(replies, [Approval(True, "user")] * 9)
    session.run("Make greet say Hi", material="Some notes.")
    session.run("What is x?")
    session.run("And three?")
    assert len(prompts_of(session)) == len(replies)
    assert broken_prefixes(prompts_of(session)) == 0
    assert session.context_parts().rebuilt == 0  # type: ignore[union-attr]


def test_a_run_that_was_broken_off_leaves_the_beginning_as_it_is(make_session: MakeSession) -> None:
    session = make_session(
        [code("print(1)"), code("print(2)"), code("print(3)"), code("final_answer(4)")], agent_max_steps=2
    )
    session.run("count")
    session.configure(agent_max_steps=5)
    session.run("go on")
    assert broken_prefixes(prompts_of(session)) == 0


@pytest.mark.parametrize("tools", ["all", "auto"])
def test_a_session_that_is_taken_up_goes_on_with_the_same_bytes(
    make_session: MakeSession, repo: Path, tools: str
) -> None:
    session = make_session([*ALL_KINDS[:4], code("final_answer('one')")], agent_tools=tools)
    session.run("Look around")
    session.close()
    model = ScriptedModel([code("final_answer(1)")])
    options = {"phoenix_enabled": False, "agent_tools": tools}
    with Session(repo, model=model, resume=session.session_id, options=options) as again:
        again.run("Which git commit was that?")
    assert broken_prefixes([*prompts_of(session), *model.prompts]) == 0


def test_a_prompt_is_broken_only_as_often_as_the_ledger_says(make_session: MakeSession) -> None:
    long = [code(f"print('{n}' * 2900)") for n in range(9)]
    session = make_session([*long, code("final_answer('done')"), code("final_answer('more')")])
    assert session.model is not None
    session.model.context_tokens = 6000
    first = session.run("What do you see?")
    session.run("More?")
    account = session.context_parts()
    assert account is not None
    assert account.rebuilt > 0
    assert broken_prefixes(prompts_of(session)) == account.rebuilt
    assert account.rebuilt <= 4  # in large bites
    taken = accounts(first)[-1]["taken_out"]
    assert "output of step 1: " in json.dumps(taken)
    assert "shortened" in json.dumps(taken)


def test_a_fresh_start_is_a_counted_exception(make_session: MakeSession) -> None:
    same = code("print('same')")
    session = make_session([same, same, same, code("final_answer(1)")])
    session.run("go round")
    assert broken_prefixes(prompts_of(session)) == session.context_parts().rebuilt == 1  # type: ignore[union-attr]


def test_every_source_is_named_in_the_order_of_the_prompt(make_session: MakeSession, repo: Path) -> None:
    (repo / "AGENTS.md").write_text("Use tabs.")
    TrustStore().trust(repo / "AGENTS.md")
    session = make_session([code("print(1)"), code("final_answer(2)"), code("final_answer(3)")])
    first = session.run("Count", material="--- a file ---")
    second = session.run("Again")
    tokens = json.loads(accounts(first)[-1]["tokens"])
    assert list(tokens) == [
        "system", "tools", "examples", "task", "notes", "material", "replies", "output of step 1"
    ]  # fmt: skip
    assert accounts(first)[-1]["counted_by"] == "estimate"
    assert list(json.loads(accounts(second)[0]["tokens"])) == [
        "system", "tools", "examples", "earlier tasks", "earlier replies", "earlier outputs", "task"
    ]  # fmt: skip


class Counting(ScriptedModel):
    """Has a tokenizer: a token a word."""

    def __init__(self, replies: Sequence[str]) -> None:
        super().__init__(replies)
        self.asked: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        self.asked += texts
        return [len(text.split()) for text in texts]


def test_each_text_is_tokenized_once(repo: Path) -> None:
    model = Counting([code("print('one two')"), code("print('three')"), code("final_answer(1)")])
    with Session(repo, model=model, options={"phoenix_enabled": False}) as session:
        result = session.run("Say it all")
        account = session.context_parts()
    assert account is not None
    assert len(model.asked) == len(set(model.asked))
    last = json.loads(accounts(result)[-1]["tokens"])
    assert (last["task"], last["output of step 1"], last["output of step 2"]) == (3, 2, 1)
    assert accounts(result)[-1]["counted_by"] == "tokenizer"
    assert account.exact


def test_what_the_server_counted_beyond_the_texts_is_the_template() -> None:
    ledger = Ledger(reserved=100, parts=(Part("system", "a b c"), Part("task", "d")))
    model = Counting([])
    assert ledger.account(model, Usage(10, 1)).tokens == {"system": 3, "task": 1, TEMPLATE: 6}


def test_an_estimate_adds_up_to_what_the_server_counted() -> None:
    ledger = Ledger(reserved=100, parts=(Part("system", "x" * 300), Part("task", "y" * 100)))
    account = ledger.account(ScriptedModel([]), Usage(200, 1))
    assert (account.tokens, account.exact) == ({"system": 150, "task": 50}, False)
    assert ledger.room_chars(1100) == 2000  # two characters a token, as seen


def test_told_keeps_its_parts_apart() -> None:
    told = Told((("task", "Do it."), ("notes", ""))).plus("plan", "1. That.").plus("search", "")
    assert (told.text, told.only("plan"), len(told.parts)) == ("Do it.\n\n1. That.", "1. That.", 3)


def steps_of(sizes: Sequence[int]) -> list[MemoryStep]:
    steps: list[MemoryStep] = [TaskStep(task="the task")]
    for number, size in enumerate(sizes, 1):
        step = told_step("I look.\n```python\nlook()\n```", "x" * size)
        step.step_number = number
        steps.append(step)
    return steps


def size_of(steps: Sequence[MemoryStep]) -> int:
    return sum(
        len(str(step.model_output)) + len(step.observations or "") for step in steps if isinstance(step, ActionStep)
    )


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=20), st.integers(0, 30000))
def test_room_is_made_until_it_fits_and_the_task_and_the_last_output_stay(sizes: list[int], room: int) -> None:
    steps = steps_of(sizes)
    last, before = steps[-1].observations, size_of(steps)  # type: ignore[attr-defined]
    taken = make_room(steps, lambda: size_of(steps) <= room)
    assert isinstance(steps[0], TaskStep)
    assert steps[-1].observations == last  # type: ignore[attr-defined]
    assert size_of(steps) <= room or len(steps) == 2
    assert before - size_of(steps) == sum(item.chars for item in taken)
    assert bool(taken) == (before > room and before > size_of(steps))


def test_failures_and_places_survive_shortening() -> None:
    lines = [f"ok {n}" for n in range(200)]
    lines[100] = "FAILED tests/test_a.py::test_b - AssertionError: 1 != 2"
    lines[120] = "pkg/greet.py:12: in greet"
    steps = steps_of([0, 0])
    step = steps[1]
    assert isinstance(step, ActionStep)
    step.observations = "\n".join(lines)
    make_room(steps, lambda: size_of(steps) < 1000)
    kept = str(step.observations)
    assert lines[100] in kept
    assert lines[120] in kept
    assert len(kept) < 800


@pytest.mark.parametrize("window", [2000, 3000])
def test_a_prompt_of_many_steps_stays_within_a_small_window(make_session: MakeSession, window: int) -> None:
    session = make_session(
        [code(f"print('{n}' * 900)") for n in range(12)] + [code("final_answer(1)")], model_max_tokens=200
    )
    assert session.model is not None
    session.model.context_tokens = window + 200
    assert session.run("look").answer == 1
    assert max(sum(len(item.content) for item in prompt) for prompt in prompts_of(session)) <= 4 * window
