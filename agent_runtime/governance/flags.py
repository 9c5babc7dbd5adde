"""Takes the words of one command apart by a rule's list of flags and operands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent_runtime.governance.rules import Rule
from agent_runtime.governance.words import UNKNOWN, Word

SINGLE_DASH = frozenset(
    [
        "go", "gofmt", "goimports", "gofumpt", "staticcheck", "java", "javac", "javap", "mvn", "clang-tidy", "gcc",
        "g++", "cc", "c++", "clang", "clang++", "openssl", "clang-format", "actionlint", "revive", "golint", "shfmt",
        "terraform", "tofu", "xmllint",
    ]
)  # fmt: skip
"""Programs with long flags after one dash: `go build -pkgdir` is not `-p kgdir`."""


_LEAVES_OUT = ("--exclude", "--ignore", "--omit", "--skip")
"""Flags of which the value, when it is joined, names what is not read."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One judged argument: what the program takes it for."""

    word: Word
    kind: str
    flag: str = ""
    """The flag whose value it is."""


_LEADING: Mapping[str, tuple[str, str]] = {
    "python": ("-B -u -E -s -I -O -OO -q -v -b -bb", "-W -X"),
    "npm": ("-s --silent --if-present -ws --workspaces -r --recursive", "-w --workspace --filter -F"),
    "cargo": ("-q --quiet -v --verbose --locked --offline --frozen", "--color"),
}
"""Options that may stand before a subcommand and change nothing of what is judged: switches, and those with a value."""


def drop_leading_options(name: str, words: Sequence[Word]) -> Sequence[Word]:
    """The words without harmless options before the subcommand, and for npm before the script's name."""
    family = re.sub(r"[\d.]+$", "", name)
    family = "npm" if family in ("pnpm", "yarn", "bun") else family
    if family not in _LEADING:
        return words
    switches, valued = (part.split() for part in _LEADING[family])
    kept: list[Word] = []
    i = 0
    while i < len(words):
        text = words[i].text
        head, equals, value = text.partition("=")
        if text in switches:
            i += 1
        elif text == "-W" and i + 1 < len(words) and not _WARNING.fullmatch(words[i + 1].text):
            break  # a category with a dot is imported
        elif text in valued and i + 1 < len(words) and _plain(words[i + 1].text):
            i += 2
        elif equals and head in valued and head.startswith("--") and _plain(value):
            i += 1
        elif family == "npm" and text == "run" and not kept:
            kept.append(words[i])
            i += 1
        else:
            break
    return [*kept, *words[i:]] if i < len(words) else words


_WARNING = re.compile(r"[a-z]+(::([A-Z]\w*Warning)?)?")


def _plain(text: str) -> bool:
    return bool(re.fullmatch(r"(?!-)[\w@:.*!/]+", text)) and ".." not in text and not text.startswith("/")


def has_flag(flag: str, words: Sequence[Word]) -> bool:
    """Whether a flag is among words: exact, `=`-joined, abbreviated (long), bundled (short)."""
    for word in words:
        text = word.text
        if text == "--":
            return False
        if text == flag or text.startswith(flag + "="):
            return True
        if flag.startswith("--"):
            head = text.split("=", 1)[0]
            if len(head) > 2 and head.startswith("--") and flag.startswith(head):
                return True
        elif len(flag) == 2 and re.fullmatch(r"-[A-Za-z0-9].*", text) and flag[1] in text[1:]:
            return True
    return False


def _smuggled(flag: str, word: Word) -> bool:
    """Whether a value looks like a flag: should the program take no value here, that flag would act."""
    return bool(re.match(r"-[^\d]", word.text)) and flag not in ("-e", "--regexp")


def split_arguments(rule: Rule, words: Sequence[Word]) -> tuple[list[Argument], list[Word]] | str:
    """Judge flags by the rule's list. Gives typed arguments and the operands, or what does not fit."""
    if rule.flags_allowed is None:
        return [], [w for w in words if not w.text.startswith("-") or w.text == "-"]
    splitter = _Splitter(rule, rule.flags_allowed, words)
    misfit = splitter.run()
    return misfit or (splitter.arguments, splitter.operands)


class _Splitter:
    """Walks the words once; each step gives what does not fit, or nothing."""

    def __init__(self, rule: Rule, allowed: Mapping[str, str | None], words: Sequence[Word]) -> None:
        self.rule, self.allowed, self.words = rule, allowed, words
        self.arguments: list[Argument] = []
        self.operands: list[Word] = []
        self.next = 0

    def run(self) -> str:
        while self.next < len(self.words):
            word = self.words[self.next]
            text = word.text
            self.next += 1
            if text == "--" and self.rule.flags_passed is not None:
                return self.passed(self.rule.flags_passed)
            if text == "--" and self.rule.sandbox == "test":
                continue  # npm, cargo and their like hand what follows to the tool below: its flags count as well
            if text == "--":
                self.operands += self.words[self.next :]
                return ""
            settled = "*" in self.allowed or (self.rule.flags_first and self.operands)
            if text[:1] == UNKNOWN and not settled:
                return "a word that may become a flag"
            if text[:1] != "-" or text == "-" or "*" in self.allowed:
                self.operands.append(word)
            elif not (re.fullmatch(r"-\d+", text) and "-NUM" in self.allowed) and (misfit := self.flag(word)):
                return misfit
        return ""

    def passed(self, allowed: Mapping[str, str | None]) -> str:
        """What follows `--`, for another program."""
        rest = replace(self.rule, flags_allowed=allowed, flags_passed=None)
        found = split_arguments(rest, self.words[self.next :])
        if isinstance(found, str):
            return found
        self.arguments += found[0]
        self.operands += found[1]
        return ""

    def flag(self, word: Word) -> str:
        text = word.text
        head, equals, value = text.partition("=")
        if not word.known and UNKNOWN in head:
            return "a flag that is not known"
        if head in self.allowed and (equals or text in self.allowed):
            kind = self.allowed[head]
            if kind is None:
                return f"the value of {head}" if equals else ""
            if equals:
                left_out = head.startswith(_LEAVES_OUT) and kind == "text"
                return self.joined(head, "pattern" if left_out else kind, Word(value, word.glob))
            return self.separate(head, kind)
        if text.startswith("--"):
            return f"the flag {head}"
        if len(text) > 2 and self.rule.programs & SINGLE_DASH and not self.carries_value(text):
            return f"the flag {text}"
        return self.bundle(word)

    def carries_value(self, text: str) -> bool:
        """Whether it is a flag like `-DX` of a program with long flags after one dash: there are no bundles."""
        return text[1].isupper() and self.allowed.get(text[:2]) is not None

    def bundle(self, word: Word) -> str:
        """Short flags in one word, of which the last may take a value."""
        text = word.text
        for j, char in enumerate(text[1:], 1):
            short = "-" + char
            if short not in self.allowed:
                return f"the flag {short if j > 1 or len(text) == 2 else text}"
            kind = self.allowed[short]
            if kind is None:
                continue
            if rest := text[j + 1 :]:
                return self.joined(short, kind, Word(rest, word.glob))
            return self.separate(short, kind)
        return ""

    def joined(self, flag: str, kind: str, value: Word) -> str:
        kind = kind.lstrip("?")
        self.arguments.append(Argument(value, "joined" if kind == "text" else kind, flag))
        return ""

    def separate(self, flag: str, kind: str) -> str:
        """The value in the next word, or in the next two."""
        following = self.words[self.next] if self.next < len(self.words) else None
        if kind.startswith("?"):
            # `tsc --pretty false`: an optional value may stand apart where the pattern tells it from an operand.
            fits = kind.startswith("?(") and following is not None and re.fullmatch(kind[1:], following.text)
            self.next += bool(fits)
            return ""
        if following is None or _smuggled(flag, following):
            return f"{flag} without its value"
        self.arguments.append(Argument(following, "value" if kind in ("text", "pair") else kind, flag))
        self.next += 2 if kind == "pair" else 1
        return ""


def type_operands(rule: Rule, operands: Sequence[Word], flags: Sequence[Word]) -> list[Argument] | str:
    """Give each operand its kind by the rule's `operands` list."""
    if rule.operands is None:
        return [Argument(w, "read" if rule.paths == "workspace-read" else "any") for w in operands]
    out: list[Argument] = []
    kinds = []
    for item in rule.operands:
        kind, _, unless = item.partition(" unless ")
        if not unless or not any(has_flag(f, flags) for f in unless.split()):
            kinds.append(kind)
    for word in operands:
        if not kinds:
            return f"the argument {word.text[:40]!r}"
        kind = kinds[0]
        if not kind.endswith("*"):
            kinds.pop(0)
        out.append(Argument(word, kind.rstrip("*?")))
    missing = [k for k in kinds if not k.endswith(("*", "?"))]
    return f"a missing argument ({missing[0]})" if missing else out
