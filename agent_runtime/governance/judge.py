"""Judges the simple commands of a script by the rules; the strictest part decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent_runtime.governance.flags import Argument
from agent_runtime.governance.lexer import Lexer, Puzzling
from agent_runtime.governance.parts import Part
from agent_runtime.governance.paths import FREE, PathJudge
from agent_runtime.governance.pipelines import Pipelines, finds_by_name
from agent_runtime.governance.rules import Layer
from agent_runtime.governance.script import Command, Redirect, Script
from agent_runtime.governance.secrets import may_match_secret
from agent_runtime.governance.shell import parse
from agent_runtime.governance.words import LISTED, UNKNOWN, Word, decode
from agent_runtime.governance.wrappers import (
    CODE_BUILTINS,
    FETCHERS,
    OTHER_WRAPPERS,
    SHELLS,
    WRAPPERS,
    launches,
    unwrap,
)

MAX_DEPTH = 4


SYSTEM_FOLDERS = ("/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/")


def joined(words: Sequence[Word]) -> str:
    """The words as one text; empty when one of them is not known."""
    return " ".join(w.text for w in words) if all(w.known for w in words) else ""


_FIND_SWITCHES = frozenset(
    (
        "-a -and -o -or -not -print -print0 -prune -empty -true -false -depth -mount -xdev -daystart -noleaf "
        "-ls -quit -readable -writable -executable -nouser -nogroup -warn -nowarn"
    ).split()
)

_FIND_VALUES = frozenset(
    (
        "-name -iname -path -ipath -wholename -iwholename -regex -iregex -type -size -mtime -mmin -atime "
        "-amin -ctime -cmin -newer -newermt -perm -user -group -maxdepth -mindepth -printf -regextype -links "
        "-samefile -xtype -inum -uid -gid"
    ).split()
)


_PROJECT_TOOL = re.compile(
    r"(\./)?(node_modules/\.bin|vendor/bin|\.?venv/bin|env/bin|bin(?=/(rails|rake|rspec|rubocop|phpunit)$))/(?P<name>[\w.-]+)"
)
_PROJECT_RULES = ("test.", "check.", "read.versions", "read.short-version", "read.capital-version", "read.pip", "help")


def _written_out(command: Command) -> list[str]:
    """What a command prints, as far as it is written out: `echo`, `printf` without and with its format, `cat <<E`."""
    name = command.words[0].text
    if name in ("echo", "printf"):
        return [joined(command.words[1:]), *([joined(command.words[2:])] if name == "printf" else [])]
    return [command.given] if name == "cat" and len(command.words) == 1 else []


class Judge(Pipelines):
    """The rules of all layers, applied to one script."""

    def __init__(self, layers: Sequence[Layer], paths: PathJudge, *, sudo_ok: bool = False) -> None:
        super().__init__(layers, paths, sudo_ok=sudo_ok)
        self._environment = {
            k: re.compile(v) for layer in layers if layer.trusted for k, v in layer.environment.items()
        }

    def script(self, text: str, cwd: str, depth: int = 0) -> list[Part]:
        """All parts of a shell text."""
        if not text.strip():
            return [Part(text, "ask", "shell.empty", "there is no command")]
        script = parse(text, cwd, self.paths.home)
        parts = [
            Part(text[:200], "ask", "shell.doubt", reason, "Write it as plain commands.", remember="never")
            for reason in script.doubts
        ]
        if script.doubts:
            parts += self.scan(text, cwd)
            if re.search(r"/dev/(tcp|udp)/", text):
                parts.append(Part(text[:200], "deny", "redirect.device", "it opens a connection"))
        if re.search(r"(\S+)\s*\(\)\s*\{[^}]*?\1\s*\|\s*\1", text):
            parts.append(Part(text[:200], "deny", "shell.fork-bomb", "it starts itself without end"))
        parts += [*self.pipelines(script), *self.echoed(script, depth)]
        listed = self.listers(script)
        for command in script.commands:
            parts += self.command(command, depth, listed=id(command) in listed)
        for redirect in script.redirects:
            parts.append(self.redirect(redirect))
        if not parts:
            only_tests = bool(re.match(r"\s*(\[|#|[A-Za-z_]\w*=)", text)) or "[" in text
            parts.append(Part(text[:200], "allow" if only_tests else "ask", "shell.no-program", "no program is run"))
        return parts

    def scan(self, text: str, cwd: str) -> list[Part]:
        """Denied commands inside text that could not be read for certain."""
        found = self.scan_words(text, cwd)
        for piece in re.split(r"[;&|\n(){}`<>]+", text):
            words = [Word(w) for w in re.sub(r"['\"\\]|\$(?=['\"(])", "", piece).split()]
            for i, word in enumerate(words[:30]):
                if i == 0 or words[i - 1].text in OTHER_WRAPPERS | WRAPPERS | {
                    "do",
                    "then",
                    "else",
                    "!",
                    "-c",
                    "if",
                    "while",
                }:
                    command = Command(tuple(words[i:]), (), frozenset({cwd}), piece.strip()[:200])
                    found += [p for p in self.rules(word.text.rsplit("/", 1)[-1], command) if p.verdict == "deny"]
        return found

    def scan_words(self, text: str, cwd: str) -> list[Part]:
        """As `scan`, over the words that the second reader makes out, with braces expanded (`{rm,-rf,x}`)."""
        groups: dict[int, list[Word]] = {}
        try:
            for span in Lexer(text).run():
                raw = text[span.start : span.end]
                groups.setdefault(span.command, []).extend(decode(raw, {}, lambda inner: UNKNOWN, self.paths.home))
        except (Puzzling, RecursionError, ValueError, IndexError):
            return []
        found = []
        for words in groups.values():
            if words[0].known:
                command = Command(tuple(words), (), frozenset({cwd}), text[:200])
                found += [p for p in self.rules(words[0].text.rsplit("/", 1)[-1], command) if p.verdict == "deny"]
        return found

    def redirect(self, redirect: Redirect) -> Part:
        """Judge one redirection."""
        text = redirect.text
        if redirect.operator == "-e":
            tester = Command((Word("test"), redirect.target), (), redirect.cwds, text)
            found = self.place(redirect.target, "read", tester, contents=False)
            return found[0] if found else Part(text, "allow", "read.test", "tests")
        if redirect.target.known and redirect.target.glob and redirect.operator == "<":
            reader = Command((Word("cat"), redirect.target), (), redirect.cwds, text)
            found = self.place(redirect.target, "read", reader, contents=True)
            return found[0] if found else Part(text, "allow", "redirect.read", "reads inside the workspace")
        if redirect.target.text == LISTED and redirect.operator == "<":
            return Part(text, "allow", "redirect.read", "reads a listed file", sweeps=True)
        if not redirect.target.known or redirect.target.glob:
            return Part(text, "ask", "redirect.unknown", "the target is not known", remember="never")
        target = redirect.target.text
        if target in ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/fd/63"):
            return Part(text, "allow", "redirect.free", "nothing is written")
        writes = redirect.operator != "<"
        if target.startswith(("/dev/tcp", "/dev/udp")):
            return Part(text, "deny", "redirect.device", "it opens a connection")
        worst = self.path(target, "write" if writes else "read", redirect.cwds)
        if target.startswith("/dev/"):
            return Part(text, "deny", "redirect.device", "it writes to or reads from a device")
        if worst.verdict != "allow":
            return Part(
                text, worst.verdict, worst.rule, worst.reason, worst.suggestion, sandbox="approved", remember="session"
            )
        if writes:
            return Part(
                text,
                "ask",
                "redirect.write",
                f"it writes {target}",
                "Use an edit tool to write files.",
                sandbox="approved",
                remember="session",
            )
        return Part(text, "allow", "redirect.read", "reads inside the workspace")

    def environment(self, command: Command) -> list[Part]:
        """Assignments before a command, by the allowlist."""
        parts = []
        for name, word in command.assignments:
            pattern = self._environment.get(name)
            value = re.sub(rf"(^|(?<=:)){re.escape(self.paths.root)}(?=[/:]|$)", ".", word.text)
            fits = pattern is not None and word.known and pattern.fullmatch(value)
            lower = (
                re.fullmatch(r"[a-z][a-z0-9_]*", name)
                and command.words[0].text == "true"
                and not name.endswith("_proxy")
            )
            # `IFS= read -r x` splits that one line only.
            splits = name == "IFS" and word.known and command.words[0].text == "read"
            if not fits and not lower and not splits:
                parts.append(
                    Part(
                        f"{name}={word.text[:40]}",
                        "ask",
                        "environment",
                        f"{name} is not on the list of harmless variables, or its value is not",
                        remember="never",
                    )
                )
        return parts

    def command(self, command: Command, depth: int, *, listed: bool = False) -> list[Part]:
        """Judge one simple command and what it wraps."""
        parts = self.environment(command)
        first = command.words[0]
        if not first.known or first.glob or not first.text or first.text.startswith(("-", "~")):
            # `$(true) rm -rf x`: an empty value leaves the next word as the program.
            if first.splits and len(command.words) > 1 and depth < MAX_DEPTH:
                later = replace(command, words=command.words[1:], assignments=(), nested=())
                parts += [p for p in self.command(later, depth + 1) if p.verdict == "deny"]
            return [*parts, self.ask(command, "shell.program", "the program is not a plain name")]
        name = first.text
        if "/" in name:
            if not name.startswith(SYSTEM_FOLDERS) or ".." in name:
                return parts + self.by_path(name, command)
            name = name.rsplit("/", 1)[-1]
        if UNKNOWN in command.cwds and name != "cd":
            parts.append(self.ask(command, "path.unknown", "the directory is not known"))
        if depth > MAX_DEPTH:
            return [*parts, self.ask(command, "shell.depth", "wrapped too deeply")]
        rest = command.words[1:]
        if name == "set" and re.fullmatch(r"([-+][eux]+ ?|[-+]([eux]*o) (pipefail|errexit|nounset) ?)+", joined(rest)):
            return [*parts, Part(command.text, "allow", "builtin.set", "it stops the script at an error")]
        if name in CODE_BUILTINS:
            return parts + self.builtin(name, command, depth)
        if name in WRAPPERS or name in SHELLS or launches(name, rest):
            return parts + self.wrapped(name, command, depth, listed=listed)
        if name == "cd":
            return [*parts, self.change(command)]
        if name == "find":
            return parts + self.find(command, depth)
        if name in OTHER_WRAPPERS and depth < 2:
            for i in range(1, min(len(command.words), 12)):
                if command.words[i].known and command.words[i].text:
                    inner = replace(command, words=command.words[i:], assignments=(), nested=())
                    parts += [p for p in self.command(inner, depth + 1) if p.verdict == "deny"]
        return parts + self.rules(name, command)

    def builtin(self, name: str, command: Command, depth: int) -> list[Part]:
        """A builtin that runs code or changes the shell: asked, or denied for what it would run."""
        rest = command.words[1:]
        parts = []
        if any(c.words[0].text in FETCHERS for c in command.nested):
            parts.append(Part(command.text, "deny", "shell.run-download", "it runs what comes from the network"))
        if secret := self.named_secret(name, rest, command.cwds):
            parts.append(Part(command.text, "deny", "path.secret", f"{secret} holds secrets", "Do without it."))
        texts = [w.text for w in rest]
        inner = "; ".join(t.partition("=")[2] for t in texts) if name == "alias" else " ".join(texts)
        if inner.strip() and depth < MAX_DEPTH:
            parts += [p for p in self.script(inner, self.one(command.cwds), depth + 1) if p.verdict == "deny"]
        reason = f"{name} can run code or change the shell"
        return [*parts, self.ask(command, f"builtin.{name}", reason, "Run the command itself.")]

    def by_path(self, name: str, command: Command) -> list[Part]:
        """A program named by a path that is not one of the system's folders."""
        at_root = command.cwds == frozenset({self.paths.root})
        if at_root and name in ("./gradlew", "./mvnw"):
            return self.rules(name, command)
        if at_root and (tool := _PROJECT_TOOL.fullmatch(name)):
            return self.project_tool(tool["name"], command)
        denied = [p for p in self.rules(name.rsplit("/", 1)[-1], command) if p.verdict == "deny"]
        reason = f"{name} is not a program of the system"
        return [*denied, self.ask(command, "program.path", reason, "Name a program on the PATH.")]

    def project_tool(self, name: str, command: Command) -> list[Part]:
        """A tool installed in the project, `node_modules/.bin/jest`: tests and checks run the project's code anyway."""
        found = self.rules(name, command)
        if all(p.verdict == "allow" and p.rule.startswith(_PROJECT_RULES) for p in found):
            return [replace(p, sandbox="test") for p in found]
        asked = self.ask(command, "program.path", "a program of the project runs its own code", "Run its tests only.")
        return [*(p for p in found if p.verdict == "deny"), asked]

    @staticmethod
    def one(cwds: frozenset[str]) -> str:
        return sorted(cwds)[-1]

    def wrapped(self, name: str, command: Command, depth: int, *, listed: bool) -> list[Part]:
        inner = unwrap(name, command.words[1:], listed=listed)
        if inner is None and name == "env" and not listed:
            return [self.ask(command, "wrapper.env", "it prints every variable", "Use printenv NAME.")]
        if inner is None:
            return [Part(command.text, "allow", f"wrapper.{name}", "it runs nothing")]
        parts = [self.ask(command, f"wrapper.{name}", inner.doubt)] if inner.doubt else []
        if name in SHELLS and command.given and inner.doubt:
            parts += self.fed(command.given, command, depth)
        if inner.doubt and (secret := self.named_secret(name, command.words[1:], command.cwds)):
            parts.append(Part(command.text, "deny", "path.secret", f"{secret} holds secrets", "Do without it."))
        if inner.script is not None:
            if depth >= MAX_DEPTH:
                return [*parts, self.ask(command, "shell.depth", "wrapped too deeply")]
            for cwd in command.cwds:
                parts += self.script(inner.script, cwd if cwd != UNKNOWN else self.paths.root, depth + 1)
        if inner.words:
            parts += self.command(replace(command, words=inner.words, assignments=inner.assignments), depth + 1)
        return parts or [self.ask(command, f"wrapper.{name}", "what it runs is not known")]

    def fed(self, text: str, command: Command, depth: int) -> list[Part]:
        """What would be denied of a script that a shell reads from its input."""
        if depth >= MAX_DEPTH or not text.strip():
            return []
        cwd = self.one(command.cwds)
        found = self.script(text, cwd if cwd != UNKNOWN else self.paths.root, depth + 1)
        return [p for p in found if p.verdict == "deny"]

    def echoed(self, script: Script, depth: int) -> list[Part]:
        """`echo 'rm -rf /' | sh` and the like: what would be denied of it."""
        found: list[Part] = []
        for stages in script.pipelines:
            for before, after in pairwise(stages):
                texts = _written_out(before[0]) if len(before) == 1 else []
                for shell in (c for c in after if self.names(c) & SHELLS):
                    found += [p for text in texts for p in self.fed(text, shell, depth)]
        return found

    def change(self, command: Command) -> Part:
        targets = [w for w in command.words[1:] if w.text not in ("--", "-P", "-L")]
        if len(targets) != 1 or not targets[0].known or targets[0].glob or targets[0].text.startswith("-"):
            return self.ask(command, "cd", "the directory is not known", "Name a directory inside the workspace.")
        found = self.path(targets[0].text, "read", command.cwds)
        return Part(command.text, found.verdict, "cd" if found is FREE else found.rule, found.reason, found.suggestion)

    def find(self, command: Command, depth: int) -> list[Part]:
        """`find`: starting points are paths, tests take text, actions that run, write or delete are judged."""
        words = command.words[1:]
        parts: list[Part] = []
        secret_names = False
        i = 0
        while i < len(words) and (words[i].text in ("-H", "-P") or not words[i].text.startswith(("-", "(", "!"))):
            if words[i].text not in ("-H", "-P"):
                parts += self.argument(Argument(words[i], "read"), command, contents=False)
            i += 1
        rest = [w.text for w in words[i:]]
        j = 0
        while j < len(rest):
            text = rest[j]
            if text in ("-exec", "-execdir", "-ok", "-okdir"):
                end = next(
                    (k for k in range(j + 1, len(rest)) if rest[k] == ";" or (rest[k] == "+" and rest[k - 1] == "{}")),
                    len(rest),
                )
                marker = UNKNOWN if secret_names or text.endswith("dir") else "./" + LISTED
                if not self.may_sweep(words[i + j + 1 :], command) and not finds_by_name(rest[:j]):
                    marker = UNKNOWN
                inner = tuple(Word(w.text.replace("{}", marker), w.glob) for w in words[i + j + 1 : i + end])
                if not inner or end == len(rest):
                    parts.append(self.ask(command, "find", f"{text} without an end"))
                else:
                    parts += self.command(replace(command, words=inner, assignments=()), depth + 1)
                j = end
            elif text in _FIND_SWITCHES or re.fullmatch(r"-O\d|[()!,]", text):
                pass
            elif text in _FIND_VALUES and j + 1 < len(rest):
                j += 1
                secret_names = secret_names or (
                    text in ("-name", "-iname", "-path", "-ipath", "-regex", "-wholename") and may_match_secret(rest[j])
                )
                if text in ("-newer", "-samefile"):
                    parts += self.argument(Argument(words[i + j], "read"), command)
            else:
                parts.append(self.ask(command, "find", f"find with {text[:30]!r}", "Use tests and -print only."))
            j += 1
        return parts + self.rules("find", command)
