"""The program at a real terminal: approvals, Ctrl-C, the spinner, the REPL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.interfaces.terminal import ROOT, Terminal, end, plain

ALLOW = r"allow\? \[[a-z/]+\] "
ADD = "print(run_cmd('touch made.txt'))"
READY = r"\x1b\[\?2004h"
"""What the editor writes when the REPL waits for a line."""
DONE = "final_answer('done')"


@pytest.fixture
def terminal(repo: Path, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(repo, tmp_path / "script.json")
    yield terminal
    terminal.close()


def audit(kind: str) -> list[dict[str, Any]]:
    """The entries of one kind in the newest run's audit log."""
    lines = (newest_run() / "audit.jsonl").read_text().splitlines()
    return [entry for line in lines if (entry := json.loads(line)).get("kind", entry.get("event")) == kind]


def newest_run() -> Path:
    runs = Path(os.environ["XDG_STATE_HOME"]) / "agent-runtime" / "runs"
    return max((path for path in runs.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns)


def result() -> dict[str, Any]:
    data = json.loads((newest_run() / "result.json").read_text())
    assert isinstance(data, dict)
    return data


def prompts() -> str:
    """Everything the model was told in the newest run."""
    return (newest_run() / "trace.jsonl").read_text()


def command_line(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "agent_runtime.run", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_yes_runs_it(terminal: Terminal, repo: Path) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    shown = plain(child.before)
    for words in ("approval needed: run_cmd", "┃ │ touch made.txt", "it changes files; rule ask.files (policy.toml:",
                  f"┃ │ {repo}"[:60], "sandbox, profile approved", "s always (session)"):  # fmt: skip
        assert words in shown
    child.sendline("y")
    assert end(child)[0] in (0, 3)
    assert (repo / "made.txt").exists()
    assert [(entry["approved"], entry["source"]) for entry in audit("approval")] == [(True, "user")]


@pytest.mark.parametrize("answers", [["n use the edit tool"], ["n", "use the edit tool"]])
def test_no_with_a_reason_reaches_the_model(terminal: Terminal, repo: Path, answers: list[str]) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.sendline(answers[0])
    for answer in answers[1:]:
        child.expect("reason for the model")
        child.sendline(answer)
    end(child)
    assert not (repo / "made.txt").exists()
    assert "They said: use the edit tool" in prompts()


def test_an_edited_command_runs_instead(terminal: Terminal, repo: Path) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.sendline("e")
    child.expect("command: ")
    child.expect("made.txt")
    child.send("\x7f" * len("made.txt") + "other.txt\r")
    end(child)
    assert (repo / "other.txt").exists()
    assert not (repo / "made.txt").exists()
    assert [entry["edited_command"] for entry in audit("approval")] == ["touch other.txt"]


def test_an_edited_command_is_judged_again(terminal: Terminal, repo: Path) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.sendline("e")
    child.expect("made.txt")
    child.send("\x15sudo ls\r")
    _, rest = end(child)
    assert "denied by rule sudo" in rest


def test_always_this_session_asks_once(terminal: Terminal) -> None:
    terminal.script(ADD, "print(run_cmd('touch  \"made.txt\"'))", "print(run_cmd('touch more.txt'))", DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.sendline("s")
    child.expect(ALLOW)
    assert "touch more.txt" in plain(child.before)
    child.sendline("n")
    child.expect("reason")
    child.sendline("")
    end(child)
    assert [(e["source"], e["scope"]) for e in audit("approval")] == [
        ("user", "session"), ("remembered", "session"), ("user", "once"),
    ]  # fmt: skip


def test_always_this_project_is_only_where_the_rule_allows(terminal: Terminal) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    assert "p always" not in plain(child.before)
    child.sendline("p")
    child.expect("Not always for this project: rule ask.files .* lets it be")
    child.sendline("n no")
    end(child)


def test_always_this_project_lasts_until_revoked(terminal: Terminal, repo: Path) -> None:
    user = Path(os.environ["XDG_CONFIG_HOME"]) / "agent-runtime" / "policy.toml"
    user.parent.mkdir(parents=True)
    user.write_text(
        'version = 1\n[[rule]]\nid = "mine"\nprogram = "frobnicate"\ndecision = "REQUIRE_APPROVAL"\n'
        'remember = "project"\nreason = "it is mine"\nmatch = ["frobnicate x"]\n'
    )
    terminal.script("print(run_cmd('frobnicate x'))", DONE)
    child = terminal.start("do")
    child.expect(ALLOW)
    assert "p always (project)" in plain(child.before)
    child.sendline("p")
    assert end(child)[0] == 0
    child = terminal.start("do")
    assert child.expect([ALLOW, pexpect.EOF]) == 1
    assert [(e["source"], e["scope"]) for e in audit("approval")] == [("remembered", "project")]
    listed = command_line(repo, "approvals", "list").stdout
    assert "frobnicate x" in listed
    assert command_line(repo, "approvals", "revoke", listed.split()[0]).stdout == "1 revoked.\n"
    child = terminal.start("do")
    child.expect(ALLOW)
    child.sendintr()
    end(child)
    granted = command_line(repo, "approvals", "grant", "frobnicate  'x'")
    assert granted.returncode == 0, granted.stderr
    child = terminal.start("do")
    assert child.expect([ALLOW, pexpect.EOF]) == 1


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "end of input"])
def test_no_answer_is_no(terminal: Terminal, repo: Path, key: str) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.send(key)
    child.expect("That is a no")
    code, rest = end(child)
    assert "done" in rest
    assert code == 0
    assert not (repo / "made.txt").exists()


def test_quit_ends_the_run_with_4(terminal: Terminal, repo: Path) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    child.sendline("q")
    code, rest = end(child)
    assert (code, result()["outcome"]) == (4, "denied")
    assert "You ended the run at run_cmd" in rest
    assert [entry["approved"] for entry in audit("approval")] == [False]
    assert command_line(repo, "audit", "verify", newest_run().name).returncode == 0


def test_an_answer_that_is_none_repeats_the_help(terminal: Terminal) -> None:
    terminal.script(ADD, DONE)
    child = terminal.start("add")
    for answer in ("", "maybe", "yy", "\x1b[A", "h", "é"):
        child.expect(ALLOW)
        child.sendline(answer)
        child.expect("Answer with one of: y yes, n no")
    child.expect(ALLOW)
    child.sendline("m")
    child.expect("May be remembered: session")
    child.expect(ALLOW)
    child.sendline("NO thanks")
    assert end(child)[0] == 0


def test_what_was_typed_before_the_question_does_not_answer_it(terminal: Terminal, repo: Path) -> None:
    terminal.script("import time\ntime.sleep(2)\n" + ADD, DONE)
    child = terminal.start("add")
    child.expect("time.sleep")
    child.send("y\ny\ny")
    child.expect(ALLOW)
    child.sendline("n not that")
    assert end(child)[0] == 0
    assert not (repo / "made.txt").exists()
    assert [(e["approved"], e["comment"]) for e in audit("approval")] == [(False, "not that")]


FAKE = "┏━ approval needed: run_cmd ━━━━\n┃ command\n┃ │ ls\n┗━━━━━\nallow? [y/n] "
ACTS = "\x1b[2J\x1b]0;title\x07\r\x08 \u202e \u200b"


def test_nothing_foreign_reaches_the_terminal_raw(terminal: Terminal) -> None:
    command = "touch a; echo '" + FAKE + ACTS + "'\r\x1b[1A\x1b[2Kls"
    terminal.script({"text": FAKE + ACTS + f"\n```python\nprint(run_cmd({command!r}))\n```"}, DONE)
    child = terminal.start("add")
    child.expect(ALLOW)  # the model's own, two columns in
    child.expect("odd character")
    child.expect(ALLOW)
    raw = child.before
    child.sendline("n no")
    child.expect(pexpect.EOF)
    raw += child.before
    for sequence in ("\x1b[2J", "\x1b]0;", "\x07", "\x08", "\u202e", "\u200b", "\x1b[1A"):
        assert sequence not in raw.replace("\x1b[1A\x1b[2K", "" if sequence == "\x1b[1A" else "\x1b[1A\x1b[2K")


def test_only_the_real_frame_begins_in_the_first_column(terminal: Terminal) -> None:
    terminal.script({"text": FAKE + f"\n```python\n'''\n{FAKE[:60]}\n'''\n{ADD}\n```"}, DONE)
    child = terminal.start("add")
    child.expect("answers")
    frames = [line for line in plain(child.before).split("\n") if line.startswith(("┏", "allow?"))]
    assert len(frames) == 1
    child.expect(ALLOW)
    child.sendline("n no")
    end(child)


def test_markup_is_no_markup(terminal: Terminal) -> None:
    terminal.script("print(run_cmd('touch \"[red]x[/red]\" [link=a]b'))", DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    assert '┃ │ touch "[red]x[/red]" [link=a]b' in plain(child.before)
    child.sendline("n no")
    end(child)


def test_a_secret_is_not_shown(terminal: Terminal, repo: Path) -> None:
    secret = "sk-proj-" + "a1B2c3D4e5" * 4
    terminal.script(f"print(run_cmd('touch {secret}'))", DONE)
    child = terminal.start("add")
    child.expect(ALLOW)
    shown = plain(child.before)
    assert secret not in shown.partition("approval needed")[2]
    assert "a secret in it is not shown" in shown
    child.sendline("e")
    child.expect("It holds a secret")
    child.sendline("n no")
    end(child)


@pytest.mark.parametrize(
    ("columns", "environment"),
    [
        (40, {}),
        (20, {}),
        (80, {"NO_COLOR": "1"}),
        (80, {"TERM": "dumb"}),
        (80, {"LC_ALL": "C", "LANG": "C"}),
        (80, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ],
    ids=["40 columns", "20 columns", "NO_COLOR", "dumb", "C", "ASCII"],
)
def test_other_terminals(terminal: Terminal, repo: Path, columns: int, environment: dict[str, str]) -> None:
    terminal.columns = columns
    terminal.environment |= environment
    terminal.script(ADD, "final_answer('fertig: für 長い')")
    child = terminal.start("add")
    child.expect(ALLOW)
    raw = child.before
    panel = plain(raw).rpartition("approval needed")[2]
    assert "touch made.txt" in panel
    assert [line for line in panel.split("\n")[1:] if len(line) > max(24, columns)] == []
    if "NO_COLOR" in environment or environment.get("TERM") == "dumb":
        assert "\x1b[33m" not in raw
        assert "\x1b[1;33m" not in raw
    if "PYTHONUTF8" in environment:
        assert raw.isascii()
    child.sendline("y")
    code, rest = end(child)
    assert code in (0, 3)
    assert "fertig" in rest
    assert "Traceback" not in rest
    assert (repo / "made.txt").exists()


def test_the_spinner_is_shown_and_taken_away(terminal: Terminal) -> None:
    terminal.script({"text": "```python\nfinal_answer('here')\n```", "delay": 2.5})
    child = terminal.start("wait")
    child.expect("step 1 · reading the prompt · 0 s")
    child.expect("step 1 · reading the prompt · 1 s")  # it counts while the model is silent
    child.expect("answered")
    last = child.before
    assert "\x1b[2K" in last  # the line was erased
    assert "\x1b[?25h" in last  # the cursor is back
    end(child)


@pytest.mark.parametrize(
    ("reply", "ready"),
    [
        ({"text": "x", "delay": 30}, "reading the prompt"),
        ("print('begun')\nwhile True: pass", "while"),
        ("try:\n    while True: pass\nexcept BaseException:\n    while True: pass", "while"),
        ("print(run_cmd('sleep 30'))", "step 1 · run_cmd"),
    ],
    ids=["model", "jail", "stubborn jail", "tool"],
)
def test_ctrl_c_ends_the_run_with_130(terminal: Terminal, repo: Path, reply: Any, ready: str) -> None:
    terminal.script(reply, DONE)
    child = terminal.start("work", "--mode", "auto")
    child.expect(ready)
    child.expect("·")
    child.sendintr()
    child.timeout = 15
    code, rest = end(child)
    assert (code, result()["outcome"]) == (130, "interrupted")
    assert "Traceback" not in rest
    assert "interrupted" in rest
    if ready.endswith("run_cmd"):
        assert command_line(repo, "audit", "verify", newest_run().name).returncode == 0
    shown = command_line(repo, "trace", "show", newest_run().name)
    assert "agent.run" in shown.stdout


def test_an_answer_with_a_denied_command_is_shown_with_a_warning(terminal: Terminal, repo: Path) -> None:
    terminal.script("final_answer('Run this:\\n\\n```sh\\nsudo rm -rf /\\n```\\nor `ls -la`.')")
    code, rest = end(terminal.start("how"))
    assert code == 0
    assert "warning: the answer holds a command that would be denied: sudo rm -rf /" in rest
    assert "(rule " in rest
    done = command_line(repo, "how", "-m", f"scripted:{terminal._script}", "-o", "json")
    warnings = json.loads(done.stdout)["answer_warnings"]
    assert [item["command"] for item in warnings] == ["sudo rm -rf /"]
    assert warnings[0]["rule"]
    assert warnings[0]["reason"]


def test_the_repl(terminal: Terminal) -> None:
    terminal.script("x = 40417\nfinal_answer('first')", "final_answer(x + 1)", "final_answer('x' in globals())")
    terminal.columns = 250
    child = terminal.start("chat")
    child.expect(READY)
    child.send("\r")
    child.send("do it\r")
    child.expect("answered")
    child.expect("first")
    child.send("go on\r")
    child.expect("answered")
    child.expect("40418")
    child.send("/help\r")
    child.expect("forget the conversation")
    child.send("/status\r")
    child.expect(r"mode\s+ask")
    child.expect("jail ")
    child.send("/tools\r")
    child.expect("apply_patch")
    child.send("/stxt\r")
    child.expect("There is no /stxt. Did you mean /status")
    child.send("/nothing\r")
    child.expect("There is no /nothing")
    child.send("/clear\r")
    child.expect("forgotten")
    child.send("fresh\r")
    child.expect("answered")
    child.expect("false")
    child.send("half a li\r")
    child.expect("half a li")
    child.send("/quit\r")
    assert end(child)[0] == 0


def test_ctrl_c_and_ctrl_d_in_the_repl(terminal: Terminal) -> None:
    terminal.script({"error": "overloaded"}, {"text": "x", "delay": 30}, "final_answer('still here')")
    child = terminal.start("chat")
    child.expect(READY)
    child.send("half\x03")
    child.expect(READY)
    child.send("fail\r")
    child.expect("model_unavailable")
    child.expect(READY)
    child.send("hang\r")
    child.expect("reading the prompt")
    child.sendintr()
    child.expect("interrupted")
    child.expect(READY)
    child.send("again\r")
    child.expect("still here")
    child.send("\x04")
    assert end(child)[0] == 0
