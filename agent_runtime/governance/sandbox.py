"""Runs commands in an OS sandbox: bubblewrap, else Landlock."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent_runtime.config import state_dir
from agent_runtime.errors import SandboxError
from agent_runtime.governance import bubblewrap, landlock
from agent_runtime.governance.environment import environment
from agent_runtime.governance.hints import hint_for
from agent_runtime.governance.index import Findings, WorkspaceIndex
from agent_runtime.governance.limits import Backend, CommandLimits, CommandResult, end_tree
from agent_runtime.governance.masks import PROTECTED, Placeholders, take_back
from agent_runtime.governance.own import OwnPlaces
from agent_runtime.governance.places import survey
from agent_runtime.governance.processes import Started, find_program, memory_file, start, watch
from agent_runtime.governance.rlimits import FILE_BYTES, Held
from agent_runtime.governance.seccomp import command_filter
from agent_runtime.governance.supervise import Supervised
from agent_runtime.types import SandboxProfile

__all__ = ["Backend", "CommandLimits", "CommandResult", "Sandbox"]

_PROBE = CommandLimits(timeout_s=20.0)


@dataclass(frozen=True, slots=True)
class _Call:
    """One command, ready to be started."""

    argv: list[str]
    cwd: Path
    profile: SandboxProfile
    limits: CommandLimits
    network: bool
    variables: dict[str, str]
    cancel: threading.Event | None
    on_output: Callable[[str], None] | None
    write_git: bool
    copy: Path | None
    shared: tuple[str, ...]

    @property
    def writable(self) -> bool:
        return self.profile != "read"

    def watch(self, process: Started, *, group: bool = False, gently: bool = False) -> Supervised:
        return watch(process, self.limits, self.cancel, self.on_output, group=group, gently=gently)


class Sandbox:
    """One per session; `probe` finds what works here.

    `backend` is what was found; `degraded` says that it protects less than bubblewrap, and `reason` why.
    """

    def __init__(
        self,
        workspace: Path,
        *,
        backend: Backend,
        reason: str = "",
        environment: Mapping[str, str] | None = None,
        protected: Sequence[str] = PROTECTED,
        allow_secrets: bool = False,
    ) -> None:
        self.workspace = Path(os.path.realpath(workspace))
        self.backend: Backend = backend
        self.reason = reason
        self.protected = tuple(protected)
        self._host = dict(os.environ if environment is None else environment)
        self._places = survey(self.workspace, self._host)
        self._own = OwnPlaces.of(self.workspace)
        self._index = WorkspaceIndex(self.workspace, allow_secrets=allow_secrets, own=self._own.names)
        self._bwrap = find_program("bwrap", self._host, self.workspace)
        self._prlimit = find_program("prlimit", self._host, self.workspace)
        self._bash = find_program("bash", self._host, self.workspace)
        self._git = find_program("git", self._host, self.workspace)
        self._size_option = self._disable_userns = self._limit_from_outside = True
        scratch = tempfile.mkdtemp(prefix="agent-runtime-")
        self._empty = Path(scratch, "empty")
        self._empty.touch(0o444)
        self._unreadable = Path(scratch, "unreadable")
        self._unreadable.touch(0)
        self._empty_folder = Path(scratch, "nothing")
        self._empty_folder.mkdir(0o555)
        self._cleanup = weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)

    @property
    def degraded(self) -> bool:
        return self.backend != "bubblewrap"

    @classmethod
    def probe(
        cls,
        workspace: Path,
        *,
        environment: Mapping[str, str] | None = None,
        protected: Sequence[str] = PROTECTED,
        allow_secrets: bool = False,
        backend: Literal["auto", "bubblewrap", "landlock", "none"] = "auto",
    ) -> Sandbox:
        """Find the backend that really starts here. `none` is only ever taken when it is asked for.

        `environment` is the host's (default `os.environ`): PATH, HOME and toolchain variables come from it.

        Raises:
            SandboxError: no backend works, or the workspace is a home or a system folder.
        """
        tried: list[str] = []
        candidates: list[Backend] = ["bubblewrap", "landlock"] if backend == "auto" else [backend]
        for candidate in candidates:
            sandbox = cls(
                workspace,
                backend=candidate,
                reason="; ".join(tried),
                environment=environment,
                protected=protected,
                allow_secrets=allow_secrets,
            )
            if problem := sandbox._problem():
                tried.append(f"{candidate}: {problem}")
                continue
            if candidate == "landlock":
                sandbox.reason = "; ".join([*tried, *landlock.shortcomings()])
            elif candidate == "none":
                sandbox.reason = "commands run with your own privileges, as was asked for"
            return sandbox
        raise SandboxError(
            f"No sandbox works here ({'; '.join(tried)}).",
            remedy="Install bubblewrap (apt install bubblewrap) and allow user namespaces, "
            "or use a kernel with Landlock (6.2 or later).",
        )

    def run(
        self,
        command: str | Sequence[str],
        *,
        cwd: Path,
        profile: SandboxProfile,
        limits: CommandLimits | None = None,
        network: bool = False,
        environment: Mapping[str, str] | None = None,
        cancel: threading.Event | None = None,
        on_output: Callable[[str], None] | None = None,
        write_git: bool = False,
        copy: Path | None = None,
        shared: Sequence[str] = (),
    ) -> CommandResult:
        """Run a shell command (`str`, by `bash -c`) or an argv.

        With `copy`, a folder that holds a copy of the workspace, the command sees that copy where the workspace is
        (where only Landlock works: as its current folder) and the workspace itself stays as it is; `shared` names
        folders of the workspace that the copy leaves out and the command may read.

        `read` sees the workspace read-only; `test` and `approved` may write in it, but for `.git`, the policy and
        `.env*`. `network` and `write_git` (all of `.git` but hooks and configuration) are for approved commands only.

        Raises:
            SandboxError: it could not be started in the sandbox that was asked for.
        """
        if copy is not None and self.backend != "bubblewrap":
            other = Sandbox(copy, backend=self.backend, environment=self._host, protected=self.protected)
            inside = copy / os.path.relpath(self._folder(cwd), self.workspace)
            return other.run(
                command, cwd=inside, profile=profile, limits=limits, environment=environment, cancel=cancel
            )
        if (network or write_git) and profile != "approved":
            raise SandboxError(
                f"Profile {profile!r} grants neither network nor writing to .git.",
                remedy="Run the command with profile 'approved', after an approval.",
            )
        folder, argv = self._folder(cwd), self._argv(command)
        if not self.workspace.is_dir():
            raise SandboxError(f"The workspace {str(self.workspace)!r} is gone.", remedy="Restore it.")
        variables = self._environment(network=network, writable=profile != "read", extra=environment)
        if write_git and self.backend != "none":
            variables |= self._identity(variables)
        call = _Call(
            argv, folder, profile, limits or CommandLimits(), network, variables, cancel, on_output, write_git, copy,
            tuple(shared),
        )  # fmt: skip
        started = time.monotonic()
        try:
            return self._guarded(call, started)
        except OSError as error:
            raise SandboxError(f"The command cannot be started: {error}.", remedy="Shorten or correct it.") from error

    def _guarded(self, call: _Call, started: float) -> CommandResult:
        """Run it, and take back protected names that it made."""
        before = self._index.refresh()
        if self.backend == "none":
            process = start(call.argv, call.variables, cwd=call.cwd)
            return self._result(call, call.watch(process, group=True), [], before, started)
        inside = self._in_landlock if self.backend == "landlock" else self._in_bubblewrap
        ended = inside(call, before)
        taken: list[str] = []
        if call.writable and call.copy is None:
            attic = state_dir() / "taken-back" / f"{time.time_ns()}"
            taken = take_back(self.workspace, before, self._index.refresh(), keep_git=call.write_git, attic=attic)
        return self._result(call, ended, taken, before, started)

    def _result(
        self, call: _Call, ended: Supervised, taken: list[str], before: Findings, started: float
    ) -> CommandResult:
        return CommandResult(
            exit_code=None if ended.stop is not None else ended.exit_code,
            output=ended.output,
            duration_s=time.monotonic() - started,
            peak_memory_bytes=ended.peak_memory_bytes,
            profile=call.profile,
            backend=self.backend,
            degraded=self.degraded,
            timed_out=ended.stop == "time",
            cancelled=ended.stop == "cancelled",
            output_cut=ended.output_cut,
            hint=hint_for(
                ended, profile=call.profile, network=call.network, backend=self.backend, taken=taken, findings=before,
                limits=call.limits,
            ),
        )  # fmt: skip

    def _in_landlock(self, call: _Call, before: Findings) -> Supervised:
        with landlock.prepared(
            self._places, before, call.cwd, call.writable, call.network, call.write_git, call.limits, call.variables
        ) as launch:
            process = start([*launch.argv, *call.argv], launch.environment, pass_fds=launch.fds)
            return call.watch(process, gently=True)

    def _in_bubblewrap(self, call: _Call, before: Findings) -> Supervised:
        absent = [name for name in self.protected if call.writable and not (call.write_git and name == ".git")]
        if call.copy is not None:  # a copy lacks what is shown from the workspace itself
            absent = [name for name in absent if not os.path.lexists(self.workspace / name)]
        git = bubblewrap.find_git(self.workspace)
        stand_ins = [(call.copy or self.workspace) / name for name in absent]
        git_stand_ins = bubblewrap.git_placeholders(git) if call.write_git else []
        with (
            Placeholders(stand_ins, folders_only=call.write_git) as held,
            Placeholders(git_stand_ins),
        ):
            view = bubblewrap.View(
                places=self._places,
                findings=before,
                git=git,
                pinned=before.pinned | self._own.parents,
                placeholders=[path.relative_to(call.copy or self.workspace) for path in held],
                writable=call.writable,
                network=call.network,
                write_git=call.write_git,
                # Git must fail to add a secret, not commit it as empty.
                empty=self._unreadable if call.write_git else self._empty,
                empty_folder=self._empty_folder,
                tmp_bytes=max(1 << 20, call.limits.memory_bytes // 4),
                copy=call.copy,
                shared=call.shared,
            )
            return call.watch(self._start_limited(view, call))

    def _start_limited(self, view: bubblewrap.View, call: _Call) -> Started:
        if self._limit_from_outside:
            with Held() as held:
                process = self._start_bubblewrap(view, call, held.options, self._inner(call.argv), held.fds)
                try:
                    held.release(call.limits)
                except BaseException as error:
                    end_tree(process.pid)
                    process.wait()
                    os.close(process.pipe)
                    if not isinstance(error, PermissionError):
                        raise
                else:
                    return process
            self._limit_from_outside = False
        return self._start_bubblewrap(view, call, [], [*self._limiter(call.limits), *call.argv])

    def _inner(self, argv: list[str]) -> list[str]:
        """Bash starts what is not bash: exit code 127 then says that there is no such program."""
        return argv if argv[0] == self._bash else [self._bash or "bash", "-c", 'exec "$@"', "bash", *argv]

    def _start_bubblewrap(
        self, view: bubblewrap.View, call: _Call, more: list[str], inner: list[str], fds: tuple[int, ...] = ()
    ) -> Started:
        assert self._bwrap is not None
        options = bubblewrap.arguments(
            view, call.cwd, size_option=self._size_option, disable_userns=self._disable_userns
        )
        argv = [self._bwrap, *more]
        files: list[int] = []
        try:
            if code := command_filter():
                files.append(memory_file(code))
                argv += ["--seccomp", str(files[-1])]
            files.append(memory_file(b"".join(os.fsencode(word) + b"\0" for word in options)))
            argv += ["--args", str(files[-1]), "--", *inner]
            return start(argv, call.variables, pass_fds=(*files, *fds))
        finally:
            for each in files:
                os.close(each)

    def _argv(self, command: str | Sequence[str]) -> list[str]:
        argv = [self._bash or "bash", "-c", command] if isinstance(command, str) else list(command)
        if not argv or not argv[0] or any("\0" in word for word in argv):
            raise SandboxError(f"{command!r} is no command.", remedy="Give a program; no NUL characters.")
        return argv

    def _folder(self, cwd: Path) -> Path:
        folder = Path(os.path.realpath(self.workspace / cwd))
        if not folder.is_relative_to(self.workspace) or not folder.is_dir():
            raise SandboxError(
                f"{str(cwd)!r} is no folder of the workspace.", remedy="Run commands in a folder of the workspace."
            )
        return folder

    def _environment(self, *, network: bool, writable: bool, extra: Mapping[str, str] | None) -> dict[str, str]:
        if self.backend == "none":
            return {**self._host, **(extra or {})}
        return {**environment(self._places.home, self._host, network=network, write=writable), **(extra or {})}

    def _identity(self, variables: Mapping[str, str]) -> dict[str, str]:
        """Who commits, as further lines of git's environment configuration: the user's own file is hidden inside."""
        if self._git is None:
            return {}
        host = {name: value for name, value in self._host.items() if not name.startswith("GIT_")}
        query = [self._git, "config", "--includes", "-z", "--get-regexp", r"^user\.(name|email)$"]
        try:
            asked = subprocess.run(query, cwd=self.workspace, env=host, capture_output=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return {}
        found = dict(entry.split("\n", 1) for entry in os.fsdecode(asked.stdout).split("\0") if "\n" in entry)
        count = int(variables.get("GIT_CONFIG_COUNT", "0"))
        lines = {"GIT_CONFIG_COUNT": str(count + len(found))}
        for number, (name, value) in enumerate(found.items(), start=count):
            lines |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return lines

    def _limiter(self, limits: CommandLimits) -> list[str]:
        """Sets limits from within: set outside, the processes of the whole account would count."""
        kilobytes = limits.memory_bytes // 1024
        if self._prlimit:
            return [
                self._prlimit,
                f"--data={limits.memory_bytes}",
                f"--nproc={limits.processes}",
                f"--fsize={FILE_BYTES}",
                "--core=0",
                "--",
            ]
        script = f'ulimit -d {kilobytes} -u {limits.processes} -f {FILE_BYTES // 1024} -c 0; exec "$@"'
        return [self._bash or "bash", "-c", script, "bash"]

    def _problem(self) -> str:
        """Start a command for real; what went wrong, or nothing."""
        if self.backend == "none":
            return ""
        if self._bash is None:
            return "bash is not on PATH"
        if self.backend == "bubblewrap" and self._bwrap is None:
            return "bwrap is not on PATH"
        if self.backend == "landlock" and (problem := landlock.problem()):
            return problem
        options = [(True, True), (True, False), (False, False)] if self.backend == "bubblewrap" else [(True, True)]
        output = ""
        for self._size_option, self._disable_userns in options:
            try:
                result = self.run("printf ready", cwd=self.workspace, profile="read", limits=_PROBE)
            except SandboxError as error:
                return str(error)
            if result.exit_code == 0 and result.output == "ready":
                return ""
            output = output or result.output
        return f"it does not start ({output.strip()[-200:]!r})"
