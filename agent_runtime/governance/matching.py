"""Matches one command against the rules of all layers."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from agent_runtime.governance.arguments import Arguments
from agent_runtime.governance.flags import Argument, drop_leading_options, has_flag, split_arguments, type_operands
from agent_runtime.governance.parts import STRICT, Part
from agent_runtime.governance.paths import PathJudge
from agent_runtime.governance.rules import Layer, Rule
from agent_runtime.governance.script import Command
from agent_runtime.governance.secrets import is_secret, may_match_secret
from agent_runtime.governance.words import Word

PATTERN_PROGRAMS = frozenset("grep egrep fgrep rg find fd ag ack sed gsed awk gawk mawk git echo printf".split())
"""Programs whose words are often patterns or messages, not files."""

BUILD_OUTPUT = frozenset(
    [
        "build",
        "dist",
        "target",
        "out",
        "node_modules",
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".tox",
        ".nox",
        "htmlcov",
        "coverage",
        ".coverage",
        ".hypothesis",
        ".cache",
        ".next",
        ".nuxt",
        ".turbo",
        ".parcel-cache",
        ".gradle",
        "bin",
        "obj",
        "cmake-build-debug",
        "cmake-build-release",
        ".eggs",
        ".venv",
        "venv",
    ]
)

PLAIN_GLOB = re.compile(
    r"\*\.\{?(pyi?|[cm]?[jt]sx?|go|rs|java|kt|c|h|cc|cpp|hpp|rb|php|md|rst|txt|toml|html|css|vue|,)+\}?"
)
PLAIN_TYPE = re.compile(r"pyi?|py|js|ts|go|rust|java|kotlin|c|cpp|h|ruby|php|swift|md|markdown|html|css|vue|toml|make")
_SHOWS_ALL = ("-v", "--invert-match", "--passthru", "--passthrough")
"""Flags with which a search shows the lines that do not match."""
PATTERN_FLAGS = ("-e", "--regexp", "-f", "--file")
NARROWER = "Name the folders, or the kinds of files, to search."
_HUNTED = re.compile(
    r"secret|passw|passphrase|token|credential|api.?key|_key\b|\bkey\b|AKIA|ghp_|\bsk-|BEGIN|private|aws_", re.I
)

_FIXED = frozenset({"path.outside", "path.secret", "argument.unknown", "glob.secret", "glob.flag"})


def hunts_secrets(pattern: str) -> bool:
    """Whether a pattern matches nearly every line, or speaks of credentials."""
    with contextlib.suppress(re.error, RecursionError, OverflowError):
        # `(a|b)*` matches the empty text, in the basic syntax with backslashes.
        if any(re.match(each, "") for each in (pattern, re.sub(r"\\([(){}|?+])", r"\1", pattern))):
            return True
    return len(re.findall(r"[A-Za-z0-9_]", re.sub(r"\\.|\[[^\]]*\]", "", pattern))) < 2 or bool(_HUNTED.search(pattern))


def filters_plainly(words: Sequence[Word]) -> bool:
    """Whether it is a search for something that is no secret."""
    patterns = [w.text for w in words[1:] if not w.text.startswith("-") and w.known][:1]
    return words[0].text in ("grep", "egrep", "fgrep", "rg") and bool(patterns) and not hunts_secrets(patterns[0])


_OPENED = re.compile(r"(?:^|[\s\d;{}!$/])[rR]\s*([^\s;}]+)|getline[^<;}\n]*<\s*\"([^\"]+)\"|@include\s*\"([^\"]+)\"")
"""Files that a sed script reads, or an awk program."""
_SCRIPTED = frozenset({"sed", "gsed", "awk", "gawk", "mawk"})


def files_among_patterns(name: str, words: Sequence[Word]) -> list[Word]:
    """The words that are files for certain, of a program that takes patterns too: for `-f`, and read by a script."""
    found = [b for a, b in pairwise(words) if a.text in ("-f", "--file", "-files0-from")]
    found += [w for w in words if re.match(r"--file=|-f[./~]", w.text)]
    if name in _SCRIPTED:
        opened = [match for w in words if w.known for match in _OPENED.findall(w.text)]
        found += [Word(text) for groups in opened for text in groups if text]
    if name == "git" and any(w.text == "--no-index" for w in words):
        found += words
    return found


class Matching(Arguments):
    """Finds the rule for one command over all layers."""

    def __init__(self, layers: Sequence[Layer], paths: PathJudge, *, sudo_ok: bool) -> None:
        super().__init__(paths)
        self.layers, self.sudo_ok = layers, sudo_ok
        self._index: list[tuple[Layer, dict[str, list[Rule]]]] = []
        for layer in layers:
            index: dict[str, list[Rule]] = {}
            for rule in layer.rules:
                for program in rule.programs:
                    index.setdefault(program, []).append(rule)
            self._index.append((layer, index))

    def rules(self, name: str, command: Command) -> list[Part]:
        """The rules of all layers for one program."""
        name = re.sub(r"^(python|pip)3\.\d+$", r"\g<1>3", name)
        verdict: Part | None = None
        misfit = ""
        rest = command.words[1:]
        for layer, index in self._index:
            matched: list[Part] = []
            sizes: dict[int, int] = {}
            for rule in index.get(name, ()):
                result = self.match(rule, rest, command)
                if isinstance(result, str):
                    misfit = result or misfit
                else:
                    matched.append(result)
                    sizes[id(result)] = _closeness(rule, rest)
            if not matched:
                continue
            # `git stash list` is meant more closely by its own rule than by the one for `git stash`.
            closest = max(sizes[id(p)] for p in matched)
            matched = [p for p in matched if p.verdict == "deny" or sizes[id(p)] == closest]
            part = max(matched, key=lambda p: (STRICT[p.verdict], p.source != ""))
            if part.verdict == "allow" and not layer.trusted:
                continue
            looser = verdict is not None and STRICT[part.verdict] < STRICT[verdict.verdict]
            if (
                verdict is None
                or not looser
                or (
                    layer.name != "built-in"
                    and layer.trusted
                    and verdict.verdict == "ask"
                    and verdict.rule not in _FIXED
                )
            ):
                verdict = part
        if verdict is None and self.asks_for_help(name, [w.text for w in rest]):
            return [Part(command.text, "allow", "help", "prints help", sandbox="test")]
        if (verdict is None or verdict.verdict == "ask") and (secret := self.named_secret(name, rest, command.cwds)):
            return [Part(command.text, "deny", "path.secret", f"{secret} holds secrets", "Do without it.")]
        if verdict is None:
            if misfit:
                return [
                    self.ask(
                        command,
                        f"unlisted.{name}",
                        f"{name} with {misfit} is not on the list of what runs without a question",
                    )
                ]
            return [self.ask(command, "unknown-program", f"no rule knows {name!r}")]
        return [replace(verdict, git=name == "git")]

    def asks_for_help(self, name: str, texts: Sequence[str]) -> bool:
        """`TOOL --version`, also through `npx`, `yarn` and the like, for a tool that a rule knows."""
        if len(texts) == 2 and name in ("npx", "pnpm", "yarn", "bunx"):
            name, *texts = texts
        return texts in (["--help"], ["--version"]) and self.knows(name)

    def knows(self, name: str) -> bool:
        """Whether a trusted file has a rule that allows something of the program."""
        return any(
            rule.verdict == "allow" for layer, index in self._index if layer.trusted for rule in index.get(name, ())
        )

    def named_secret(self, name: str, words: Sequence[Word], cwds: frozenset[str]) -> str:
        """A word of an asked command that names a secret file (`@.env`, `--env-file=.env`), for other than patterns."""
        if self.paths.allow_secrets:
            return ""
        if name in PATTERN_PROGRAMS:
            words = files_among_patterns(name, words)
        for word in words:
            if not word.known or len(word.text) > 4096 or " " in word.text:
                continue
            text = re.sub(r"^(-[-\w]+=|-[a-zA-Z](?=[./~@]))?([\w.-]*=)?@?", "", word.text)
            named = "." in text or "/" in text or self.is_file(text, cwds)
            if named and is_secret(PurePath(text)):
                return text
        return ""

    def match(self, rule: Rule, words: Sequence[Word], command: Command) -> Part | str:
        """A part when the rule fits, else what did not (empty when it is about something else)."""
        if rule.programs == frozenset({"git"}) and rule.subcommands:
            words, trouble = self.git_globals(words)
            if trouble:
                return trouble if rule.verdict == "allow" else ""
        else:
            words = drop_leading_options(command.words[0].text.rsplit("/", 1)[-1], words)
        if rule.subcommands:
            texts = tuple(w.text for w in words[:4])
            fitting = [s for s in rule.subcommands if texts[: len(s)] == s]
            if not fitting:
                return ""
            words = words[len(max(fitting, key=len)) :]
        if any(not any(has_flag(f, words) for f in group) for group in rule.flags_required):
            return ""
        if any(has_flag(f, words) for f in rule.flags_forbidden):
            return "a flag that the rule forbids"
        if rule.operand_matches is not None and not any(re.search(rule.operand_matches, w.text) for w in words):
            return ""
        if rule.operands == ("build-output",):
            return self.removal(rule, words, command)
        part = Part(
            command.text,
            rule.verdict,
            rule.id,
            rule.reason,
            rule.suggestion,
            rule.source,
            rule.sandbox,
            rule.network,
            rule.remember if rule.verdict == "ask" else "project",
        )
        if rule.verdict == "deny":
            if "sudo" in rule.programs and self.sudo_ok:
                return replace(part, verdict="ask", suggestion="", sandbox="approved", remember="never")
            return part
        found = self.arguments(rule, words, command)
        if isinstance(found, str):
            return found
        worst = max([part, *found], key=lambda p: STRICT[p.verdict])
        if STRICT[worst.verdict] > STRICT[part.verdict]:
            return worst
        return replace(part, sweeps=rule.project_code or any(p.sweeps for p in found))

    def arguments(self, rule: Rule, words: Sequence[Word], command: Command) -> list[Part] | str:
        """What is to be said of the flags and operands, or what of them the rule does not list."""
        split = split_arguments(rule, words)
        if isinstance(split, str):
            return split
        arguments, operands = split
        typed = type_operands(rule, operands, words)
        if isinstance(typed, str):
            return typed
        found: list[Part] = []
        for argument in [*arguments, *typed]:
            found += self.argument(argument, command, rule=rule)
        folders = [a.word.text for a in typed if a.kind == "read"] or ["."]
        if any(has_flag(f, words) for f in rule.flags_following) and any(
            self.paths.leads_out(folder, cwd) for folder in folders for cwd in command.cwds
        ):
            found.append(self.ask(command, "path.link", "a link below it leads outside, and is followed"))
        deep = rule.reads_folders or any(has_flag(f, words) for f in rule.flags_recursive)
        searched = any(a.kind == "text" or a.flag in PATTERN_FLAGS for a in [*arguments, *typed])
        from_input = command.has_stdin and all(a.kind != "read" for a in typed)
        wide = rule.searches_folders and searched and not from_input
        if (deep or wide) and any(
            self.holds_secret(folder, cwd, hidden=deep) for folder in folders for cwd in command.cwds
        ):
            everything = any(has_flag(f, words) for f in _SHOWS_ALL)
            found.append(self.sweep(command, [*arguments, *typed], everything=everything))
        return found

    def sweep(self, command: Command, typed: Sequence[Argument], *, everything: bool) -> Part:
        """Reading all of a folder that holds secrets. The sandbox hides them, yet who looks for one is asked."""
        values = [a for a in typed if a.kind in ("value", "joined") and not a.word.text.startswith("!")]
        globs = [a.word.text for a in values if a.flag in ("--include", "--glob", "--iglob", "-g")]
        types = [a.word.text for a in values if a.flag in ("-t", "--type")]
        if (globs or types) and all(map(PLAIN_GLOB.fullmatch, globs)) and all(map(PLAIN_TYPE.fullmatch, types)):
            return Part(command.text, "allow", "path.filtered", "only files of plain kinds are read")
        patterns = [a.word.text for a in typed if a.kind == "text" or a.flag in ("-e", "--regexp")]
        if (
            not patterns
            or everything
            or any(hunts_secrets(p) for p in patterns)
            or any(may_match_secret(a.word.text) for a in values)
        ):
            return self.ask(command, "path.secret", "it looks through a folder that holds secrets", NARROWER)
        return Part(command.text, "allow", "path.masked", "what is secret in it is hidden", sweeps=True)

    def git_globals(self, words: Sequence[Word]) -> tuple[Sequence[Word], str]:
        i = 0
        while i < len(words) and words[i].text.startswith("-"):
            text = words[i].text
            if text in ("--no-pager", "-P", "--no-optional-locks", "--literal-pathspecs"):
                i += 1
            elif (
                text == "-c"
                and i + 1 < len(words)
                and re.fullmatch(
                    r"(color\.[a-z.]+|core\.quotepath|core\.pager|log\.[a-z]+|advice\.[a-z]+|diff\.renames|column\.ui|core\.fsmonitor)=(cat|true|false|never|always|auto|on|off|\d+|)",
                    words[i + 1].text,
                    re.I,
                )
            ) or (
                text == "-C"
                and i + 1 < len(words)
                and words[i + 1].known
                and self.paths.judge(words[i + 1].text, "read", self.paths.root).verdict == "allow"
                and not words[i + 1].text.startswith("..")
            ):
                i += 2
            elif text in ("--version", "--help"):
                break
            else:
                return words, f"the option {text}"
        return words[i:], ""

    def removal(self, rule: Rule, words: Sequence[Word], command: Command) -> Part | str:
        """`rm -rf`: outside build output the rule holds."""
        for word in words:
            if word.text.startswith("-"):
                continue
            inside = word.known and self.path(word.text, "write", command.cwds).verdict == "allow"
            parts = [p for p in os.path.normpath(word.text).split("/") if p not in ("", ".")]
            if (
                not inside
                or not parts
                or (
                    parts[0] not in BUILD_OUTPUT
                    and parts[-1] not in BUILD_OUTPUT
                    and not parts[-1].endswith(".egg-info")
                )
            ):
                return Part(command.text, rule.verdict, rule.id, rule.reason, rule.suggestion, rule.source)
        return ""


def _closeness(rule: Rule, words: Sequence[Word]) -> int:
    """How many words of a subcommand the rule names."""
    texts = tuple(w.text for w in words)
    lengths = [len(s) for s in rule.subcommands for i in range(len(texts)) if texts[i : i + len(s)] == s]
    return max(lengths, default=1)
