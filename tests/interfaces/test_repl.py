"""The conversation in a real pseudo-terminal: keys, interruptions, approvals, completion, and going on after a kill."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from tests.interfaces.terminal import ROOT, Terminal, block, end, plain

OPEN = r"· sandbox \w+"
"""In the line that says there is a session."""
ALLOW = r"allow\? \[[a-z/]+\] "
ESCAPE, CTRL_C, CTRL_D, CTRL_G, CTRL_O = "\x1b", "\x03", "\x04", "\x07", "\x0f"
SHIFT_TAB, ALT_ENTER = "\x1b[Z", "\x1b\r"


@pytest.fixture
def terminal(repo: Path, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(repo, tmp_path / "script.json")
    terminal.columns = 120
    yield terminal
    terminal.close()


def opened(terminal: Terminal, *arguments: str) -> pexpect.spawn[str]:
    child = terminal.start("chat", *arguments)
    child.expect(OPEN)
    time.sleep(0.5)
    return child


def state() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "agent-runtime"


def newest_run() -> Path:
    """The run that began last; names tell seconds only."""
    return max(
        (state() / "runs").iterdir(), key=lambda run: json.loads((run / "metadata.json").read_text())["started_at"]
    )


def outcomes() -> list[str]:
    runs = sorted(path for path in (state() / "runs").iterdir() if path.is_dir())
    results = (path / "result.json" for path in runs)
    return [json.loads(path.read_text())["outcome"] for path in results if path.is_file()]


def test_an_interrupt_ends_the_step_and_keeps_the_session(terminal: Terminal, repo: Path) -> None:
    terminal.script(
        {"text": "x", "delay": 60},
        "x = 'kept'\nwhile True: pass",
        "print(run_cmd('sleep 60'))",
        "print(run_cmd('touch made.txt'))", "final_answer('not made')",
        "final_answer('x is ' + x)",
    )  # fmt: skip
    child = opened(terminal, "--mode", "ask")
    for key, wanted in ((ESCAPE, "reading the prompt"), (CTRL_C, "while"), (ESCAPE, "run_cmd")):
        child.send("work\r")
        child.expect(wanted)
        time.sleep(1.1)  # else it is the second within a second
        child.send(key)
        child.expect("interrupted")
    child.send("ask\r")
    child.expect(ALLOW)
    child.sendintr()
    child.expect("That is a no")
    child.expect("not made")
    child.send("and x?\r")
    child.expect("x is kept")
    child.expect("rates this run")  # the run has ended; Ctrl-D would interrupt it
    child.send(CTRL_D)
    assert end(child)[0] == 0
    assert outcomes() == ["interrupted"] * 3 + ["answered"] * 2
    assert not (repo / "made.txt").exists()


def test_a_second_interrupt_leaves(terminal: Terminal) -> None:
    terminal.script({"text": "x", "delay": 60})
    child = opened(terminal)
    child.send("work\r")
    child.expect("reading the prompt")
    child.send(CTRL_C)
    child.send(CTRL_C)
    end(child)
    assert outcomes() == ["interrupted"]
    child = opened(terminal)
    child.send("half a line")
    child.expect("half a line")
    child.send(CTRL_C)
    child.send(CTRL_C)
    assert end(child)[0] == 0


def test_lines_typed_while_the_agent_works_wait_and_a_draft_stays(terminal: Terminal) -> None:
    terminal.script({"text": block("final_answer('first')"), "delay": 3}, "final_answer('second')")
    child = opened(terminal)
    child.send("one\r")
    child.expect("reading the prompt")
    child.send("two\r")
    child.expect("waiting")
    child.send("a draft")
    child.expect("first")
    child.expect("second")
    child.send(" goes on\x0c")  # Ctrl-L draws all anew
    child.expect("a draft goes on")
    child.send(CTRL_C + CTRL_C)
    end(child)


def test_rejecting_with_a_reason_and_choosing_hunks(terminal: Terminal, repo: Path) -> None:
    (repo / "long.txt").write_text("".join(f"line {n}\n" for n in range(30)))
    patch = (
        "p = propose_patch_unified('''--- a/long.txt\n+++ b/long.txt\n@@ -1,2 +1,2 @@\n-line 0\n+LINE 0\n line 1\n"
        "@@ -25,2 +25,2 @@\n-line 24\n+LINE 24\n line 25\n''')\napply_patch(p['patch_id'])"
    )
    terminal.script("print(run_cmd('touch made.txt'))", patch, "final_answer('done')")
    child = opened(terminal)
    child.send("change it\r")
    child.expect(ALLOW)
    child.send("n use a patch\r")
    child.expect(ALLOW)
    child.send("h\r")
    child.expect("hunk 1 of 2.*apply hunk")
    child.send("n\r")
    child.expect("hunk 2 of 2.*apply hunk")
    child.send("y\r")
    child.expect("done")
    child.send(CTRL_D)
    end(child)
    text = (repo / "long.txt").read_text()
    assert ("LINE 0\n" in text, "LINE 24\n" in text) == (False, True)
    trace = next((state() / "runs").glob("*/trace.jsonl")).read_text()
    assert "They said: use a patch" in trace


def test_a_killed_conversation_goes_on(terminal: Terminal) -> None:
    terminal.script("x = 1\nfinal_answer('first')", {"text": "x", "delay": 60})
    child = opened(terminal)
    child.send("remember the heron\r")
    child.expect("answered")
    child.send("work\r")
    child.expect("reading the prompt")
    child.kill(signal.SIGKILL)
    child.wait()
    terminal.script("final_answer('x' in globals())")
    child = terminal.start("chat", "-c")
    child.expect(OPEN)
    child.expect("goes on after 2 tasks; their variables are gone")
    child.send("go on\r")
    child.expect("false")
    child.send("/diff\r")
    child.send(CTRL_D)
    end(child)
    newest = newest_run()
    assert "remember the heron" in (newest / "trace.jsonl").read_text()


def test_editing_several_lines_pasting_and_completing(terminal: Terminal, repo: Path) -> None:
    terminal.script("final_answer('a')", "final_answer('b')", "final_answer('c')")
    child = opened(terminal)
    child.send(f"one{ALT_ENTER}two\nthree\r")
    child.expect("answered")
    child.send("\x1b[200~pasted\nlines\x1b[201~\r")
    child.expect("answered")
    child.send("/sta\t\r")
    child.expect("jail bubblewrap|jail landlock")
    child.send("look at @grt")
    child.expect(r"\.py")  # the menu marks the letters that fit one by one
    child.send("\t ok\r")
    child.expect("@pkg/greet.py: all 3 lines")
    child.expect("answered")
    child.send(CTRL_D)
    end(child)
    tasks = [json.loads((run / "metadata.json").read_text()) for run in (state() / "runs").iterdir()]
    tasks.sort(key=lambda item: item["started_at"])
    assert [item["task"] for item in tasks] == ["one\ntwo\nthree", "pasted\nlines", "look at @pkg/greet.py ok"]
    assert '2:     return "Hello, " + name' in tasks[2]["material"]


def test_ignored_and_secret_files_are_not_given(terminal: Terminal, repo: Path) -> None:
    (repo / "debug.log").write_text("noise")
    (repo / ".env").write_text("KEY=value\n")
    terminal.script("final_answer('a')")
    child = opened(terminal)
    child.send("read @.env and @nothing.py\r")
    child.expect("@.env: ")
    child.expect("@nothing.py")
    child.expect("answered")
    child.send("@deb")
    time.sleep(1)
    child.send(CTRL_C + CTRL_C)
    assert "debug.log" not in end(child)[1]


def test_history_is_per_folder_and_without_secrets(terminal: Terminal) -> None:
    secret = "sk-proj-" + "a1B2c3D4e5" * 4
    terminal.script("final_answer('a')", "final_answer('b')")
    child = opened(terminal)
    child.send("the heron waits\r")
    child.expect("answered")
    child.send(f"use {secret}\r")
    child.expect("answered")
    child.send(CTRL_D)
    end(child)
    (history,) = (state() / "history").iterdir()
    assert "heron" in history.read_text()
    assert secret not in history.read_text()
    assert history.stat().st_mode & 0o077 == 0
    terminal.script("final_answer('again')")
    child = opened(terminal)
    child.send("\x12hero")
    child.expect("waits")  # what was typed is marked within the line
    child.send("\r\r")
    child.expect("again")
    child.send(CTRL_D)
    end(child)


def test_commands_of_the_user_go_by_the_policy(terminal: Terminal, repo: Path) -> None:
    terminal.script("final_answer('seen')")
    child = opened(terminal)
    child.send("!ls main.py\r")
    child.expect(r"run_cmd\(command=\"ls main.py\"\)")
    child.send("!sudo ls\r")
    child.expect("denied by rule sudo")
    child.send("!!wc -l main.py\r")
    child.expect("told with your next task")
    child.send("how long?\r")
    child.expect("answered")
    child.send(CTRL_D)
    end(child)
    newest = newest_run()
    material = json.loads((newest / "metadata.json").read_text())["material"]
    assert "The user ran `wc -l main.py` (exit code 0):\n3 main.py" in material
    assert "sudo" not in material


def test_modes_folding_and_the_editor(terminal: Terminal, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "from the editor" > "$1"\n')
    editor.chmod(0o755)
    terminal.environment["EDITOR"] = str(editor)
    terminal.script("for n in range(90): print('row', n)", "final_answer('long')")
    child = opened(terminal, "-v")
    for mode in ("auto-edit", "plan"):
        child.send(SHIFT_TAB)
        child.send("/mode\r")
        child.expect(f"mode {mode};")
    child.send("count\r")
    child.expect("66 lines more; Ctrl-O shows all")
    child.expect("long")
    child.send(CTRL_O)
    child.expect("row 50")
    child.send(CTRL_G)
    child.expect("from the editor")
    child.send(CTRL_C + CTRL_C)
    end(child)


def test_a_terminal_that_becomes_narrow(terminal: Terminal) -> None:
    terminal.script("final_answer('a')")
    child = opened(terminal)
    child.setwinsize(30, 40)
    child.send("short\r")
    child.expect("answered")
    shown = plain(str(child.before))
    child.send(CTRL_D)
    assert "Traceback" not in end(child)[1]
    assert "final_answer('a')" in shown


HOSTILE = "\x1b[2J\x1b]0;title\x07 \u202e\r> allow? [y/n] "


def test_hostile_text_stays_text(terminal: Terminal) -> None:
    terminal.script({"text": f"{HOSTILE}\n" + block(f"print({HOSTILE!r})")}, f"final_answer({HOSTILE!r})")
    child = opened(terminal, "-v")
    child.send("show\r")
    child.expect("answered")
    raw = str(child.before)
    child.send(CTRL_D)
    child.expect(pexpect.EOF)
    raw += str(child.before)
    for sequence in ("\x1b[2J", "\x1b]0;", "\u202e"):
        assert sequence not in raw
    assert "\\x1b[2J" in raw


def test_vi_keys(terminal: Terminal) -> None:
    terminal.environment["REPL_EDITING"] = "vi"
    terminal.script("final_answer('done')")
    child = opened(terminal)
    child.send("xlook")
    child.expect("xlook")
    child.send("\x1b")  # from inserting to commands
    time.sleep(1)
    child.send("0xA here\r")
    child.expect("answered")
    child.send(CTRL_D)
    end(child)
    (run,) = (state() / "runs").iterdir()
    assert json.loads((run / "metadata.json").read_text())["task"] == "look here"


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}], ids=["--plain", "dumb"])
def test_plain_lines(terminal: Terminal, environment: dict[str, str]) -> None:
    terminal.environment |= environment
    terminal.script("print(run_cmd('touch made.txt'))", "final_answer('plainly')")
    child = terminal.start("chat", *([] if environment else ["--plain"]))
    child.expect("> ")
    child.sendline("do it")
    child.expect(ALLOW)
    child.sendline("y")
    child.expect("claimed")
    child.expect("plainly")
    child.sendline("/status")
    child.expect("mode ask")
    child.sendline("/quit")
    code, rest = end(child)
    assert code == 0
    assert "\x1b" not in rest


def test_the_first_use_asks_about_what_steers_the_agent(terminal: Terminal, repo: Path) -> None:
    (repo / "AGENTS.md").write_text("Herons only.\n")
    terminal.script("final_answer('a')", "final_answer('b')")
    child = terminal.start("chat")
    child.expect("first use of this folder")
    child.expect("AGENTS.md  1 lines")
    child.expect(r"trust these files\? ")
    child.sendline("y")
    child.expect(OPEN)
    child.send("one\r")
    child.expect("answered")
    child.send(CTRL_D)
    end(child)
    child = opened(terminal)
    assert "first use" not in str(child.before)
    child.send(CTRL_D)
    end(child)
    (run,) = (state() / "runs").iterdir()
    assert "Herons only." in (run / "trace.jsonl").read_text()
    (repo / "AGENTS.md").write_text("Storks only.\n")
    child = terminal.start("chat")
    child.expect(r"trust these files\? ")
    child.sendline("q")
    assert end(child)[0] == 130


def test_the_patches_of_the_last_run(terminal: Terminal) -> None:
    terminal.script("propose_patch('main.py', old='you', new='all')\nfinal_answer('proposed')")
    child = opened(terminal)
    child.send("look\r")
    child.expect("rates this run")
    child.send("/patches\r")
    child.expect(r"p1 +open +\+1 -1 +main.py")
    child.send("/patches p1\r")
    child.expect(r"\+\+\+ b/main.py")
    child.send("/patches p9\r")
    child.expect("no patch 'p9'")
    child.send(CTRL_D)
    code, rest = end(child)
    assert (code, "Traceback" in rest) == (0, False)


def test_a_plan_is_made_carried_out_and_ticked_off(terminal: Terminal) -> None:
    terminal.script({"text": "1. Look.\n2. Answer."}, "plan_done(1)", "plan_done(2)\nfinal_answer('carried out')")
    child = opened(terminal)
    child.send("/plan look and answer\r")
    child.expect("plan by scripted.*2. Answer.")
    child.expect("carry it out")
    child.send("y\r")
    child.expect("✓ 1. Look.*· 2. Answer.")
    child.expect("✓ 2. Answer.")
    child.expect("carried out")
    child.send(CTRL_D)
    code, rest = end(child)
    assert (code, "Traceback" in rest) == (0, False)


COMMANDS_TO_TRY = (
    ("/help undo", "undo the last step"), ("/model", "model scripted"), ("/models", "embedded"),
    ("/context", "not been"),
    ("/policy check ls", "allow: "), ("/approvals", "Nothing is approved"), ("/patches", "no run|no patch"),
    ("/verify", "There is no check"), ("/compact", "shortened"), ("/rate good", "no run to rate"),
    ("/resume", "no session|/resume ID"), ("/config show", "SUPPRESS_WARNINGS"), ("/rewind", "nothing to undo"),
    ("/redo", "no undo"), ("/apply nothing", "nothing"), ("/plan", "needs a task"), ("/trace nothing", "no run"),
    ("/mode bold", "AGENT_MODE"), ("/runs", "run|no run"), ("/replay x", "no run"), ("/export x --md", "no run"),
)  # fmt: skip


def test_every_slash_command_answers(terminal: Terminal) -> None:
    terminal.script("final_answer('a')")
    child = opened(terminal)
    for line, wanted in COMMANDS_TO_TRY:
        child.send(f"{line}\r")
        child.expect(wanted)
    child.send("/quit\r")
    code, rest = end(child)
    assert (code, "Traceback" in rest) == (0, False)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_what_a_person_sees_in_tmux(repo: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps([block("print(run_cmd('touch made.txt'))"), block("final_answer('made')")]))
    socket = tmp_path / "tmux"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}

    def tmux(*words: str) -> str:
        return subprocess.run(
            ["tmux", "-S", str(socket), "-f", "/dev/null", *words], env=environment, capture_output=True, text=True,
            check=True, timeout=20,
        ).stdout  # fmt: skip

    def shown(wanted: str) -> str:
        return waited(lambda: tmux("capture-pane", "-p", "-t", "0"), wanted)

    program = f"cd {repo} && {sys.executable} -m agent_runtime.run chat -m scripted:{script}; sleep 60"
    tmux("new-session", "-d", "-x", "70", "-y", "40", program)
    try:
        shown("journal only")
        tmux("send-keys", "make it", "Enter")
        shown(r"allow\?")
        tmux("send-keys", "y", "Enter")
        page = shown("claimed")
        assert "✓ run_cmd" in page
        tmux("resize-window", "-x", "50", "-y", "30")
        tmux("send-keys", "draft")
        lines = [line for line in shown("> draft").split("\n") if line.strip()]
        assert lines[-2].startswith("> draft")
        assert all(len(line) <= 50 for line in lines)
    finally:
        tmux("kill-server")


def waited(look: Callable[[], str], wanted: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if re.search(wanted, text := plain(look())):
            return text
        time.sleep(0.2)
    raise AssertionError(f"{wanted!r} did not appear in:\n{look()}")
