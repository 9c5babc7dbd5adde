"""`/diff`, `/undo` and `/redo` in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[2]
PROMPT = r"\[\?25h"
STEP = (
    "- |\n  ```python\n  p = propose_patch('main.py', old='you', new='all')\n  apply_patch(p['patch_id'])\n"
    "  final_answer('done')\n  ```\n"
)


def test_undo_in_the_repl(repo: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(STEP)
    old = (repo / "main.py").read_text()
    new = old.replace("you", "all")
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "agent_runtime.run", "chat", "-C", str(repo), "-m", f"scripted:{script}", "--mode", "auto-edit"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 140),
    )
    try:
        terminal.expect(PROMPT)
        terminal.send("greet all\r")
        terminal.expect("modified main.py")
        terminal.expect("done")
        assert (repo / "main.py").read_text() == new
        terminal.send("/diff\r")
        terminal.expect("all")
        for command, wanted in (("/undo", old), ("/redo", new)):
            terminal.send(f"{command}\r")
            terminal.expect("y/N")
            terminal.send("y\r")
            terminal.expect(f"{command[1:]}: 1 files")
            assert (repo / "main.py").read_text() == wanted
        terminal.send("/undo step x\r")
        terminal.expect("not understood")
        terminal.send("/undo p1\r")
        terminal.expect("y/N")
        terminal.send("n\r")
        terminal.expect(PROMPT)
        (repo / "main.py").write_text("mine\n")
        terminal.send("/undo run\r")
        terminal.expect("edited since: main.py")
        terminal.expect(PROMPT)
        assert (repo / "main.py").read_text() == "mine\n"
        terminal.send("/quit\r")
        terminal.expect(pexpect.EOF)
    finally:
        terminal.close(force=True)
