"""The prompt's thread, in a real pseudo-terminal, while something else prints."""

from __future__ import annotations

import contextlib
import os
import sys

import pexpect

from tests.interfaces.terminal import ROOT, end

PRINTING = """
import sys, threading
from pathlib import Path
from agent_runtime.interfaces.repl_complete import ReplCompleter
from agent_runtime.interfaces.repl_input import Keys, SafeHistory, make_prompt
from agent_runtime.interfaces.repl_screen import Screen

def nothing():
    return False

prompt = make_prompt(
    history=SafeHistory(None), completer=ReplCompleter(Path.cwd(), list), status=list,
    keys=Keys(nothing, nothing, nothing, nothing), message=lambda: [("", "> ")],
)
screen = Screen(prompt, sys.stderr)
screen.start()
screen.ready.wait(5)

ended = threading.Event()

def write():
    number = 0
    while not ended.wait(0.002):
        screen.stream.write(f"line {number}\\n")
        number += 1

writer = threading.Thread(target=write, daemon=True)
writer.start()
lines = []
while lines[-1:] != ["end"]:
    lines.append(screen.lines.get())
ended.set()
writer.join()
screen.close()
print("took", len(lines), "lines")
"""


def test_enter_pressed_while_lines_are_printed_is_enter() -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-c", PRINTING],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        timeout=60,
    )
    child.delaybeforesend = 0.002
    child.expect("line 3\r")
    for _ in range(300):
        child.send("a line\r")
        with contextlib.suppress(pexpect.TIMEOUT):
            child.read_nonblocking(1 << 16, 0)
    child.send("end\r")
    child.expect("took 301 lines")
    assert end(child)[0] == 0
