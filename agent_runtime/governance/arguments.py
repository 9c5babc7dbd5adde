"""Judges one argument by what its program takes it for."""

from __future__ import annotations

import glob as globbing
import os
import re
from dataclasses import replace
from itertools import islice

from agent_runtime.governance.flags import Argument
from agent_runtime.governance.languages import PRINTS_ONLY
from agent_runtime.governance.parts import STRICT, Part
from agent_runtime.governance.paths import FREE, Finding, PathJudge
from agent_runtime.governance.rules import Rule
from agent_runtime.governance.script import Command
from agent_runtime.governance.secrets import is_secret_name, may_match_secret, plain_classes
from agent_runtime.governance.words import LISTED, UNKNOWN, Word
from agent_runtime.governance.wrappers import HARMLESS_FLAGS

MAX_MATCHES = 5000
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

BINARY_TOOLS = frozenset({"nm", "objdump", "readelf", "size", "strings", "javap"})

SEPARATED = frozenset({"cut", "sort", "awk", "gawk", "mawk", "paste", "join", "column", "tr"})
"""Programs with a flag for the separator, which may be a slash."""
CHECKERS = ("test.", "check.")
"""How the ids of rules for tests, linters and type checkers begin."""
NAMES_ONLY = frozenset({"ls", "dir", "du", "stat", "tree", "basename", "dirname", "realpath", "test", "["})
"""Programs that show names and sizes, nothing of what is in a file."""
GIT_NAMES_ONLY = frozenset({"ls-files", "ls-tree", "check-ignore", "check-attr"})
_MAGIC = re.compile(r":\((?P<words>[^)]*)\)(?P<rest>.*)|:(?P<signs>[/!^]+):?(?P<path>.*)", re.DOTALL)
"""The two forms of a pathspec with magic (gitglossary(7))."""


def revision_paths(text: str) -> list[str]:
    """The paths that git may read for one operand: a revision, `REV:PATH`, `:STAGE:PATH`, or a pathspec with magic."""
    if magic := _MAGIC.fullmatch(text):
        left_out = "exclude" in (magic["words"] or "").split(",") or not {"!", "^"}.isdisjoint(magic["signs"] or "")
        return [] if left_out else [magic["rest"] or magic["path"] or "."]
    return line_range_paths(text) or [text]


def line_range_paths(text: str) -> list[str]:
    """The paths that `1,5:PATH`, `:FUNCTION:PATH` may name: what follows each colon."""
    pieces = text.split(":")
    return [":".join(pieces[i:]) or "." for i in range(1, len(pieces))]


def shows_names_only(command: Command) -> bool:
    """Whether a command shows nothing of what is in the files it is given."""
    program, *rest = (w.text for w in command.words[:2])
    return program in NAMES_ONLY or (program == "git" and bool(rest) and rest[0] in GIT_NAMES_ONLY)


def takes_response_files(rule: Rule) -> bool:
    """Whether `@file` may stand for more flags: so read by argparse tools, compilers, ruff, tsc and the binutils."""
    return rule.id.startswith(CHECKERS) or not rule.programs.isdisjoint(BINARY_TOOLS)


class Arguments:
    """Judges paths, patterns and other typed arguments of one command."""

    def __init__(self, paths: PathJudge) -> None:
        self.paths = paths

    def path(self, text: str, op: str, cwds: frozenset[str]) -> Finding:
        """The strictest finding over all directories it may be meant in."""
        worst = FREE
        for cwd in cwds:
            if cwd == UNKNOWN:
                found = Finding("ask", "path.unknown", "the directory is not known")
                cwd = self.paths.root
            else:
                found = FREE
            judged = self.paths.judge(text, "write" if op == "write" else "read", cwd)
            for one in (found, judged):
                if STRICT[one.verdict] > STRICT[worst.verdict]:
                    worst = one
        return worst

    def ask(self, command: Command, rule: str, reason: str, suggestion: str = "") -> Part:
        return Part(command.text, "ask", rule, reason, suggestion, sandbox="approved", remember="never")

    def argument(
        self,
        argument: Argument,
        command: Command,
        *,
        contents: bool = True,
        rule: Rule | None = None,
    ) -> list[Part]:
        """Judge one typed argument."""
        word, kind = argument.word, argument.kind
        if kind == "read" and word.text.startswith("@") and rule is not None and takes_response_files(rule):
            return [self.ask(command, "argument.response-file", f"{word.text[:40]!r} may be a file of further flags")]
        if kind == "pattern":
            return []
        if kind.startswith("("):
            fine = word.known and bool(re.fullmatch(kind, word.text)) and not self.names_secret(word.text)
            return [] if fine else [self.ask(command, "argument", f"{word.text[:40]!r} is not one of {kind}")]
        if kind in ("value", "joined"):
            if word.text.startswith("!") or (word.text == "/" and command.words[0].text in SEPARATED):
                return []
            # Should the program not take a value here, the word is an operand: no secret may hide in it.
            found = self.path(word.text, "read", command.cwds) if word.known and word.text else FREE
            known_place = word.text.startswith(
                ("/dev/", "/proc/", "/etc/", "/root/", "/home/", "/sys/", "../", "~")
            ) or (
                "/" in word.text and os.path.exists(os.path.join(self.paths.root, word.text))  # noqa: PTH110, PTH118
            )
            if (
                found.verdict == "deny"
                or (found.verdict == "ask" and known_place)
                or may_match_secret(word.text, hidden=True)
            ):
                return [self.ask(command, found.rule, f"{word.text[:40]!r} may be read", found.suggestion)]
            return []
        if kind in ("text", "argument"):
            flaggish = word.glob and word.text[:1] in "*?[" and self.expand(word, command.cwds, flags_only=True)
            if flaggish:
                return [self.ask(command, "glob.flag", "a file name may be taken for a flag")]
            named = word.glob and (word.text[:1] in "/~" or ".." in word.text)
            if named and self.path(word.text, "read", command.cwds).verdict != "allow":
                return [self.ask(command, "path.outside", "the pattern names files outside the workspace")]
            return []
        if kind == "number":
            return (
                []
                if re.fullmatch(r"[+-]?\d+(\.\d+)?[kKmMGTbsmhd]?|inf", word.text)
                else [self.ask(command, "argument", f"{word.text[:30]!r} is no number")]
            )
        if kind == "name":
            return (
                []
                if re.fullmatch(r"(?![/~])[\w:@.,+%\[\]/=~^*-]*", word.text)
                and not re.search(r"(^|/)\.\.(/|$)|://", word.text)
                and not self.names_secret(word.text)
                else [self.ask(command, "argument", f"{word.text[:30]!r} is not a plain name")]
            )
        if kind in PRINTS_ONLY:
            fine = word.known and PRINTS_ONLY[kind](word.text)
            if fine and kind == "yq" and self.is_file(word.text, command.cwds):
                return self.place(word, "read", command, contents=contents, rule=rule)  # it reads a file of that name
            return [] if fine else [self.ask(command, f"script.{kind}", f"the {kind} script may do more than print")]
        if (kind == "any" and (rule is None or rule.paths == "any")) or (
            kind == "any" and rule is not None and rule.verdict != "ask"
        ):
            return []
        return self.place(word, kind, command, contents=contents, rule=rule)

    def place(self, word: Word, kind: str, command: Command, *, contents: bool, rule: Rule | None = None) -> list[Part]:
        op = "write" if kind == "write" else "read"
        text = word.text
        if UNKNOWN in text or (word.splits and text != LISTED):
            return [self.unknown(command)]
        if LISTED in text:
            return self.listed_name(text, command, rule) if op == "read" else [self.unknown(command)]
        if text == "-" or not text:
            return []
        if _URL.match(text):
            return [self.ask(command, "argument.url", f"{text[:40]!r} is an address of the network")]
        texts = revision_paths(text) if kind == "rev" else line_range_paths(text) if kind == "range" else [text]
        names_only = shows_names_only(command)
        findings = [FREE]
        for each in texts:
            found = [self.path(each, op, command.cwds)]
            # git expands patterns by itself, quoted or not.
            if (word.glob or kind != op) and may_match_secret(each, hidden=kind != op):
                found.append(Finding("ask", "glob.secret", "the pattern can match a file with secrets"))
            findings += [f for f in found if not (names_only and self.is_secret_inside(f, each, command.cwds))]
        if word.glob:
            findings += self.matched(word, op, command, names_only=names_only)
        worst = max(findings, key=lambda f: STRICT[f.verdict])
        if worst.verdict == "allow":
            return []
        if not contents and worst.verdict == "deny":
            worst = replace(worst, verdict="ask")
        return [
            Part(
                command.text,
                worst.verdict,
                worst.rule,
                worst.reason,
                worst.suggestion,
                sandbox="approved",
                remember="session",
            )
        ]

    def names_secret(self, text: str) -> bool:
        """Whether a word that is taken for a name could be that of a secret file."""
        return not self.paths.allow_secrets and may_match_secret(text)

    def is_secret_inside(self, finding: Finding, text: str, cwds: frozenset[str]) -> bool:
        """Whether all that was found is that a file of the workspace has the name of a secret."""
        if UNKNOWN in cwds or finding.rule not in ("path.secret", "glob.secret"):
            return False
        places = [os.path.realpath(os.path.join(cwd, text)) for cwd in cwds]  # noqa: PTH118 - hot path
        return all(place.startswith(self.paths.root + "/") for place in places)

    def is_file(self, text: str, cwds: frozenset[str]) -> bool:
        """Whether there is a file of this name where the command may run."""
        known = [self.paths.root if cwd == UNKNOWN else cwd for cwd in cwds]
        return "\0" not in text and any(os.path.isfile(os.path.join(cwd, text)) for cwd in known)  # noqa: PTH113, PTH118

    def matched(self, word: Word, op: str, command: Command, *, names_only: bool) -> list[Finding]:
        """What is to be said of the files that a pattern matches now."""
        matches = self.expand(word, command.cwds, flags_only=False)
        if matches is None:
            return [Finding("ask", "glob.many", "the pattern matches too many files")]
        found = [self.path(m, op, command.cwds) for m in matches]
        found = [f for f in found if not (names_only and f.rule == "path.secret")]
        if word.text[:1] in "*?[" and self.expand(word, command.cwds, flags_only=True):
            found.append(Finding("ask", "glob.flag", "a file name may be taken for a flag"))
        return found

    def unknown(self, command: Command) -> Part:
        return self.ask(command, "argument.unknown", "an argument is known only when it runs", "Write the path out.")

    def listed_name(self, text: str, command: Command, rule: Rule | None) -> list[Part]:
        """The name of a listed file. With a blank in it, part of it may be taken for a flag.

        Who chooses the names of a project's files also writes its tests: what a flag of a checker can do in the
        sandbox for tests, a test can do. So a checker may be given the names there, and only there.
        """
        if text.startswith("./" + LISTED):
            return []
        if not text.startswith(LISTED) or any(self.paths.has_dashed(c) for c in command.cwds):
            return [self.unknown(command)]
        if command.words[0].text.rsplit("/", 1)[-1] in HARMLESS_FLAGS:
            return []
        if rule is None or rule.verdict != "allow" or rule.sandbox == "approved" or not rule.id.startswith(CHECKERS):
            return [self.unknown(command)]
        return [Part(command.text, "allow", "path.listed", "the sandbox holds whatever a name does", sweeps=True)]

    def expand(self, word: Word, cwds: frozenset[str], *, flags_only: bool) -> list[str] | None:
        """Links and secrets among what a glob matches now (`flags_only`: names that begin with a dash)."""
        found: list[str] = []
        for cwd in cwds:
            base = self.paths.root if cwd == UNKNOWN else cwd
            matches = list(islice(globbing.iglob(plain_classes(word.text), root_dir=base), MAX_MATCHES + 1))  # noqa: PTH207
            if len(matches) > MAX_MATCHES:
                return None
            for match in matches:
                if flags_only:
                    found += [match] if match.startswith("-") else []
                elif is_secret_name(match.rsplit("/", 1)[-1]) or os.path.islink(os.path.join(base, match)):  # noqa: PTH114, PTH118
                    found.append(match)
        return found

    def holds_secret(self, text: str, cwd: str, *, hidden: bool = True) -> bool:
        """Whether a folder that is read as a whole has a secret at its top, or may have: one of listed names.

        Without `hidden`, names that begin with a dot do not count.
        """
        if LISTED in text:
            return True
        try:
            with os.scandir(os.path.join(cwd, text)) as entries:  # noqa: PTH118
                names = [entry.name for entry in entries if hidden or not entry.name.startswith(".")]
                return any(map(is_secret_name, names))
        except ValueError:  # a name that is not known
            return True
        except OSError:
            return False
