"""The child: runs the model's steps. Standard library only; imports nothing but its neighbours.

Started as `python -I -S -B`, it reads frames on descriptor 0, gives up all rights, then executes one step after the
other in one namespace. Nothing here is a guard: code of the model can change any of it, and gains only what the host
accepts.
"""

from __future__ import annotations

import _ast
import builtins
import os
import signal
import sys
from _thread import allocate_lock, get_ident, stack_size
from typing import Any

from agent_runtime.jail.confine import confine, die_with_parent, limit
from agent_runtime.jail.hints import Hints
from agent_runtime.jail.streams import Channel, Output
from agent_runtime.jail.values import clean, plain, results

ERROR_CHARS = 8000
TRACEBACK_FRAMES = 50


class ToolDenied(BaseException):
    """A call was refused by policy or by the user. Not an `Exception`: a refusal ends the step."""


class FinalAnswer(BaseException):
    """`final_answer` was called: the step ends."""


class ToolFailed(RuntimeError):
    """A tool could not do what it was asked."""


class Annotation:
    """A type as it is written, so that `help` shows it without quotes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class Jail:
    """The state of the child."""

    def __init__(self, channel: Channel, config: dict[str, Any]) -> None:
        self.channel = channel
        self.step: int | None = None
        self.user = False
        self.denied = ""
        self.final = False
        self.frame_bytes: int = config["frame_bytes"]
        self.calls = 0
        self.calling = allocate_lock()
        self.tools: dict[str, Any] = {}
        self.signatures: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.module = type(sys)("__main__")
        self.globals = self.module.__dict__
        self.globals["__builtins__"] = __builtins__
        sys.modules["__main__"] = self.module
        self.output = Output(self, config["output_bytes"])
        self.hints = Hints(tuple(config["roots"]), self.signatures)

    # signals

    def on_interrupt(self, *_: object) -> None:
        """SIGINT: stops the model's code, never our own."""
        if not self.user:
            return
        if self.channel.busy:
            self.channel.interrupted = True
        else:
            raise KeyboardInterrupt

    # tools

    def set_tools(self, tools: list[dict[str, Any]]) -> None:
        """Replace the tools by these."""
        for name in self.tools:
            self.globals.pop(name, None)
        self.tools.clear()
        self.signatures.clear()
        for tool in tools:
            self.tools[tool["name"]] = self._stub(tool)
            self.signatures[tool["name"]] = "(" + ", ".join(p["name"] for p in tool["parameters"]) + ")"
        self.tools["final_answer"] = self._final_answer()
        self.globals.update(self.tools)

    def _stub(self, tool: dict[str, Any]) -> Any:
        name, parameters = tool["name"], tool["parameters"]
        defaults = {p["name"]: p["default"] for p in parameters if not p["required"]}
        head = ", ".join(p["name"] + ("" if p["required"] else f"={p['default']!r}") for p in parameters)
        body = ", ".join(f"{p['name']!r}: {p['name']}" for p in parameters)
        scope: dict[str, Any] = {}

        def send(values: dict[str, Any]) -> Any:
            given = {}
            for key, value in values.items():
                if key in defaults and (value is defaults[key] or _same(value, defaults[key])):
                    continue
                given[key] = value
            return self.call(name, given)

        exec(f"def make(__send):\n def {name}({head}):\n  return __send({{{body}}})\n return {name}", scope)
        stub = scope["make"](send)
        stub.__doc__ = tool["doc"]
        stub.__module__ = "tools"
        stub.__qualname__ = name
        stub.__annotations__ = {p["name"]: Annotation(p["annotation"]) for p in parameters}
        stub.__annotations__["return"] = Annotation(tool["returns"])
        return stub

    def _final_answer(self) -> Any:
        def final_answer(answer: Any) -> Any:
            """Give the answer to the task and end the run."""
            self._check_running("final_answer")
            value = plain(answer, "the answer of final_answer", self.frame_bytes)
            if not self.final:
                self.final = True
                self.output.flush()
                self.channel.write(op="final", step=self.step, value=value)
            raise FinalAnswer

        return final_answer

    def _check_running(self, name: str) -> None:
        if self.step is None:
            raise ToolFailed(f"{name}: no step is running; a thread that outlives its step can call no tool.")
        if self.denied:
            raise ToolDenied(self.denied)

    def call(self, name: str, values: dict[str, Any]) -> Any:
        """One tool call: ask the host, wait, return or raise what it says."""
        arguments = {
            key: plain(value, f"argument {key!r} of {name}", self.frame_bytes) for key, value in values.items()
        }
        with self.calling:
            self._check_running(name)
            self.output.flush()
            self.calls += 1
            main = get_ident() == self.channel.main
            self.channel.busy += main
            try:
                self._send_call(name, arguments)
                while True:
                    reply = self.channel.read()
                    if reply.get("call") == self.calls:
                        break
            finally:
                self.channel.busy -= main
        if reply["status"] == "interrupt":
            self.channel.interrupted = False
            raise KeyboardInterrupt
        self.channel.settle()
        if reply["status"] == "denied":
            self.denied = reply["value"]
            raise ToolDenied(self.denied)
        if reply["status"] == "error":
            raise ToolFailed(reply["value"])
        return results(reply["value"])

    def _send_call(self, name: str, arguments: dict[str, Any]) -> None:
        self.channel.write(op="call", step=self.step, call=self.calls, tool=name, args=arguments)

    # steps

    def run(self, step: int, name: str, code: str) -> None:
        """Execute one step and say how it ended."""
        self.sources[name] = code
        self.denied, self.final = "", False
        self.output.start()
        self._restore()
        self.step = step
        kind, text, value = "ok", None, None
        try:
            try:
                self.user = True
                value, text = self._execute(code, name)
            finally:
                self.user = False
        except FinalAnswer:
            kind = "final"
        except ToolDenied as error:
            kind, text = "denied", str(error)
        except KeyboardInterrupt as error:
            kind, text = "interrupted", self._describe(error, name)
        except BaseException as error:
            kind, text = "error", self._describe(error, name)
        self.channel.interrupted = False
        self._note_shadowed()
        with self.calling:
            self.output.finish()
            self.step = None
            self.channel.check()
            self.channel.write(op="done", step=step, kind=kind, text=text and clean(text), value=value)

    def _execute(self, code: str, name: str) -> tuple[Any, str | None]:
        tree: Any = compile(code, name, "exec", 0x400, True)  # PyCF_ONLY_AST
        last = None
        if tree.body and isinstance(tree.body[-1], _ast.Expr):
            last = compile(_ast.Expression(tree.body.pop().value), name, "eval", 0, True)
        exec(compile(tree, name, "exec", 0, True), self.globals)
        if last is None:
            return None, None
        result = eval(last, self.globals)
        try:
            value = plain(result, "the value", self.frame_bytes, exact=True)
        except (TypeError, ValueError):
            text = str(result)
            half = self.output.half
            return None, text if len(text) <= 2 * half else f"{text[:half]}\n[... cut ...]\n{text[-half:]}"
        return value, None

    def _restore(self) -> None:
        signal.signal(signal.SIGINT, self.on_interrupt)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        sys.stdout = sys.stderr = self.output
        if "linecache" in sys.modules:
            self._show_sources()

    def _show_sources(self) -> None:
        cache = sys.modules["linecache"].cache
        for name, code in self.sources.items():
            cache[name] = (len(code), None, [line + "\n" for line in code.splitlines()], name)

    def _note_shadowed(self) -> None:
        for name, stub in self.tools.items():
            value = self.globals.get(name, stub)
            if value is not stub:
                self.globals[name + "_"] = value
                self.output.write(
                    f"Note: {name!r} is a tool; your variable of that name is now called {name + '_'!r}.\n"
                )
            self.globals[name] = stub

    def _describe(self, error: BaseException, name: str) -> str:
        """The traceback with the model's own lines."""
        try:
            import traceback

            self._show_sources()
            limit = -TRACEBACK_FRAMES if _deep(error.__traceback__) else None
            shown = traceback.TracebackException.from_exception(error, compact=True, limit=limit)
            _own_frames_out(shown, set())
            text = "".join(shown.format()).replace(f'"{name}"', '"<step>"')
        except BaseException as second:
            text = f"{type(error).__name__} (its traceback cannot be shown: {type(second).__name__})"
        text = text.rstrip() + self._advice(error)
        if len(text) > ERROR_CHARS:
            text = f"{text[: ERROR_CHARS // 2]}\n[... cut ...]\n{text[-ERROR_CHARS // 2 :]}"
        return text

    def _advice(self, error: BaseException) -> str:
        if isinstance(error, SystemExit):
            return "\nexit() ends nothing here: call final_answer(answer) when the task is done."
        if isinstance(error, MemoryError):
            return "\nThe step needed more memory than the jail gives. Work on smaller pieces."
        if isinstance(error, EOFError):
            return "\ninput() has nobody to ask here."
        if isinstance(error, TypeError):
            for name, stub in self.tools.items():
                if str(error).startswith(name + "() "):
                    import inspect

                    return f"\nThe tool is: {name}{inspect.signature(stub)}"
        return ""


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and type(one) in (bool, int, float, str) and one == other


def _deep(frames: Any) -> bool:
    for _ in range(5000):
        if frames is None:
            return False
        frames = frames.tb_next
    return True


def _own_frames_out(shown: Any, seen: set[int]) -> None:
    if shown is None or id(shown) in seen:
        return
    seen.add(id(shown))
    folder = os.path.dirname(__file__)
    frames = [frame for frame in shown.stack if not frame.filename.startswith(folder) and frame.filename != "<string>"]
    shown.stack[:] = frames
    _own_frames_out(shown.__cause__, seen)
    _own_frames_out(shown.__context__, seen)
    for other in getattr(shown, "exceptions", None) or ():
        _own_frames_out(other, seen)


def _take_descriptors() -> Channel:
    source, sink = os.dup(0), os.dup(1)
    silent, _writer = os.pipe()
    os.dup2(silent, 0)
    os.dup2(2, 1)
    keep = sorted((source, sink))
    os.closerange(3, keep[0])
    os.closerange(keep[0] + 1, keep[1])
    os.closerange(keep[1] + 1, 65536)
    return Channel(source, sink)


def main() -> None:
    """Confine, then serve until the host closes the pipe."""
    channel = _take_descriptors()
    config = channel.read()
    die_with_parent(config["parent"])
    os.environ.clear()
    os.chdir("/")
    sys.path.extend(config["path"])
    sys.argv[:] = [""]
    jail = Jail(channel, config)
    signal.signal(signal.SIGINT, jail.on_interrupt)
    stack_size(2 << 20)
    limit(config["rlimits"])
    if config["seccomp"] is not None:
        confine(bytes.fromhex(config["seccomp"]), config["readable"], config["listable"], config.get("landlock", False))
    jail.hints.install()
    import _sitebuiltins

    for name, value in (
        ("help", _sitebuiltins._Helper()),
        ("exit", _sitebuiltins.Quitter("exit", "")),
        ("quit", _sitebuiltins.Quitter("quit", "")),
    ):
        setattr(builtins, name, value)
    channel.write(op="ready", python=sys.version.split()[0])
    while True:
        message = channel.read()
        if message["op"] == "step":
            jail.run(message["step"], message["name"], message["code"])
        elif message["op"] == "tools":
            jail.set_tools(message["tools"])
        elif message["op"] == "vars":
            jail.globals.update(message["values"])
