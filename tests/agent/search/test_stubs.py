"""Files that are only sketched are written as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.asking import request_to_complete
from agent_runtime.agent.search.stubs import filled, is_sketch
from agent_runtime.agent.search.writing import ENOUGH
from agent_runtime.records.recordings import read_spans
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

SKETCH = "class Stack:\n    def __init__(self):\n        pass\n\n    def push(self, item):\n        pass\n"
RUST = 'pub fn encode(text: &str) -> String {\n    todo!("Encode {text}");\n}\n'
JAVA = "class A {\n    int f() {\n        // soon\n    }\n\n    int g() {\n        return 1;\n    }\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "sketch"),
    [
        ("a.py", SKETCH, True),
        ("a.py", 'def f(x):\n    """Say x."""\n', True),
        ("a.py", "def f(x):\n    ...\n\n\ndef g():\n    raise NotImplementedError('soon')\n", True),
        ("a.py", "def f(x):\n    return None\n\n\ndef g(x):\n    return x\n", False),
        ("a.py", "def f(x):\n    pass\n\n\ndef g(x):\n    return x\n\n\ndef h(x):\n    return x\n", False),
        ("a.py", "import abc\n\n\nclass A:\n    @abc.abstractmethod\n    def f(self):\n        ...\n", False),
        ("a.py", "x = 1\n", False),
        ("a.py", "def broken(:\n", False),
        ("a.rs", RUST, True),
        ("a.rs", RUST.replace('todo!("Encode {text}");', "text.to_string()"), False),
        ("a.go", 'package a\n\nfunc F(s string) string {\n\tpanic("Please implement the F function")\n}\n', True),
        (
            "a.js",
            "export const f = () => {\n  throw new Error('Remove this line and implement the function');\n};\n",
            True,
        ),
        ("a.js", "export function f() {}\n", True),
        ("a.js", "export class NotFound extends Error {}\n", False),
        ("A.java", "public final class A {\n}\n", False),
        ("A.java", JAVA, True),
        ("A.java", JAVA.replace("// soon", "return 2; // soon"), False),
        ("a.c", "void f(int *x) {\n    *x = 1;\n}\n", False),
    ],
)
def test_what_is_a_sketch(path: str, text: str, sketch: bool) -> None:
    assert is_sketch(path, text) is sketch


def test_a_sketch_is_asked_for_as_a_whole_and_with_its_tests(make_session: MakeSession, repo: Path) -> None:
    (repo / "stack.py").write_text(SKETCH + "\n    def pop(self):\n        pass\n")
    (repo / "test_stack.py").write_text(
        "from stack import Stack\n\n\ndef test_stack():\n    s = Stack()\n    s.push(1)\n    s.push(2)\n"
        "    assert (s.pop(), s.pop()) == (2, 1)\n\n\ndef test_other():\n    s = Stack()\n    s.push(3)\n"
        "    assert s.pop() == 3\n"
    )
    body = "class Stack:\n    def __init__(self):\n        self.items = []\n\n    def push(self, item):\n"
    rest = "        self.items.append(item)\n\n    def pop(self):\n        return self.items.pop()\n"
    session = search(make_session, f"```python\n{body}{rest}```")
    result = session.run("Implement the stack in stack.py.")
    assert result.outcome is Outcome.VERIFIED
    assert verdicts(session) == ["passed"]
    assert "self.items.pop()" in (repo / "stack.py").read_text()


def test_the_request_shows_the_tests_or_else_what_fails() -> None:
    told = request_to_complete("Implement it.", "a.py", SKETCH, "def test_it(): ...", "E  assert")[-1].content
    assert "def test_it" in told
    assert "E  assert" not in told
    assert "E  assert" in request_to_complete("Implement it.", "a.py", SKETCH, "", "E  assert")[-1].content


def test_when_most_tests_pass_the_rest_is_mended_by_itself(make_session: MakeSession, repo: Path) -> None:
    (repo / "stack.py").write_text(SKETCH)
    (repo / "test_stack.py").write_text(
        "from stack import Stack\n\n\ndef test_new():\n    assert Stack().items == []\n\n\ndef test_push():\n"
        "    s = Stack()\n    s.push(1)\n    assert s.items == [1]\n\n\ndef test_no():\n    assert not Stack().items\n"
    )
    whole = SKETCH.replace("pass", "self.items = []", 1).replace("pass", "self.items = item")
    push = "```python\n    def push(self, item):\n        self.items.append(item)\n```"
    others = [whole.replace("= item", f"= {value}") for value in ("None", "[0]")]
    session = search(make_session, *[f"```python\n{text}```" for text in (whole, *others)], *[push] * 8)
    result = session.run("Implement Stack in stack.py.")
    assert result.outcome is Outcome.CLAIMED, (result.verification, verdicts(session))
    assert verdicts(session)[0] == "failed"
    requests = [str(span.attributes) for span in read_spans(result.run_dir) if span.name == "llm.generate"]
    assert sum("Write the whole file stack.py" in request for request in requests) == ENOUGH


def test_functions_of_several_replies_are_put_together(make_session: MakeSession, repo: Path) -> None:
    """No reply has both right, and the one that has the second right uses a name that is not there."""
    (repo / "runs.py").write_text("def pack(text):\n    pass\n\n\ndef unpack(text):\n    pass\n")
    (repo / "test_runs.py").write_text(
        "from runs import pack, unpack\n\n\ndef test_pack():\n    assert pack('aa') == '2a'\n\n\n"
        "def test_unpack():\n    assert unpack('3b') == 'bbb'\n\n\ndef test_two():\n    assert pack('cc') == '2c'\n"
    )
    pack = "def pack(text):\n    return f'{len(text)}{text[0]}'\n"
    unpack = "def unpack(text):\n    return text[1] * int(text[0])\n"
    replies = [pack + "\n\ndef unpack(text):\n    return text\n", "def pack(text):\n    return packed\n\n\n" + unpack]
    session = search(make_session, *[f"```python\n{replies[number]}```" for number in (0, 1, 0)])
    result = session.run("Implement the functions of runs.py.")
    assert result.outcome is Outcome.CLAIMED, (result.verification, verdicts(session))
    assert verdicts(session) == ["failed", "broken", "duplicate", "broken", "passed"]
    assert (repo / "runs.py").read_text() == f"{pack}\n\n{unpack}"


ALONE = "Write only the functions of ends.py that you change or add"
PAIR = 'def first(items):\n    """The first."""\n\n\ndef last(items):\n    """The last."""\n'


@pytest.mark.parametrize(
    ("text", "task", "asked"),
    [
        (PAIR, "Complete the function last in ends.py.", ALONE),
        (PAIR, "Complete ends.py.", "Write the whole file ends.py"),
        (PAIR, "Complete `first` and `last` in ends.py.", "Write the whole file ends.py"),
        (PAIR.split("\n\n\n")[1], "Complete ends.py.", ALONE),
        ("def last(items): pass\n", "Complete ends.py.", "Write the whole file ends.py"),
        (
            PAIR.replace('"""The first."""', "return items[0]") + "\n\ndef two(items):\n    return items[:2]\n",
            "Complete ends.py.",
            ALONE,
        ),
    ],
)
def test_a_function_is_asked_for_alone_where_nothing_else_is_to_be_written(
    make_session: MakeSession, repo: Path, text: str, task: str, asked: str
) -> None:
    (repo / "ends.py").write_text(text)
    (repo / "test_ends.py").write_text(
        "import ends\n\n\ndef test_last():\n    assert ends.last([1, 2]) == 2\n    assert ends.last([3]) == 3\n"
    )
    reply = text.replace('"""The last."""', "return items[-1]").replace(
        "(items): pass", "(items):\n    return items[-1]"
    )
    session = search(make_session, f"```python\n{reply}```")
    result = session.run(task)
    assert result.outcome is Outcome.VERIFIED
    request = str(session.model.prompts[0][-1].content)  # type: ignore[attr-defined]
    assert asked in request
    assert ("assert ends.last([1, 2]) == 2" in request) is (asked != ALONE)


def test_of_many_versions_of_an_empty_function_none_is_verified(make_session: MakeSession, repo: Path) -> None:
    (repo / "ends.py").write_text(PAIR.replace('"""The first."""', "return items[0]"))
    (repo / "test_ends.py").write_text("import ends\n\n\ndef test_last():\n    assert ends.last([1, 2]) == 2\n")
    bodies = ["items", "items[0]", "items[:1]", "items[5:]", "items[-1]"]
    session = search(make_session, *(f"```python\ndef last(items):\n    return {body}\n```" for body in bodies))
    result = session.run("Complete ends.py.")
    assert result.outcome is Outcome.CLAIMED
    assert "last is new, and this is version 5 of it" in result.verification
    prompts = [str(messages[-1].content) for messages in session.model.prompts]  # type: ignore[attr-defined]
    first, last = prompts[0], prompts[-1]
    assert ALONE in first
    assert "This check fails" not in first
    assert "Write the whole last for ends.py" in last
    assert "ends.last([1, 2]) == 2" in last
    assert filled("def f():\n    pass\n", "def g():\n    pass\n") == []
