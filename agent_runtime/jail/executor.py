"""smolagents' PythonExecutor over a jailed child process."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from os import getpid
from secrets import randbits
from typing import Any

from smolagents.local_python_executor import CodeOutput, PythonExecutor

from agent_runtime.errors import (
    JailDied,
    JailError,
    JailProtocolError,
    RunStopped,
    StepDenied,
    StepError,
    StepTimedOut,
)
from agent_runtime.jail.backends import Backend
from agent_runtime.jail.layout import python_layout
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.probe import choose
from agent_runtime.jail.process import JailProcess, spawner
from agent_runtime.jail.protocol import Call, Done, Final, Message, Output, check_value
from agent_runtime.jail.step import VARIABLES_GONE, Step, failure, killed
from agent_runtime.jail.tools import Offer, ToolHost, call_foreign, describe, offers, refusal
from agent_runtime.types import JsonValue

__all__ = ["VARIABLES_GONE", "JailLimits", "JailedPythonExecutor", "ToolHost"]

_RESIGNAL_S = 0.05
_WATCH_S = 0.2
_QUICK_S = 0.0005


class JailedPythonExecutor(PythonExecutor):  # type: ignore[misc]  # smolagents has no types
    """Runs each step of a `CodeAgent` in a child process that the operating system confines.

    State is kept between steps until `reset`. One step at a time; tools are called in the thread that called the
    executor. `state["_print_outputs"]` holds the last step's printed text, as smolagents expects.
    """

    def __init__(
        self,
        host: ToolHost,
        *,
        limits: JailLimits | None = None,
        backend: Backend | None = None,
        packages: Sequence[str] = (),
        on_output: Callable[[str], None] | None = None,
        python: str | None = None,
    ) -> None:
        """`backend` is chosen by probing when it is not given; `python` is another interpreter for the child.

        Raises:
            JailUnavailable: no backend works here.
            ConfigError: one of `packages` is not installed.
        """
        self.limits = limits or JailLimits()
        self.layout = python_layout(python, tuple(packages))
        if backend is None:
            choice = choose("auto", self.layout)
            backend, self.backend_reason = choice.backend, choice.reason
        else:
            self.backend_reason = "chosen by the caller"
        self.backend = backend
        self.state: dict[str, Any] = {"_print_outputs": ""}
        self.stopped: RunStopped | None = None
        """The exception of a host call that ends the run: smolagents turns it into an observation."""
        self.on_output = on_output
        self._host = host
        self._offers = offers(None, host)
        self._variables: dict[str, JsonValue] = {}
        self._fresh: dict[str, JsonValue] = {}
        self._tools_sent = False
        self._process: JailProcess | None = None
        self._starting: Future[JailProcess] | None = None
        self._step: Step | None = None
        self._number = 0
        self._interrupt = False
        self._notice = ""

    # smolagents' interface

    def send_tools(self, tools: Mapping[str, Any]) -> None:
        """Offer these tools and agents, and no others.

        Raises:
            JailError: one is no tool, or has names Python cannot use.
        """
        self._offers = offers(tools, self._host)
        self._tools_sent = False

    def send_variables(self, variables: Mapping[str, Any]) -> None:
        """Set variables in the jail.

        Raises:
            JailError: a value is no JSON; nothing else can be sent.
        """
        for name, value in variables.items():
            if name == "_print_outputs":
                continue
            try:
                copied: JsonValue = json.loads(json.dumps(value, allow_nan=False))
                check_value(copied)
            except (TypeError, ValueError, RecursionError, JailProtocolError) as error:
                raise JailError(
                    f"The variable {name!r} ({type(value).__name__}) cannot be sent into the jail: {error}.",
                    remedy="Only JSON values can; send text or numbers.",
                ) from error
            self.state[name] = value
            self._variables[name] = self._fresh[name] = copied

    def __call__(self, code_action: str) -> CodeOutput:
        """Run one step.

        Raises:
            StepError: it ended without a result; the message is for the model.
            JailUnavailable: the child cannot be started.
            RunStopped: a tool ended the run; also kept in `stopped`.
        """
        if self._step is not None:
            raise JailError("A step is running already; the jail runs one at a time.")
        self.state["_print_outputs"] = ""
        self.stopped = None
        process = self._ready_process()
        step = self._step = self._new_step()
        if (stopped := getattr(self._host, "stopped", None)) is not None:  # cancelled before there was a step
            self._step, self.stopped = None, stopped
            process.freeze()
            raise stopped
        try:
            process.send({"op": "step", "step": step.id, "name": f"<step {self._number}>", "code": code_action})
            self._serve_to_end(process, step)
        except RunStopped as error:
            self.stopped = error
            raise
        finally:
            self._step = None
            self._interrupt = False
            step.output.append(process.take_raw())
            self._settle(process, step)
        return self._result(step)

    # control

    def start(self) -> None:
        """Start the child without waiting for it."""
        if self._process is None and self._starting is None:
            self._starting = spawner(getpid()).submit(JailProcess, self.backend, self.layout, self.limits)

    def interrupt(self) -> bool:
        """Stop the running step; whether there was one. For signal handlers and other threads."""
        if self._step is None:
            return False
        self._interrupt = True
        process = self._process
        if process is not None:
            process.wake()
        return True

    def reset(self) -> None:
        """Forget all state: the next step runs in a new process."""
        self.close()
        self._variables.clear()
        self._fresh.clear()
        self.state = {"_print_outputs": ""}
        self.start()

    def close(self) -> None:
        """End the child."""
        if self._starting is not None:
            starting, self._starting = self._starting, None
            if starting.exception() is None:
                starting.result().kill()
        if self._process is not None:
            self._process.kill()
            self._process = None

    cleanup = close

    def __enter__(self) -> JailedPythonExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # the child

    def _new_step(self) -> Step:
        self._number += 1
        now = time.monotonic()
        return Step(randbits(48), now, now + self.limits.step_s, now + _WATCH_S)

    def _ready_process(self) -> JailProcess:
        process = self._process
        if process is not None and not (process.alive() and process.silent()):
            process.kill()
            self._process = process = None
            self._notice = f"Note: the Python process ended between two steps. {VARIABLES_GONE}\n"
        if process is None:
            process = self._start_now()
        process.thaw()
        if not self._tools_sent:
            process.send({"op": "tools", "tools": [describe(offer) for offer in self._offers.values()]})
            self._tools_sent = True
        if self._fresh:
            process.send({"op": "vars", "values": self._fresh})
            self._fresh = {}
        return process

    def _start_now(self) -> JailProcess:
        self.start()
        starting, self._starting = self._starting, None
        assert starting is not None
        process = starting.result()
        try:
            process.wait_ready()
        except BaseException:
            process.kill()
            raise
        self._process = process
        self._tools_sent = False
        self._fresh = dict(self._variables)
        return process

    def _settle(self, process: JailProcess, step: Step) -> None:
        """After a step: keep a healthy child, frozen until the next step; replace any other."""
        if step.death is not None or not step.ended:
            process.kill()
            self._process = None
            self.start()
            return
        # A step shorter than that cannot have started too many.
        quick = time.monotonic() - step.began < _QUICK_S
        threads = 0 if quick else process.threads()
        if threads > self.limits.processes:
            self._notice = f"Note: the last step left {threads} threads behind. {VARIABLES_GONE}\n"
            process.kill()
            self._process = None
        else:
            process.freeze()

    def _serve_to_end(self, process: JailProcess, step: Step) -> None:
        try:
            self._serve(process, step)
        except BaseException:
            # A tool, an approver or Ctrl-C ended it: the child gets its grace to stop, and keeps its state.
            if not step.ended:
                self._stop(process, step, "host")
                self._serve(process, step)
            raise

    def _serve(self, process: JailProcess, step: Step) -> None:
        while not step.ended:
            now = time.monotonic()
            self._watch(process, step, now)
            if step.ended:
                return
            try:
                message = process.receive(min(self._next_look(step), now + _WATCH_S))
                if message is not None:
                    self._handle(process, step, message)
            except (JailProtocolError, JailDied) as error:
                step.death = self._death(process, error)

    def _next_look(self, step: Step) -> float:
        if step.stopping:
            return min(step.kill_at, time.monotonic() + _RESIGNAL_S)
        return step.deadline

    def _watch(self, process: JailProcess, step: Step, now: float) -> None:
        if step.stopping:
            if now >= step.kill_at:
                process.kill()
                step.death = killed(step, self.limits.step_s)
            else:
                process.signal(signal.SIGINT)  # again: the first may have been swallowed by an `except:`
        elif self._interrupt:
            self._stop(process, step, "interrupt")
        elif now >= step.deadline:
            self._stop(process, step, "time")
        if now >= step.count_at and not step.ended:
            step.count_at = now + _WATCH_S
            self._count_threads(process, step)

    def _count_threads(self, process: JailProcess, step: Step) -> None:
        if process.threads() > self.limits.processes:
            process.kill()
            step.death = StepTimedOut(f"The step started more than {self.limits.processes} threads. {VARIABLES_GONE}")

    def _stop(self, process: JailProcess, step: Step, why: str) -> None:
        step.stopping = step.stopping or why
        step.kill_at = time.monotonic() + self.limits.grace_s
        process.signal(signal.SIGINT)

    # messages

    def _handle(self, process: JailProcess, step: Step, message: Message) -> None:
        number = getattr(message, "step", None)
        if number != step.id:
            raise JailProtocolError(f"The jail sent {type(message).__name__} for a step that is not running.")
        match message:
            case Output(text=text):
                self._print(step, text)
            case Call():
                self._call(process, step, message)
            case Final():
                if not step.refused and step.final is None:
                    step.final = message
                    step.deadline = min(step.deadline, time.monotonic() + self.limits.grace_s)
            case Done():
                step.done = message
            case _:
                raise JailProtocolError(f"The jail sent {type(message).__name__} in the middle of a step.")

    def _print(self, step: Step, text: str) -> None:
        if not text:
            return
        step.printed += len(text)
        if step.printed > 2 * self.limits.output_bytes + 1000:
            raise JailProtocolError("The jail printed past its limit.")
        step.output.append(text)
        if self.on_output is not None:
            self.on_output(text)

    def _call(self, process: JailProcess, step: Step, call: Call) -> None:
        offer = self._offers.get(call.tool)
        if offer is None:
            raise JailProtocolError(f"The jail called the tool {call.tool!r}, which does not exist.")
        offer.check(call.arguments)
        step.calls += 1
        if step.calls > 2 * self.limits.calls:
            raise JailProtocolError(f"The step made {step.calls} tool calls after it had been told to stop.")
        began = time.monotonic()
        try:
            status, value = self._answer(step, offer, call)
        except BaseException:
            process.send({"op": "result", "call": call.call, "status": "interrupt", "value": None})
            raise
        finally:
            step.deadline += time.monotonic() - began
        process.send({"op": "result", "call": call.call, "status": status, "value": value})

    def _answer(self, step: Step, offer: Offer, call: Call) -> tuple[str, JsonValue]:
        if step.stopping or self._interrupt or step.final is not None:
            return "interrupt", None
        if step.refused:
            return "denied", step.refused
        if step.calls > self.limits.calls:
            return (
                "error",
                f"This step has made {self.limits.calls} tool calls, the most a step may make. End the step.",
            )
        if offer.foreign is not None:
            worked, value = call_foreign(offer.foreign, call.arguments)
            return ("ok" if worked else "error"), value
        observation = self._host.invoke(call.tool, call.arguments)
        if observation.denied:
            step.refused = refusal(call.tool, observation)
            return "denied", step.refused
        return "ok", observation.value

    # results

    def _result(self, step: Step) -> CodeOutput:
        logs = self._notice + "".join(step.output)
        self._notice = ""
        self.state["_print_outputs"] = logs
        if step.refused:
            gone = f" {VARIABLES_GONE}" if step.death else ""
            raise StepDenied(f"{step.refused} The rest of the step was not run; do not repeat the call.{gone}")
        if step.final is not None:
            if step.death is not None:
                self._notice = f"Note: {VARIABLES_GONE}\n"
            return CodeOutput(output=step.final.value, logs=logs, is_final_answer=True)
        if step.death is not None:
            raise step.death
        done = step.done
        assert done is not None
        failed = failure(step, done, self.limits.step_s)
        if failed is not None:
            raise failed
        return CodeOutput(output=done.value if done.text is None else done.text, logs=logs, is_final_answer=False)

    def _death(self, process: JailProcess, error: StepError) -> StepError:
        if isinstance(error, JailProtocolError):
            process.kill()
            return JailProtocolError(f"{error} The step was ended. {VARIABLES_GONE}")
        words = process.last_words()
        process.kill()
        return JailDied(f"The step ended the Python process itself ({words}). {VARIABLES_GONE}")
