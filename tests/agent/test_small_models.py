"""What a small model does in the free loop, and what is made of it."""

from __future__ import annotations

from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code


def test_an_answer_in_words_counts_when_it_is_given_twice(make_session: MakeSession) -> None:
    session = make_session(["It says Hello.", "It says Hello and the name."])
    result = session.run("What does greet return?")
    assert (result.outcome, result.answer, result.steps) == (Outcome.ANSWERED, "It says Hello and the name.", 2)


def test_words_do_not_end_a_task_that_asks_for_a_change(make_session: MakeSession) -> None:
    session = make_session(["I changed it.", "I changed it, really.", "Done."], agent_max_steps=3)
    assert session.run("Make greet say Hi").outcome is Outcome.LIMIT


def test_a_tool_call_in_json_is_run(make_session: MakeSession) -> None:
    call = '{"name": "read_file", "arguments": {"path": "pkg/greet.py"}}'
    session = make_session([call, code('final_answer("Hello")')])
    assert session.run("What does greet return?").answer == "Hello"
    assert "Hello, " in session.model.prompts[1][-1].content  # type: ignore[union-attr]


def test_old_observations_are_shortened_before_the_window_is_full(make_session: MakeSession) -> None:
    long = code('print("x" * 2900)')
    session = make_session([long, *[code(f'print("{n}" * 2900)') for n in range(6)], code('final_answer("done")')])
    assert session.model is not None
    session.model.context_tokens = 5000
    assert session.run("What do you see?").answer == "done"
    sizes = [sum(len(message.content) for message in prompt) for prompt in session.model.prompts]  # type: ignore[attr-defined]
    assert max(sizes) < 3.5 * (5000 - 1024)
    again = [
        all(one.content == other.content for one, other in zip(before, after, strict=False))
        for before, after in zip(session.model.prompts, session.model.prompts[1:], strict=False)  # type: ignore[attr-defined]
    ]
    assert again.count(False) <= len(again) // 2  # most prompts are the beginning of the next
