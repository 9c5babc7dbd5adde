"""policy.toml -> Decision: layers, rule self-tests, and the one function that judges a call."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Literal

from agent_runtime.config import config_dir
from agent_runtime.errors import PathRefused, PolicyError
from agent_runtime.governance.judge import Judge
from agent_runtime.governance.parts import PROFILE, STRICT, Part
from agent_runtime.governance.paths import Finding, PathJudge
from agent_runtime.governance.rules import Layer, Rule, read_layer
from agent_runtime.governance.trust import TrustStore, read_regular
from agent_runtime.governance.validation import PathGuard
from agent_runtime.types import Decision, DecisionPart, Effect, Remember, Verdict

POLICY_FILE = "policy.toml"
_REMEMBER: dict[Remember, int] = {"never": 0, "session": 1, "project": 2}


@lru_cache(maxsize=1)
def _builtin_text() -> str:
    packaged = files("agent_runtime.governance") / POLICY_FILE
    if packaged.is_file():
        return packaged.read_text("utf-8")
    return (Path(__file__).parents[2] / POLICY_FILE).read_text("utf-8")


@lru_cache(maxsize=1)
def _builtin() -> Layer:
    text = _builtin_text()
    return read_layer(text, POLICY_FILE, "built-in", trusted=True, digest=hashlib.sha256(text.encode()).hexdigest())


def _file_layer(path: Path, name: Literal["user", "workspace"], *, trusted: bool, data: bytes) -> Layer:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path} is not UTF-8: {error}.", remedy="Mend the file.") from error
    layer = read_layer(text, str(path), name, trusted=trusted, digest=hashlib.sha256(data).hexdigest())
    return layer if trusted else _only_tightening(layer)


def _only_tightening(layer: Layer) -> Layer:
    """A question stays one, but without what it would grant: an answer that stands for later, and the network."""
    rules = tuple(replace(rule, remember="never", network=False) for rule in layer.rules)
    return replace(layer, rules=rules)


class Policy:
    """All layers of rules for one workspace."""

    def __init__(
        self,
        workspace: Path,
        layers: Sequence[Layer],
        *,
        allow_shell: bool = False,
        sudo_ok: bool = False,
        allow_secrets: bool = False,
    ) -> None:
        self.workspace = workspace.resolve()
        self.layers = tuple(layers)
        self.allow_shell = allow_shell
        """What `apply_mode` makes of it: asked commands run, in a whole sandbox only."""
        self.sudo_ok = sudo_ok
        self._paths = PathJudge(self.workspace, Path.home(), allow_secrets=allow_secrets)
        self._guard = PathGuard(self.workspace, allow_secrets=allow_secrets)
        self._judge = Judge(self.layers, self._paths, sudo_ok=sudo_ok)
        joined = "\n".join(f"{x.name} {x.trusted} {x.digest}" for x in self.layers) + f"\n{allow_shell} {sudo_ok}"
        joined += " secrets" if allow_secrets else ""
        self.digest = hashlib.sha256(joined.encode()).hexdigest()

    @classmethod
    def load(
        cls,
        workspace: Path,
        *,
        user_file: Path | None = None,
        trust: TrustStore | None = None,
        allow_shell: bool = False,
        sudo_ok: bool = False,
        allow_secrets: bool = False,
        check_examples: bool = True,
    ) -> Policy:
        """Read built-in, user's and workspace's rules and run their examples.

        Raises:
            PolicyError: a file is wrong; names file, line and rule.
        """
        layers = [_builtin()]
        user = user_file or config_dir() / POLICY_FILE
        store = trust or TrustStore()
        candidates: list[tuple[Path, Literal["user", "workspace"]]] = [
            (user, "user"),
            (workspace / POLICY_FILE, "workspace"),
        ]
        for path, name in candidates:
            try:
                data = read_regular(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise PolicyError(f"{path} cannot be read: {error}.", remedy="Mend or remove it.") from error
            if name == "user" and path.stat().st_mode & stat.S_IWOTH:
                raise PolicyError(
                    f"Every user of this machine may write {path}.", remedy=f"Look at it, then: chmod o-w {path}"
                )
            if name == "workspace" and data.decode("utf-8", "replace") == _builtin_text():
                continue
            layers.append(_file_layer(path, name, trusted=name == "user" or store.trusts(path, data), data=data))
        policy = cls(workspace, layers, allow_shell=allow_shell, sudo_ok=sudo_ok, allow_secrets=allow_secrets)
        if check_examples and (problems := policy.failed_examples()):
            raise PolicyError("; ".join(problems) + ".", remedy="Mend the rule or its examples.")
        return policy

    def failed_examples(self) -> list[str]:
        """Run every rule's `match` and `not_match`; what fails, with file, line and rule."""
        problems = []
        for layer in self.layers:
            # Each file's examples speak of that file alone, in a workspace that is empty.
            judge = Judge([replace(layer, trusted=True)], PathJudge(Path("/nonexistent/workspace"), Path.home()))
            for rule in layer.rules:
                for example in (*rule.match, *rule.not_match):
                    wanted = example in rule.match
                    if _example_fits(judge, rule, example) != wanted:
                        word = "match" if wanted else "not_match"
                        problems.append(f"{rule.source}: rule {rule.id!r}: example {example!r} fails as {word}")
        return problems

    def decide_command(self, command: str, *, cwd: Path | None = None) -> Decision:
        """Judge a shell command that would start in `cwd` (default: the workspace). The strictest part wins."""
        place = str(self.workspace if cwd is None else (self.workspace / cwd))
        if cwd is not None and self._paths.judge(place, "read", place).verdict != "allow":
            return Decision("ask", "path.outside", f"{place} is outside the workspace", "Run it inside the workspace.")
        try:
            parts = self._judge.script(command, place)
        except RecursionError:
            parts = [Part(command[:200], "ask", "shell.doubt", "nested too deeply", remember="never")]
        return self._combine(parts)

    def _combine(self, parts: Sequence[Part]) -> Decision:
        worst = max(parts, key=lambda p: STRICT[p.verdict])
        verdict: Verdict = worst.verdict
        rule, reason = worst.rule, worst.reason
        asked = [p for p in parts if p.verdict != "allow"]
        profile = max((p.sandbox for p in parts), key=lambda s: PROFILE[s])
        return Decision(
            verdict=verdict,
            rule=rule,
            reason=reason,
            suggestion=worst.suggestion,
            source=worst.source,
            sandbox="approved" if asked else profile,
            network=verdict == "ask" and any(p.network for p in asked),
            # Whatever else runs beside git in the same sandbox must be of the kind that only reads.
            write_git=verdict == "ask"
            and all(p.git for p in asked)
            and all(p.git or p.sandbox == "read" for p in parts),
            sweeps=any(p.sweeps for p in parts),
            remember=min((p.remember for p in asked), key=lambda r: _REMEMBER[r], default="never"),
            parts=tuple(DecisionPart(p.text, p.verdict, p.rule, p.reason, p.source) for p in parts),
        )

    def decide_tool(self, tool: str, *, effect: Effect, paths: Sequence[str] = ()) -> Decision:
        """Judge a tool that runs no command: by its paths, by rules with `tool`, else by its effect."""
        parts = []
        if effect is Effect.MUTATE:
            parts.append(Part(tool, "ask", "default.mutate", f"{tool} changes files", remember="session"))
        else:
            parts.append(
                Part(
                    tool,
                    "allow" if effect in (Effect.READ, Effect.PROPOSE) else "ask",
                    f"default.{effect.value}",
                    f"{tool} is a {effect.value} tool",
                )
            )
        op: Literal["read", "write"] = "write" if effect is Effect.MUTATE else "read"
        for path in paths:
            found = self._paths.judge(path, op, str(self.workspace))
            if found.verdict != "allow":
                parts.append(Part(path, "deny", found.rule, found.reason, found.suggestion))
        default = parts[0]
        for layer in self.layers:
            for rule in layer.rules:
                if not any(fnmatchcase(tool, t) for t in rule.tools) or not _globs_fit(rule, paths):
                    continue
                part = Part(
                    tool,
                    rule.verdict,
                    rule.id,
                    rule.reason,
                    rule.suggestion,
                    rule.source,
                    rule.sandbox,
                    rule.network,
                    rule.remember,
                )
                if part.verdict == "allow" and layer.trusted and parts[0] is default:
                    parts[0] = part
                elif part.verdict != "allow":
                    parts.append(part)
        return self._combine(parts)

    def decide_path(self, op: Literal["read", "write"], path: str) -> Decision:
        """Judge a path that a tool would read or write: by the tools' own guard, and by what commands may not use.

        What is outside is refused: tools stay in the workspace.
        """
        found = self._paths.judge(path, op, str(self.workspace))
        if found.verdict == "allow":
            try:
                self._guard.resolve(path, op)
            except PathRefused as error:
                found = Finding("deny", "path.refused", error.message, error.recovery)
        verdict: Verdict = "allow" if found.verdict == "allow" else "deny"
        return Decision(
            verdict,
            found.rule,
            found.reason,
            found.suggestion,
            parts=(DecisionPart(path, verdict, found.rule, found.reason),),
        )

    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every layer."""
        return tuple(rule for layer in self.layers for rule in layer.rules)


def _example_fits(judge: Judge, rule: Rule, example: str) -> bool:
    if rule.tools:
        tool, _, path = example.partition(" ")
        return any(fnmatchcase(tool, t) for t in rule.tools) and _globs_fit(rule, [path] if path else [])
    parts = judge.script(example, "/nonexistent/workspace")
    worst = max(parts, key=lambda p: STRICT[p.verdict])
    return worst.verdict == rule.verdict and any(p.rule == rule.id for p in parts)


def _globs_fit(rule: Rule, paths: Sequence[str]) -> bool:
    """Whether a rule's `path_globs` speak of these paths: an ALLOW rule needs all of them, another one."""
    if not rule.path_globs:
        return True
    fits = [any(fnmatchcase(PurePosixPath(p).as_posix(), g) for g in rule.path_globs) for p in paths]
    return bool(fits) and (all(fits) if rule.verdict == "allow" else any(fits))
