"""The executor over real children, in every backend that works here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import psutil
import pytest

from agent_runtime.errors import (
    ConfigError,
    JailDied,
    JailError,
    JailProtocolError,
    LimitReached,
    StepDenied,
    StepFailed,
    StepInterrupted,
    StepTimedOut,
)
from agent_runtime.jail.backends import BACKENDS
from agent_runtime.jail.executor import VARIABLES_GONE, JailedPythonExecutor
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.probe import probe
from agent_runtime.types import JsonValue, Observation, ToolParameter, ToolSpec

WORKING = [item.name for item in probe() if item.works]
LIMITS = JailLimits(step_s=10, grace_s=0.5, memory_bytes=400 << 20, processes=16, output_bytes=2000, calls=20)


class Host:
    """A host whose tools are functions."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, JsonValue], int]] = []
        self.behave: Callable[[str, Mapping[str, JsonValue]], Observation] = lambda name, arguments: Observation(
            "1", dict(arguments)
        )

    def specs(self) -> tuple[ToolSpec, ...]:
        path = ToolParameter("path", "str", True, description="a file of the workspace")
        limit = ToolParameter("limit", "int", False, 100)
        return (
            ToolSpec("read_file", "Read a file.", (path, limit)),
            ToolSpec("run_cmd", "Run a command.", (ToolParameter("command", "str", True),)),
            ToolSpec("send", "Send anything.", (ToolParameter("value", "Any", True),), "Any"),
        )

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        self.calls.append((name, dict(arguments), threading.get_ident()))
        return self.behave(name, arguments)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture(params=WORKING)
def jail(request: pytest.FixtureRequest, host: Host) -> Iterator[JailedPythonExecutor]:
    with JailedPythonExecutor(host, backend=BACKENDS[request.param], limits=LIMITS) as executor:
        yield executor


def in_background(seconds: float, action: Callable[[], bool]) -> threading.Timer:
    """Do it after some seconds; again while it answers that no step runs yet, on a busy machine."""

    def act() -> None:
        while not action():
            time.sleep(0.01)

    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def test_output_state_and_last_value(jail: JailedPythonExecutor) -> None:
    first = jail("x = 20\nprint('a')\nimport sys; print('b', file=sys.stderr)\nsys.stdout.buffer.write(b'c')\nx + 1")
    assert (first.output, first.logs, first.is_final_answer) == (21, "a\nb\nc", False)
    assert jail.state["_print_outputs"] == "a\nb\nc"
    assert jail("x = x * 2").output is None
    assert jail("x").output == 40
    assert jail("(1, {2})").output == "(1, {2})"
    assert jail("{'a': [1, None, 2.5, 'ü']}").output == {"a": [1, None, 2.5, "ü"]}


def test_tracebacks_show_the_models_lines(jail: JailedPythonExecutor) -> None:
    jail("def f():\n    return 1 / 0")
    with pytest.raises(StepFailed) as caught:
        jail("x = 1\n\nf()")
    text = str(caught.value)
    assert 'File "<step>", line 3, in <module>\n    f()' in text
    assert 'File "<step 1>", line 2, in f\n    return 1 / 0' in text
    assert text.endswith("ZeroDivisionError: division by zero")
    assert "child.py" not in text
    with pytest.raises(StepFailed, match=r'File "<step>", line 1\n    if x\n'):
        jail("if x")
    assert jail("x").output == 1


def test_calls_bind_as_functions_do(jail: JailedPythonExecutor, host: Host) -> None:
    jail("r = [read_file('a'), read_file(path='b', limit=3), read_file('c', 100), read_file('d', limit=None)]")
    assert [(name, arguments) for name, arguments, _ in host.calls] == [
        ("read_file", {"path": "a"}),
        ("read_file", {"path": "b", "limit": 3}),
        ("read_file", {"path": "c"}),
        ("read_file", {"path": "d", "limit": None}),
    ]
    assert {thread for _, _, thread in host.calls} == {threading.get_ident()}
    for code, message in (
        ("read_file()", "missing 1 required positional argument: 'path'"),
        ("read_file('a', size=1)", "unexpected keyword argument 'size'"),
        ("read_file('a', 1, 2)", "takes from 1 to 2 positional arguments but 3 were given"),
    ):
        with pytest.raises(StepFailed) as caught:
            jail(code)
        assert message in str(caught.value)
        assert "read_file(path: str, limit: int = 100) -> dict" in str(caught.value)
    assert len(host.calls) == 4


def test_help_and_signature(jail: JailedPythonExecutor) -> None:
    shown = jail("import inspect\nhelp(read_file)\nstr(inspect.signature(read_file))")
    assert shown.output == "(path: str, limit: int = 100) -> dict"
    assert "Read a file." in shown.logs
    assert "path: a file of the workspace" in shown.logs


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{1, 2}", "argument 'value' of send is or holds a value of type set"),
        ("object()", "argument 'value' of send is or holds a value of type object"),
        ("float('nan')", "argument 'value' of send holds nan"),
        ("[float('-inf')]", "argument 'value' of send holds -inf"),
        ("'x' * 50_000_000", "argument 'value' of send is too large"),
        ("deep", "argument 'value' of send is nested deeper"),
        ("{1: 2}", "argument 'value' of send has the key 1 (int)"),
        ("'\\ud800'", "argument 'value' of send holds a lone surrogate"),
        ("b'x'", "argument 'value' of send is or holds a value of type bytes"),
        ("1 << 100_000", "argument 'value' of send holds a number of 100001 bits"),
    ],
)
def test_what_is_no_json_is_named(jail: JailedPythonExecutor, host: Host, value: str, message: str) -> None:
    jail("deep = []\nfor _ in range(200): deep = [deep]")
    with pytest.raises(StepFailed) as caught:
        jail(f"send({value})")
    assert message in str(caught.value)
    assert host.calls == []
    assert jail("send((1, 'ok'))").output == {"value": [1, "ok"]}


def test_an_error_observation_is_returned(jail: JailedPythonExecutor, host: Host) -> None:
    host.behave = lambda name, arguments: Observation("1", {"error": "no such file"}, "NotFound")
    assert jail("read_file('x')['error']").output == "no such file"


def test_a_denied_call_ends_the_step_and_later_calls(jail: JailedPythonExecutor, host: Host) -> None:
    denial = {"error": "rm is not allowed.", "recovery_suggestion": "Ask the user."}
    host.behave = lambda name, arguments: Observation("1", denial, "Denied", denied=name == "run_cmd")
    code = """
    try:
        run_cmd('rm -rf /')
    except Exception:
        print('must not be caught')
    """
    with pytest.raises(StepDenied, match=r"run_cmd was refused and not carried out: rm is not allowed. Ask the user."):
        jail(textwrap.dedent(code))
    with pytest.raises(StepDenied):
        jail("try:\n    run_cmd('x')\nexcept BaseException:\n    pass\nsend(1)\nfinal_answer(2)")
    with pytest.raises(StepDenied):
        jail(
            "for f in (lambda: run_cmd('x'), lambda: send(1), lambda: final_answer(3)):\n"
            "  try: f()\n  except BaseException: 0"
        )
    assert [name for name, _, _ in host.calls] == ["run_cmd"] * 3
    assert jail("send(1)").is_final_answer is False


@pytest.mark.parametrize("value", ["None", "True", "1.5", "'text'", "[1, {'a': None}]", "{'k': [1, 2]}"])
def test_final_answer(jail: JailedPythonExecutor, value: str) -> None:
    output = jail(f"print('before')\nfinal_answer({value})\nprint('after')")
    assert (output.output, output.logs, output.is_final_answer) == (eval(value), "before\n", True)


def test_final_answer_is_recorded_when_called(jail: JailedPythonExecutor, host: Host) -> None:
    assert jail("try:\n  final_answer(1)\nexcept Exception:\n  final_answer(2)").output == 1
    assert jail("try:\n  final_answer(1)\nexcept BaseException:\n  pass\nfinal_answer(2)").output == 1
    assert jail("try:\n  final_answer(1)\nexcept BaseException:\n  pass\n1/0").is_final_answer
    host.calls.clear()
    assert jail("try:\n  final_answer(1)\nexcept BaseException:\n  send(5)").output == 1
    assert host.calls == []
    assert jail("try:\n  final_answer(1)\nexcept BaseException:\n  while True: pass").output == 1
    with pytest.raises(StepFailed, match="the answer of final_answer is or holds a value of type set"):
        jail("final_answer({1})")


def test_timeout_keeps_state(host: Host) -> None:
    limits = JailLimits(step_s=0.3, grace_s=0.5)
    with JailedPythonExecutor(host, limits=limits) as jail:
        jail("kept = 1")
        with pytest.raises(StepTimedOut, match=r"longer than 0.3 s and was stopped. Variables are kept.(.|\n)*line 2"):
            jail("x = 1\nwhile True: pass")
        assert jail("kept").output == 1
        with pytest.raises(StepTimedOut) as caught:
            jail("sum(range(10**13))")
        assert VARIABLES_GONE in str(caught.value)
        with pytest.raises(StepFailed, match="NameError: name 'kept'"):
            jail("kept")
        with pytest.raises(StepTimedOut):
            jail("while True:\n  try:\n    while True: pass\n  except BaseException: pass")
        assert jail("1").output == 1


def test_the_clock_stands_while_the_host_works(host: Host) -> None:
    def slow(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        time.sleep(0.8)
        return Observation("1", "approved")

    host.behave = slow
    with JailedPythonExecutor(host, limits=JailLimits(step_s=0.5)) as jail:
        assert jail("run_cmd('x')").output == "approved"


@pytest.mark.parametrize("busy", ["while True: pass", "import time; time.sleep(60)", "[i for i in range(10**9)]"])
def test_interrupt_keeps_state(jail: JailedPythonExecutor, busy: str) -> None:
    jail("kept = 1")
    assert jail.interrupt() is False
    timer = in_background(0.2, jail.interrupt)
    with pytest.raises(StepInterrupted, match="Variables are kept"):
        jail(busy)
    timer.join()
    assert jail("kept").output == 1


def test_interrupt_of_an_endless_c_loop(jail: JailedPythonExecutor, host: Host) -> None:
    def soon(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        in_background(0.5, jail.interrupt)
        return Observation("1", None)

    host.behave = soon
    with pytest.raises(StepInterrupted) as caught:
        jail("send(1)\nsum(range(10**13))")
    assert VARIABLES_GONE in str(caught.value)
    assert jail("1").output == 1


def test_interrupt_during_a_call_and_many_times(jail: JailedPythonExecutor, host: Host) -> None:
    def interrupting(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        jail.interrupt()
        return Observation("1", "done")

    jail("kept = 1")
    for _ in range(5):
        host.behave = interrupting
        with pytest.raises(StepInterrupted):
            jail("send(1)\nwhile True: send(2)")
        host.behave = lambda name, arguments: Observation("1", dict(arguments))
        assert jail("send(kept)").output == {"value": 1}
    assert len([1 for _, arguments, _ in host.calls if arguments == {"value": 2}]) == 0
    host.behave = lambda name, arguments: Observation("1", None)
    for pause in (0.01, 0.013, 0.02, 0.031):
        timer = threading.Timer(pause, jail.interrupt)
        timer.start()
        with pytest.raises((StepInterrupted, StepFailed)):
            jail("for i in range(15): send(i)\nwhile True: print('x')")
        timer.join()
        assert jail("kept").output == 1


def test_an_exception_of_the_host_ends_the_step_and_comes_out(jail: JailedPythonExecutor, host: Host) -> None:
    def stop(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        raise LimitReached("no more tokens")

    jail("kept = 1")
    host.behave = stop
    with pytest.raises(LimitReached):
        jail("send(1)")
    assert isinstance(jail.stopped, LimitReached)
    assert jail("kept").output == 1
    assert jail.stopped is None

    def interrupt(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        raise KeyboardInterrupt

    host.behave = interrupt
    with pytest.raises(KeyboardInterrupt):
        jail("try:\n  send(1)\nexcept BaseException:\n  while True: pass")
    assert jail("1").output == 1


HOSTILE_CHANNEL = (
    "import gc, os, time; c = next(o for o in gc.get_objects() if type(o).__name__ == 'Channel')\n"
    "j = next(o for o in gc.get_objects() if type(o).__name__ == 'Jail')\n"
)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("c.write(op='exec', code='1')", JailProtocolError),
        ("c.write(op='final', step=99, value=1)", JailProtocolError),
        ("c.write(op='call', step=99, call=1, tool='send', args={'value': 1})", JailProtocolError),
        ("c.write(op='call', step=j.step, call=1, tool='nothing', args={})", JailProtocolError),
        ("c.write(op='call', step=j.step, call=1, tool='send', args={'other': 1})", JailProtocolError),
        ("c.write(op='call', step=j.step, call=1, tool='send', args={})", JailProtocolError),
        ("c.write(op='ready', python='3')", JailProtocolError),
        ("os.write(c._sink, b'\\xff\\xff\\xff\\xff')", JailProtocolError),
        ("os.write(c._sink, b'garbage, garbage, garbage')", JailProtocolError),
        ("os.write(c._sink, b'\\x00\\x00\\x00\\x64half'); time.sleep(60)", (StepTimedOut, JailProtocolError)),
        ("while True: c.write(op='out', step=j.step, text='x' * 1000)", JailProtocolError),
        ("os.close(c._sink); time.sleep(60)", JailDied),
        ("os.close(c._source)\nsend(1)", JailDied),
        ("os._exit(3)", JailDied),
        ("import ctypes; ctypes.string_at(1)", JailDied),
        (
            "import signal\nfor s in range(1, 32):\n  try: signal.signal(s, signal.SIG_IGN)\n"
            "  except OSError: 0\nwhile True: 0",
            StepTimedOut,
        ),
        ("import signal; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: 0", StepTimedOut),
        ("import sys; sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()", (JailDied, StepFailed, StepTimedOut)),
        (
            "import threading, time\nfor i in range(200): threading.Thread(target=time.sleep, args=(60,)).start()",
            (StepTimedOut, StepFailed),
        ),
        ("raise SystemExit(0)", StepFailed),
        ("exit()", StepFailed),
        ("raise KeyboardInterrupt", StepFailed),
        ("raise BaseException('odd')", StepFailed),
        ("class E(Exception):\n  def __str__(self): raise SystemExit\nraise E", StepFailed),
        ("x = 'x' * (1 << 30)", StepFailed),
        ("x = []\nwhile True: x.append(bytearray(50 << 20))", StepFailed),
        ("for i in range(1000): send(i)", StepFailed),
        ("9**9**9", StepTimedOut),
        ("import re; re.match(r'(a+)+$', 'a' * 60 + 'b')", StepTimedOut),
        ("sum(range(10**13))", StepTimedOut),
        ("while True:\n  try: send(1)\n  except Exception: 0", JailProtocolError),
        ("os.fork()", StepFailed),
    ],
)
@pytest.mark.parametrize("backend", WORKING)
def test_hostile_code_ends_in_a_typed_error_and_the_next_step_works(
    backend: str, host: Host, code: str, error: type[Exception]
) -> None:
    limits = JailLimits(step_s=1.5, grace_s=0.3, memory_bytes=400 << 20, processes=16, output_bytes=2000, calls=20)
    with JailedPythonExecutor(host, backend=BACKENDS[backend], limits=limits) as jail:
        jail("1")
        with pytest.raises(error) as caught:
            jail(HOSTILE_CHANNEL + code)
        assert len(str(caught.value)) > 20
        assert jail("send(2)").output == {"value": 2}
        assert all(0 <= arguments["value"] < 100 for _, arguments, _ in host.calls)  # type: ignore[operator]


def test_crash_in_the_middle_of_a_call(jail: JailedPythonExecutor, host: Host) -> None:
    code = "import threading, os, time\nthreading.Timer(0.1, os._exit, (1,)).start()\nsend(1)\ntime.sleep(5)"

    def slow(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        time.sleep(0.4)
        return Observation("1", "x" * 1_000_000)

    host.behave = slow
    with pytest.raises(JailDied):
        jail(code)
    host.behave = lambda name, arguments: Observation("1", 1)
    assert jail("send(1)").output == 1


def test_a_flood_of_output_is_cut_in_the_middle(jail: JailedPythonExecutor) -> None:
    logs = jail("print('start')\nfor i in range(100_000): print(i)\nprint('end')").logs
    assert logs.startswith("start\n0\n1\n")
    assert logs.endswith("99999\nend\n")
    assert "characters cut" in logs
    assert len(logs) < LIMITS.output_bytes + 100
    logs = jail("import os\nfor i in range(1000): os.write(1, b'y' * 1000)\nprint('x' * 10_000_000)").logs
    assert len(logs) < 2 * LIMITS.output_bytes + 100
    assert jail("import os\nn = os.write(1, b'past Python\\n')").logs == "past Python\n"


def test_a_leftover_thread_is_frozen_and_cannot_call(jail: JailedPythonExecutor, host: Host) -> None:
    jail(
        "import threading, time\nticks = []\ndef work():\n"
        "  while True:\n    time.sleep(0.001); ticks.append(1); print('late')\n"
        "    try: send(1)\n    except RuntimeError as e: ticks.append(e)\n"
        "t = threading.Thread(target=work, daemon=True); t.start()"
    )
    before = jail("n = len(ticks); n").output
    calls = len(host.calls)
    time.sleep(0.3)
    assert len(host.calls) == calls
    assert jail("len(ticks) - n").output < 150
    assert before is not None
    assert jail("2").output == 2


def test_a_leftover_timer_is_frozen(jail: JailedPythonExecutor) -> None:
    jail("import signal\nticks = []\nsignal.signal(signal.SIGALRM, lambda *_: ticks.append(1))")
    jail("p = signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)")
    time.sleep(0.3)
    assert jail("p = signal.setitimer(signal.ITIMER_REAL, 0)\nlen(ticks)").output < 100


def test_what_a_child_writes_between_steps_replaces_it(jail: JailedPythonExecutor) -> None:
    jail("kept = 1")
    code = (
        "c.write(op='done', step=j.step, kind='ok', text=None, value=1); c.write(op='final', step=j.step + 1, value=6)"
    )
    for pause in (0.1, 0, 0.1, 0):
        assert jail(HOSTILE_CHANNEL + code).output == 1
        time.sleep(pause)
        try:
            output = jail("globals().get('kept')")
        except JailProtocolError:
            continue
        assert (output.output, output.is_final_answer) == (None, False)
        assert "ended between two steps" in output.logs
    assert jail("1").output == 1


def test_variables_tools_and_reset(jail: JailedPythonExecutor) -> None:
    jail.send_variables({"given": {"a": [1, 2]}, "text": "ü"})
    assert jail("mine = 1\ngiven['a'], text").output == "([1, 2], 'ü')"
    with pytest.raises(JailDied):
        jail("import os; os._exit(1)")
    assert jail("given").output == {"a": [1, 2]}
    with pytest.raises(JailError, match=r"'thing' .*cannot be sent into the jail"):
        jail.send_variables({"thing": object()})
    jail.reset()
    for name in ("mine", "given"):
        with pytest.raises(StepFailed, match=f"NameError: name '{name}'"):
            jail(name)
    assert jail("send(3)").output == {"value": 3}


def test_smolagents_tools_and_agents(jail: JailedPythonExecutor, host: Host) -> None:
    class Foreign:
        description = "Adds."
        inputs: ClassVar = {"a": {"type": "integer", "description": "one"}, "b": {"type": "integer", "nullable": True}}
        output_type = "integer"
        thread = 0

        def __call__(self, a: int, b: int = 1) -> object:
            Foreign.thread = threading.get_ident()
            return a + b if a else {1, 2, a // 0}

    jail.send_tools({"add": Foreign(), "send": object(), "final_answer": object()})
    assert jail("add(2), add(2, b=5), send(1)['value']").output == "(3, 7, 1)"
    assert Foreign.thread == threading.get_ident()
    with pytest.raises(StepFailed, match="ZeroDivisionError"):
        jail("add(0)")
    with pytest.raises(StepFailed, match="NameError: name 'read_file'"):
        jail("read_file('x')")
    with pytest.raises(JailError, match="neither a tool"):
        jail.send_tools({"x": object()})


def test_a_shadowed_tool_comes_back(jail: JailedPythonExecutor) -> None:
    assert "'send' is a tool" in jail("send = send(1)").logs
    assert jail("send_, send(2)['value']").output == "({'value': 1}, 2)"


@pytest.mark.parametrize(
    ("code", "tool"),
    [
        ("open('x.py')", "read_file(path, limit)"),
        ("from pathlib import Path; Path('x').read_text()", "read_file(path, limit)"),
        ("import subprocess", "run_cmd(command)"),
        ("import os; os.system('ls')", "run_cmd(command)"),
        ("import importlib; importlib.import_module('subprocess').run(['ls'])", "run_cmd(command)"),
        ("import requests", "there is no network in here"),
        ("import urllib.request", "there is no network in here"),
        ("from urllib import request", "there is no network in here"),
        ("import numpy", "JAIL_PACKAGES"),
        ("import os; os.listdir('.')", "there are no files in here"),
        ("import glob; glob.glob('*')", "there are no files in here"),
        ("import os; list(os.walk('.'))", "there are no files in here"),
        ("import os; os.path.exists('setup.py')", "there are no files in here"),
        ("input('?')", "nobody to ask"),
    ],
)
def test_what_is_missing_names_the_tool(jail: JailedPythonExecutor, code: str, tool: str) -> None:
    with pytest.raises(StepFailed) as caught:
        jail(code)
    assert tool in str(caught.value)


def test_packages_are_read_only_and_only_those_named(host: Host) -> None:
    for backend in WORKING:
        with JailedPythonExecutor(host, backend=BACKENDS[backend], packages=["pyyaml"]) as jail:
            assert jail("import yaml; yaml.safe_load('a: 1')").output == {"a": 1}
            with pytest.raises(StepFailed, match="No module named 'rich'"):
                jail("import rich")
    with pytest.raises(ConfigError, match="no-such-package"):
        JailedPythonExecutor(host, packages=["no-such-package"])


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("x = '\ud800'", StepFailed),
        ("x = 1\0", StepFailed),
        ("(" * 10_000, StepFailed),
        ("+".join(["1"] * 100_000), (StepFailed, JailDied)),
        ("return 1", StepFailed),
        ("await f()", StepFailed),
    ],
)
def test_code_that_is_no_program(jail: JailedPythonExecutor, code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        jail(code)
    assert jail("").output is None
    assert jail("# nothing").output is None
    assert jail("'after'").output == "after"


def test_large_values_cross_both_ways(jail: JailedPythonExecutor, host: Host) -> None:
    host.behave = lambda name, arguments: Observation("1", "ü" * 10_000_000)
    assert jail("len(send('x' * 500_000))").output == 10_000_000
    assert host.calls[0][1] == {"value": "x" * 500_000}
    assert jail("x = 1\n" * 20_000 + "x").output == 1


def test_output_is_streamed(host: Host) -> None:
    seen: list[str] = []
    with JailedPythonExecutor(host, on_output=seen.append) as jail:
        with pytest.raises(JailDied):
            jail("print('one')\nprint('two')\nimport os; os._exit(1)")
        assert "".join(seen) == "one\ntwo\n" == jail.state["_print_outputs"]


@pytest.mark.parametrize("backend", WORKING)
@pytest.mark.parametrize("state", ["idle", "busy", "deaf"])
def test_no_child_stays_when_the_host_is_killed(backend: str, state: str) -> None:
    code = {
        "idle": "",
        "busy": "while True: pass",
        "deaf": "import ctypes, signal, os\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\nfor s in range(1, 32):\n"
        "  try: signal.signal(s, signal.SIG_IGN)\n  except OSError: 0\nwhile True: pass",
    }[state]
    script = f"""
    import sys
    from agent_runtime.jail.backends import BACKENDS
    from agent_runtime.jail.executor import JailedPythonExecutor
    from agent_runtime.jail.tools import NoTools
    jail = JailedPythonExecutor(NoTools(), backend=BACKENDS[{backend!r}])
    jail("1")
    print("up", flush=True)
    jail({code!r}) if {code!r} else sys.stdin.read()
    """
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        time.sleep(0.2)
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        os.kill(process.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=5)
    for left in alive:
        left.kill()
    assert alive == []


def test_a_thread_that_starts_a_child_may_end(host: Host) -> None:
    with JailedPythonExecutor(host) as jail:
        starter = threading.Thread(target=jail.start)
        starter.start()
        starter.join()
        first = threading.Thread(target=jail, args=("x = 1",))
        first.start()
        first.join()
        time.sleep(0.1)
        assert jail("x").output == 1


def test_no_descriptor_leaks(host: Host) -> None:
    with JailedPythonExecutor(host) as jail:
        jail("1")
        before = psutil.Process().num_fds()
        for _ in range(5):
            jail.reset()
            jail("1")
        assert psutil.Process().num_fds() == before


def test_in_a_code_agent(host: Host) -> None:
    from smolagents import CodeAgent, Tool
    from smolagents.models import ChatMessage, MessageRole, Model

    class Scripted(Model):  # type: ignore[misc]
        def __init__(self, *codes: str) -> None:
            super().__init__()
            self.codes = list(codes)

        def generate(self, messages: object, **_: object) -> ChatMessage:
            return ChatMessage(MessageRole.ASSISTANT, f"<code>\n{self.codes.pop(0)}\n</code>")

    class Send(Tool):  # type: ignore[misc]
        name = "send"
        description = "Send anything."
        inputs: ClassVar = {"value": {"type": "any", "description": "what"}}
        output_type = "any"

        def forward(self, value: object) -> object:
            raise AssertionError("the host's tool of this name is called")

    def refuse(name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        return Observation("1", {"error": "not today."}, "Denied", denied=True)

    host.behave = refuse
    model = Scripted(
        "x = 20\nprint('seen', given)", "1 / 0", "print('kept')\nx / 0", "send(1)", "final_answer([x + 1])"
    )
    with JailedPythonExecutor(host) as jail:
        agent = CodeAgent(tools=[Send()], model=model, executor=jail, verbosity_level=0)
        assert agent.run("task", additional_args={"given": "variable"}) == [21]
        steps = [step for step in agent.memory.steps if hasattr(step, "observations")]
        assert "seen variable" in steps[0].observations
        assert 'File "<step>", line 1' in str(steps[1].error)
        assert "kept" in steps[2].observations
        assert "send was refused and not carried out: not today." in str(steps[3].error)


@pytest.mark.parametrize("backend", WORKING)
def test_a_child_ended_while_it_starts_leaves_nothing(backend: str, host: Host) -> None:
    root = str(Path(__file__).parents[2])

    def ours() -> set[int]:
        found = set()
        for process in psutil.process_iter(["cmdline", "ppid"]):
            if any("child.main()" in word and root in word for word in process.info["cmdline"] or ()):
                found.add(process.pid)
        return found

    before = ours()
    for _ in range(10):
        jail = JailedPythonExecutor(host, backend=BACKENDS[backend])
        jail.start()
        jail.close()
    time.sleep(0.2)
    assert ours() <= before


def test_a_missing_key_says_which_there_are(jail: JailedPythonExecutor, host: Host) -> None:
    host.behave = lambda name, arguments: Observation("1", {"files": [{"name": "a"}], "count": 1})
    with pytest.raises(StepFailed, match="no 'matches' here; the keys are 'files', 'count'"):
        jail("r = read_file('x')\nr['matches']")
    with pytest.raises(StepFailed, match="the keys are 'name'"):
        jail("r['files'][0]['path']")
    assert jail("r").output == {"files": [{"name": "a"}], "count": 1}
    host.behave = lambda name, arguments: Observation("1", {"error": "There is none.", "recovery_suggestion": "Look."})
    with pytest.raises(StepFailed, match=r"because the call failed: There is none\. Look\."):
        jail("read_file('x')['text']")
