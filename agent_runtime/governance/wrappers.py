"""Programs that run another program: what they would run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent_runtime.governance.words import LISTED, UNKNOWN, Word

SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "fish", "csh", "tcsh"})
BOURNE = frozenset({"sh", "bash", "dash", "ash"})
INTERPRETERS = SHELLS | {"python", "python2", "python3", "perl", "ruby", "node", "php", "lua", "pwsh", "osascript"}
FETCHERS = frozenset(
    {"curl", "wget", "fetch", "aria2c", "http", "https", "nc", "ncat", "netcat", "ftp", "lynx", "socat", "xh"}
)
CODE_BUILTINS = frozenset(
    [
        "eval",
        "exec",
        "trap",
        "source",
        ".",
        "builtin",
        "coproc",
        "let",
        "alias",
        "enable",
        "hash",
        "fc",
        "mapfile",
        "readarray",
        "complete",
        "compgen",
        "bind",
        "set",
        "shopt",
        "ulimit",
        "umask",
        "unalias",
        "getopts",
    ]
)
OTHER_WRAPPERS = frozenset(
    [
        "ionice",
        "chrt",
        "taskset",
        "unshare",
        "nsenter",
        "chroot",
        "strace",
        "ltrace",
        "gdb",
        "watch",
        "parallel",
        "script",
        "flock",
        "busybox",
        "toybox",
        "ssh",
        "docker",
        "podman",
        "doas",
        "sudo",
        "su",
        "pkexec",
        "runuser",
        "firejail",
        "systemd-run",
        "proxychains",
        "unbuffer",
        "rlwrap",
        "faketime",
        "fakeroot",
        "catchsegv",
        "valgrind",
        "perf",
        "numactl",
        "prlimit",
        "exec",
        "eval",
        "builtin",
        "trap",
        "coproc",
        "npx",
        "pnpm",
        "uv",
        "poetry",
        "pipenv",
        "hatch",
        "dotenv",
        "direnv",
        "nix-shell",
        "entr",
        "at",
        "batch",
        "ld.so",
        "setarch",
        "start-stop-daemon",
        "daemonize",
        "tini",
        "dumb-init",
    ]
)
_VALUE_FLAGS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "timeout": (
        frozenset({"--preserve-status", "--foreground", "-v", "--verbose"}),
        frozenset({"-k", "-s", "--kill-after", "--signal"}),
    ),
    "nice": (frozenset(), frozenset({"-n", "--adjustment"})),
    "nohup": (frozenset(), frozenset()),
    "time": (frozenset({"-p"}), frozenset()),
    "setsid": (frozenset({"-w", "--wait", "-f"}), frozenset()),
    "stdbuf": (frozenset(), frozenset({"-i", "-o", "-e", "--input", "--output", "--error"})),
    "command": (frozenset({"-p"}), frozenset()),
    "env": (frozenset({"-i", "--ignore-environment", "-0"}), frozenset({"-u", "--unset"})),
    "xargs": (
        frozenset({"-0", "--null", "-r", "--no-run-if-empty", "-t", "--verbose", "-x"}),
        frozenset({"-n", "--max-args", "-P", "--max-procs", "-L", "--max-lines", "-I", "-d", "--delimiter", "-s"}),
    ),
}  # fmt: skip
LAUNCHERS = frozenset({"uv", "poetry", "pipenv", "pdm"})
"""`uv run pytest` and the like. They run scripts of the project too, so only known tools are looked into."""
LAUNCHED = frozenset(
    [
        "pytest",
        "mypy",
        "ruff",
        "black",
        "isort",
        "flake8",
        "pylint",
        "pyright",
        "bandit",
        "coverage",
        "python",
        "python3",
    ]
)
_LAUNCHER_SWITCHES = frozenset({"--frozen", "--locked", "--offline", "--no-sync", "-q", "--quiet", "--"})
WRAPPERS = frozenset(_VALUE_FLAGS)
HARMLESS_FLAGS = frozenset(
    [
        "wc", "cat", "tac", "head", "tail", "nl", "grep", "egrep", "fgrep", "ls", "stat", "du", "file", "echo", "cut",
        "basename", "dirname", "realpath", "md5sum", "sha1sum", "sha256sum", "cksum",
    ]
)  # fmt: skip
"""Programs of which no flag runs, writes or connects anything."""


@dataclass(frozen=True, slots=True)
class Inner:
    """What a wrapper runs: words, or a script of a shell."""

    words: tuple[Word, ...] = ()
    assignments: tuple[tuple[str, Word], ...] = ()
    script: str | None = None
    doubt: str = ""


def unwrap(name: str, words: Sequence[Word], *, listed: bool) -> Inner | None:
    """What `name` with these arguments would run; `None` when it runs nothing (`env`, `command -v x`)."""
    if name in SHELLS:
        return _shell(name, words)
    if name == "command" and words and re.fullmatch(r"-[vV]+", words[0].text):
        return None
    if name in LAUNCHERS:
        return _launched(name, words)
    read = _options(name, words)
    if isinstance(read, Inner):
        return read
    i, replaced = read
    assignments: list[tuple[str, Word]] = []
    while name == "env" and i < len(words) and re.match(r"[A-Za-z_]\w*=", words[i].text):
        variable, _, value = words[i].text.partition("=")
        assignments.append((variable, Word(value)))
        i += 1
    if name == "timeout":
        if i >= len(words) or not re.fullmatch(r"\d+(\.\d+)?[smhd]?", words[i].text):
            return Inner(tuple(words[i:]), doubt="timeout without a plain duration")
        i += 1
    if i < len(words):
        rest = _given(words[:i], words[i:], replaced, listed=listed) if name == "xargs" else tuple(words[i:])
        return Inner(rest, tuple(assignments))
    if name == "xargs":
        return Inner((Word("echo"),))
    return Inner((Word("true"),), tuple(assignments), doubt="it prints every variable") if assignments else None


def _options(name: str, words: Sequence[Word]) -> tuple[int, str] | Inner:
    """Where a wrapper's own options end, and what `xargs -I` replaces; or an option that is not known."""
    switches, valued = _VALUE_FLAGS[name]
    replaced = ""
    i = 0
    while i < len(words):
        text = words[i].text
        if text == "--":
            return i + 1, replaced
        if not text.startswith("-") or text == "-":
            break
        head, equals, _ = text.partition("=")
        if text in switches or (equals and head in valued and head.startswith("--")):
            i += 1
        elif text in valued:
            replaced = words[i + 1].text if text == "-I" and i + 1 < len(words) else replaced
            i += 2
        elif text[:2] in valued and len(text) > 2 and not text.startswith("--"):
            replaced = text[2:] if text[:2] == "-I" else replaced
            i += 1
        elif (name == "nice" and re.fullmatch(r"-\d+", text)) or (name == "xargs" and re.fullmatch(r"-[0rtx]+", text)):
            i += 1
        elif name == "xargs" and re.fullmatch(r"-[0rtx]+[nPL]\d*", text):
            i += 1 if text[-1].isdigit() else 2
        elif name == "env" and (split := re.match(r"-[0iv]*S|--split-string=?", text)):
            joined = " ".join([text[split.end() :], *(w.text for w in words[i + 1 :])])
            return Inner(script=joined.strip(), doubt="env with -S")
        else:
            return Inner(tuple(words[i:]), doubt=f"{name} with {text}")
    return i, replaced


def _given(options: Sequence[Word], command: Sequence[Word], replaced: str, *, listed: bool) -> tuple[Word, ...]:
    """The command of `xargs` with what stands for the words it is given."""
    # Without -0, a blank in a file's name makes two words of it, and the second may be a flag.
    whole = any(re.fullmatch(r"-[rtx]*0[rtx]*|--null", w.text) for w in options)
    marker = ("./" + LISTED if whole else LISTED) if listed else UNKNOWN
    if not replaced:
        return (*command, Word(marker))
    return tuple(Word(w.text.replace(replaced, marker), w.glob) if replaced in w.text else w for w in command)


def launches(name: str, words: Sequence[Word]) -> bool:
    """Whether `name` starts a known tool in the project's environment."""
    return name in LAUNCHERS and not _launched(name, words).doubt


def _launched(name: str, words: Sequence[Word]) -> Inner:
    rest = list(words)
    if not rest or rest[0].text != "run":
        return Inner(doubt=f"{name} without `run`")
    rest = rest[1:]
    while rest and rest[0].text in _LAUNCHER_SWITCHES:
        rest = rest[1:]
    if not rest or rest[0].text not in LAUNCHED:
        return Inner(doubt=f"{name} run with something else than a known tool")
    return Inner(tuple(rest))


def _shell(name: str, words: Sequence[Word]) -> Inner:
    foreign = "" if name in BOURNE else f"{name} reads commands in a way of its own"
    if len(words) == 2 and words[0].text == "-n":
        return Inner((Word("cat"), Word("--"), words[1]))  # it is read, not run
    i = 0
    while i < len(words):
        text = words[i].text
        if re.fullmatch(r"-[eux]*c", text) or text == "-lc":
            i += 2 if [w.text for w in words[i + 1 : i + 2]] == ["--"] else 1
            if i < len(words) and words[i].known and not words[i].glob:
                doubt = foreign or ("arguments for the script" if len(words) > i + 1 else "")
                return Inner(script=words[i].text, doubt=doubt)
            return Inner(doubt="a script that is not known")
        if re.fullmatch(r"-[eux]+", text):
            i += 1
        elif text in ("-euo", "-eo", "-o") and i + 1 < len(words) and words[i + 1].text == "pipefail":
            i += 2
        elif text == "--version" and len(words) == 1:
            return Inner((Word("true"),))
        else:
            break
    joined = next((w.text for w in words if " " in w.text and w.known), None)
    return Inner(script=joined, doubt="a shell that runs a file or its input")
