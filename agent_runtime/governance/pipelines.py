"""Judges what flows through a pipeline: downloads into a shell, lists of files into a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from agent_runtime.governance.flags import has_flag
from agent_runtime.governance.matching import PLAIN_GLOB, PLAIN_TYPE, Matching, filters_plainly
from agent_runtime.governance.parts import Part
from agent_runtime.governance.script import Command, Script
from agent_runtime.governance.secrets import may_match_secret
from agent_runtime.governance.words import UNKNOWN, Word
from agent_runtime.governance.wrappers import FETCHERS, INTERPRETERS, OTHER_WRAPPERS, SHELLS, WRAPPERS, unwrap

DECODERS = frozenset({"base64", "base32", "xxd", "openssl", "uudecode"})

_PLAIN_ENDING = re.compile(
    r"\\?\.\(?(pyi?|[cm]?[jt]sx?|go|rs|java|kt|c|h|cc|cpp|hpp|rb|php|md|txt|toml|ya?ml|sh|[|])+\)?\$?"
)

_BY_KIND = re.compile(rf"(-g|--glob)[ =]?({PLAIN_GLOB.pattern})|(-t|--type|-e|--extension)[ =]?({PLAIN_TYPE.pattern})")
"""What tells `rg --files` or `fd` to list plain kinds of files only."""
_CHOOSES = re.compile(r"(-g|--glob|--iglob|-t|--type|-e|--extension)([ =](?!!).*|[^-!=].*)")

_SECRET_HINT = re.compile(r"env|id_rsa|pem|\bkey|secret|credential|ssh|token|netrc|passw|^\^?\\?\.|\.\*$", re.I)


def finds_by_name(texts: Sequence[str]) -> bool:
    """Whether all that `find` finds has a name that is asked for and is no secret's: in each alternative a `-name`."""
    alternatives: list[list[str]] = [[]]
    for text in texts:
        if text in ("-o", "-or", ","):
            alternatives.append([])
        else:
            alternatives[-1].append(text)
    return all("-prune" in each or _asks_for_name(each) for each in alternatives)


def _asks_for_name(texts: Sequence[str]) -> bool:
    return any(
        test in ("-name", "-iname")
        and before not in ("!", "-not")
        and set(pattern) != {"*"}
        and not may_match_secret(pattern, hidden=True)
        for before, test, pattern in zip(["", *texts], texts, texts[1:], strict=False)
    )


def _picks_secrets(words: Sequence[Word]) -> bool:
    """Whether a filter of names seems to look for secrets. What `grep -v` names is left out."""
    if has_flag("-v", words) or has_flag("--invert-match", words):
        return False
    return any(_SECRET_HINT.search(w.text) and not _PLAIN_ENDING.fullmatch(w.text) for w in words)


class Pipelines(Matching):
    """Adds to the rules what is known of a command's neighbours."""

    def pipelines(self, script: Script) -> list[Part]:
        """`curl ... | sh`, and shells fed from a substitution."""
        parts = []
        for stages in script.pipelines:
            fetched = False
            for stage in stages:
                names = {n for c in stage for n in self.names(c)}
                runs = [c for c in stage if self.names(c) & INTERPRETERS and not self.harmless_filter(c)]
                if fetched and runs:
                    parts.append(
                        Part(
                            runs[0].text,
                            "deny",
                            "shell.pipe-to-interpreter",
                            "it runs what comes from elsewhere",
                            "Download to a file, read it, then ask to run it.",
                        )
                    )
                fetched = fetched or bool({*names, *(c.words[0].text for c in stage)} & (FETCHERS | DECODERS))
        for command in script.commands:
            if self.names(command) & (INTERPRETERS | {"eval", "source", ".", "exec"}):
                names = {n for c in command.nested for n in self.names(c)}
                if names & FETCHERS:
                    parts.append(
                        Part(
                            command.text,
                            "deny",
                            "shell.run-download",
                            "it runs what comes from the network",
                            "Download to a file, read it, then ask to run it.",
                        )
                    )
        return parts

    @staticmethod
    def names(command: Command) -> set[str]:
        """Program names in a command, wrappers' included (a wide net)."""
        first = command.words[0].text.rsplit("/", 1)[-1]
        if first in WRAPPERS | OTHER_WRAPPERS | SHELLS:
            return {re.sub(r"[\d.]+$", "", w.text.rsplit("/", 1)[-1]) or w.text for w in command.words}
        return {re.sub(r"[\d.]+$", "", first) or first}

    @staticmethod
    def harmless_filter(command: Command) -> bool:
        """`python -m json.tool` reads data, not code."""
        return [w.text for w in command.words[1:3]] == ["-m", "json.tool"]

    def listers(self, script: Script) -> set[int]:
        """`xargs` commands whose input is a list of files inside the workspace, and `env` where it is filtered."""
        found: set[int] = set()
        for stages in script.pipelines:
            if any(len(stage) != 1 for stage in stages):
                continue
            commands = [stage[0] for stage in stages]
            if [w.text for w in commands[0].words] == ["env"] and filters_plainly(commands[1].words):
                found.add(id(commands[0]))
            for command in commands[1:]:
                name = command.words[0].text
                if name == "xargs":
                    inner = unwrap("xargs", command.words[1:], listed=True)
                    if inner is not None and self.lists_files(commands[0], inner.words):
                        found.add(id(command))
                    break
                if name not in ("head", "tail", "sort", "uniq", "grep") or _picks_secrets(command.words[1:]):
                    break
        return found

    def may_sweep(self, reader: Sequence[Word], command: Command) -> bool:
        """Whether a program may be given every file that `find` finds: it shows no contents, looks for something
        plain, or there is no secret."""
        if not self.start_with_secret(command, hidden=True):
            return True
        name = reader[0].text if reader else ""
        return (bool(reader) and filters_plainly(reader)) or name in (
            "wc",
            "ls",
            "stat",
            "du",
            "file",
            "basename",
            "dirname",
            "realpath",
            "echo",
        )

    def lists_files(self, command: Command, reader: Sequence[Word] = ()) -> bool:
        texts = [w.text for w in command.words]
        if any(may_match_secret(t, hidden=True) for t in texts[1:]) or UNKNOWN in "".join(texts):
            return False
        if texts[0] == "find":
            return finds_by_name(texts) or self.may_sweep(reader, command)
        if texts[0] == "ls" and reader and reader[0].text in ("basename", "dirname", "echo"):
            return True  # names are shown, whatever they are
        if any(self.paths.has_dashed(cwd) for cwd in command.cwds):
            return False
        if texts[:2] == ["git", "ls-files"] or (texts[:2] == ["git", "diff"] and "--name-only" in texts):
            return not any(t in ("-o", "--others", "--no-index") for t in texts)
        if texts[0] == "rg":
            words = command.words[1:]
            if has_flag("--files", words) and not self.may_be_given(words, reader, command):
                return False
            return any(has_flag(t, words) for t in ("-l", "--files", "--files-with-matches")) and not any(
                has_flag(t, words) for t in ("--hidden", "-u", "-.", "--no-ignore")
            )
        if texts[0] == "ls":
            flags = [t for t in texts[1:] if t.startswith("-")]
            shown = [t for t in texts[1:] if not t.startswith("-")]
            plain = bool(shown) and all(PLAIN_GLOB.fullmatch(t.rsplit("/", 1)[-1]) for t in shown)
            return set(flags) <= {"-1", "-t", "-S", "-r", "-d"} and plain
        if texts[0] == "grep" or texts[:2] == ["git", "grep"]:
            # What the sandbox hides has no lines that could be found.
            return has_flag("-l", command.words[1:]) or has_flag("--files-with-matches", command.words[1:])
        return (
            texts[0] in ("fd", "fdfind")
            and not any(t.startswith(("-H", "-u", "--hidden", "--unres")) for t in texts)
            and self.may_be_given(command.words[1:], reader, command)
        )

    def may_be_given(self, words: Sequence[Word], reader: Sequence[Word], command: Command) -> bool:
        """Whether a program may be given what is not hidden here, as far as it is not filtered by kind."""
        if not self.start_with_secret(command, hidden=False):
            return True
        pairs = [f"{a.text} {b.text}" for a, b in pairwise(words)] + [w.text for w in words]
        chosen = [each for each in pairs if _CHOOSES.fullmatch(each)]
        return (bool(chosen) and all(map(_BY_KIND.fullmatch, chosen))) or self.may_sweep(reader, command)

    def start_with_secret(self, command: Command, *, hidden: bool) -> bool:
        """Whether a folder that is listed has a secret at its top. Words that name no folder do not count."""
        named = [w.text for w in command.words[1:] if not w.text.startswith("-")]
        return any(self.holds_secret(start, cwd, hidden=hidden) for start in {".", *named} for cwd in command.cwds)
