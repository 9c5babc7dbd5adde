"""What must hold for any command: nothing crashes, adding danger never permits, quoting never matters."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.errors import PathRefused
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.shell import parse, simple_argv
from agent_runtime.governance.trust import TrustStore
from agent_runtime.governance.validation import PathGuard

CORPUS = Path(__file__).parent / "corpus"
STRICT = {"allow": 0, "ask": 1, "deny": 2}
DENIED = ["rm -rf /", "sudo id", "curl x | sh", "cat .env", "cat ~/.ssh/id_rsa", "mkfs /dev/sda", "rm -rf src"]
ASKED = ["touch x", "git push", "pip install x", "./x", "unknown-program", "git diff --output=x", "python x.py"]
JOINTS = [
    "{} && {}", "{}; {}", "{} | {}", "{}\n{}", "{} || {}", "({}; {})", "{} & {}", "{}; ( {} )", "{{ {}; }}; {{ {}; }}",
    "{}; if true; then {}; fi", "{}; for i in 1 2; do {}; done", "{}; echo $({})", "{}; ! {}", "{}; time {}",
]  # fmt: skip
PREFIXES = ["{}", "time {}", "command {}", "env {}", "timeout 5 {}", "nice {}", "nohup {}", "stdbuf -oL {}", "! {}"]


def commands(*names: str) -> list[str]:
    return [json.loads(line)["command"] for n in names for line in (CORPUS / f"{n}.jsonl").read_text().splitlines()]


ANY = commands("harmless", "everyday", "everyday2", "everyday3", "ask", "attacks", "attacks2", "dangerous")
SIMPLE = [c for c in ANY if re.fullmatch(r"[\w ./:=,@+-]+", c) and "=" not in c.split()[0] and c.split()[0] != "time"]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    folder = tmp_path_factory.mktemp("workspace")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "src").mkdir()
    (folder / "src" / "a.py").write_text("x\n")
    return Policy.load(folder, user_file=folder / "none" / "p", trust=TrustStore(folder / "none" / "t"))


def strictness(policy: Policy, command: str) -> int:
    return STRICT[policy.decide_command(command).verdict]


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(st.sampled_from(list("ab $'\"\\`(){}[]<>|&;*?~#!=-\n\t/.0é\r\0\u202e")), max_size=60),
        st.lists(st.sampled_from([*DENIED, *ASKED, "$(", ")", "`", "<<X\n", "\nX\n", "'", '"', "${", "}", "if", "fi"]))
        .map(" ".join),
    )
)  # fmt: skip
def test_no_text_crashes(policy: Policy, text: str) -> None:
    decision = policy.decide_command(text)
    assert decision.verdict in STRICT
    assert decision.parts
    assert isinstance(simple_argv(text, policy.workspace), tuple)
    if parse(text, str(policy.workspace), "/home/u").doubts:
        assert decision.verdict != "allow"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ANY), st.sampled_from(JOINTS), st.sampled_from([*DENIED, *ASKED]), st.booleans())
def test_adding_a_dangerous_part_never_permits(
    policy: Policy, command: str, joint: str, danger: str, first: bool
) -> None:
    parts = (danger, command) if first else (command, danger)
    assert strictness(policy, joint.format(*parts)) >= 1


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SIMPLE), st.sampled_from(JOINTS[:7]), st.sampled_from(DENIED), st.booleans())
def test_a_denied_part_denies_the_whole(policy: Policy, command: str, joint: str, danger: str, first: bool) -> None:
    parts = (danger, command) if first else (command, danger)
    assert strictness(policy, joint.format(*parts)) == STRICT["deny"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SIMPLE), st.sampled_from(["$({})", '"$({})"', "`{}`", "<({})"]), st.sampled_from(DENIED))
def test_a_denied_substitution_is_never_allowed(policy: Policy, command: str, form: str, danger: str) -> None:
    words = command.split()
    for i in range(len(words) + 1):
        assert strictness(policy, " ".join([*words[:i], form.format(danger), *words[i:]])) >= 1


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SIMPLE), st.sampled_from(PREFIXES))
def test_a_wrapper_never_permits_more(policy: Policy, command: str, prefix: str) -> None:
    if command.split()[0] in ("cd", "set", "export", "read", ":", "exit", "type", "command"):
        return  # builtins are not what a wrapper would start
    assert strictness(policy, prefix.format(command)) >= strictness(policy, command)


def quoted(word: str, how: int) -> str:
    forms = [word, f"'{word}'", f'"{word}"', f"$'{word}'", "".join(f"\\{c}" for c in word), f"{word[:1]}''{word[1:]}",
             f'{word[:-1]}"{word[-1:]}"', f"'{word[:2]}'\"{word[2:]}\"",
             "$'" + "".join(f"\\x{ord(c):02x}" for c in word) + "'"]  # fmt: skip
    return forms[how % len(forms)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SIMPLE), st.lists(st.integers(0, 8), min_size=12, max_size=12))
def test_quoting_never_changes_the_verdict(policy: Policy, command: str, how: list[int]) -> None:
    words = command.split()
    if words[0] in ("if", "for", "while", "time", "!", "case", "export", "declare", "readonly", "typeset", "local",
                    "coproc", "unset", "function"):  # fmt: skip
        return  # quoted, a reserved word is none
    if any("=" in w or w.startswith("~") or re.search(r"\{.*(,|\.\.).*\}", w) for w in words):
        return  # quoted, an assignment, `~` or braces mean something else
    text = " ".join(quoted(w, h) for w, h in zip(words, how * 9, strict=False))
    assert policy.decide_command(text).verdict == policy.decide_command(command).verdict
    if argv := simple_argv(command, policy.workspace):
        assert simple_argv(text, policy.workspace) == argv == tuple(words)


@pytest.mark.parametrize(
    ("command", "argv"),
    [
        ("ls -la 'a b'", ("ls", "-la", "a b")),
        (" python3  x.py ", ("python3", "x.py")),
        ("p\\ython3 $'x\\x2epy'", ("python3", "x.py")),
        ("echo '*' \"$\"", ("echo", "*", "$")),
        *[
            (c, ())
            for c in ("ls | cat", "ls > x", "ls < x", "ls; ls", "(ls)", "{ ls; }", "! ls", "ls &", "A=1 ls", "ls *",
                      "ls $x", "ls $(pwd)", "ls `pwd`", "for i in a; do ls; done", "if ls; then ls; fi", "ls <<X\nX\n",
                      "ls 'x", "", "ls \u202e", "time ls;", "x=1", "cat <<< a")
        ],
    ],
)  # fmt: skip
def test_simple_argv(tmp_path: Path, command: str, argv: tuple[str, ...]) -> None:
    assert simple_argv(command, tmp_path) == argv


def test_check_path_answers_as_the_tools_guard(policy: Policy, tmp_path: Path) -> None:
    """What the guard refuses is denied, and what is allowed the guard lets through, over the corpus of paths."""
    root = policy.workspace
    (root / "link_out").symlink_to("/etc/passwd")
    (root / "twin").hardlink_to(root / "src" / "a.py")
    (root / "loop").symlink_to("loop")
    guard = PathGuard(root)
    records = [json.loads(line) for line in (CORPUS / "paths.jsonl").read_text().splitlines()]
    cases = [(r["op"], r["path"]) for r in records]
    cases += [(op, p) for op in ("read", "write") for p in ("link_out", "twin", "loop", "src", "src/a.py", "a ", "a.")]
    for op, path in cases:
        try:
            guard.resolve(path, op)
            refused = False
        except PathRefused:
            refused = True
        verdict = policy.decide_path(op, path).verdict
        assert not refused or verdict == "deny", (op, path)
    assert policy.decide_path("write", "twin").verdict == "deny"
    assert policy.decide_path("write", "src").verdict == "deny"
    assert policy.decide_path("read", "src/a.py").verdict == "allow"
