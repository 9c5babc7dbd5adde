"""Tool calls in other shapes than Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_runtime.models.foreign import as_python
from agent_runtime.models.reply import code_of


@pytest.mark.parametrize(
    "reply",
    [
        '{"name": "read_file", "arguments": {"path": "a.py", "start": 3}}',
        'I read it.\n```json\n{"name": "read_file", "arguments": {"path": "a.py", "start": 3}}\n```',
        '{"tool_calls": [{"type": "function", "function": '
        '{"name": "read_file", "arguments": "{\\"path\\": \\"a.py\\", \\"start\\": 3}"}}]}',
        '<tool_call>\n{"name": "read_file", "arguments": {"path": "a.py", "start": 3}}\n</tool_call>',
        '<tool_call>{"name": "read_file", "arguments": {"path": "a.py", "start": 3}}',
        '<tool name="read_file"><path>a.py</path><start>3</start></tool>',
        '<invoke name="read_file"><parameter name="path">a.py</parameter>'
        '<parameter name="start">3</parameter></invoke>',
        'Thought: read.\nAction: read_file\nAction Input: {"path": "a.py", "start": 3}\nObservation: none',
        'Action:\n{"action": "read_file", "action_input": {"path": "a.py", "start": 3}}',
        '[{"tool": "read_file", "parameters": {"path": "a.py", "start": 3}}]',
    ],
)  # fmt: skip
def test_the_same_call_in_every_shape(reply: str) -> None:
    assert code_of(reply) == "print(read_file(path='a.py', start=3))"


def test_a_final_answer_is_not_printed() -> None:
    assert as_python('{"name": "final_answer", "arguments": {"answer": "42"}}') == "final_answer('42')"
    assert as_python("Action: final_answer\nAction Input: it is 42") == "final_answer('it is 42')"


@pytest.mark.parametrize(
    "text", ["", "I am done.", "[1, 2]", '{"path": "a.py"}', "see {name}", '{"name": "a b", "arguments": {}}']
)
def test_prose_and_other_json_are_no_calls(text: str) -> None:
    assert as_python(text) is None


@given(st.text(max_size=200))
def test_whatever_comes_is_python_or_nothing(text: str) -> None:
    code = as_python(text)
    if code is not None:
        ast.parse(code)
