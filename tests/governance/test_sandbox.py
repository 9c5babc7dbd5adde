"""Attacks on the command sandbox, and the ordinary work that must go on inside it."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_runtime.errors import SandboxError
from agent_runtime.governance import landlock
from agent_runtime.governance.limits import descendants
from agent_runtime.governance.places import listening_sockets
from agent_runtime.governance.sandbox import CommandLimits, CommandResult, Sandbox

BACKENDS = ["bubblewrap", "landlock"]
PYTHON = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
SECRET = "TOP-SECRET-VALUE"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True)
    (folder / ".ssh/id_rsa").write_text(SECRET)
    (folder / "notes.txt").write_text(SECRET)
    (folder / ".cargo/bin").mkdir(parents=True)
    (folder / ".cargo/credentials.toml").write_text(SECRET)
    tool = folder / ".cargo/bin/mytool"
    tool.write_text("#!/bin/sh\necho tool-works\n")
    tool.chmod(0o755)
    return folder


@pytest.fixture
def environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    path = f"{home}/.cargo/bin:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:."
    return {"HOME": str(home), "PATH": path, "API_TOKEN": SECRET, "LANG": "C.UTF-8"}


@pytest.fixture
def workspace(home: Path) -> Path:
    folder = home / "my project\nñ"
    for name in ("src", ".git/hooks", ".git/objects", ".git/refs", "sub/.git", "conf/.aws"):
        (folder / name).mkdir(parents=True)
    (folder / "src/a.txt").write_text("hello\n")
    for name in (".env", "conf/.env.local", "conf/.aws/credentials", "server.key"):
        (folder / name).write_text(SECRET)
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".git/config").write_text("[core]\n")
    return folder


def make(backend: str, workspace: Path, environment: dict[str, str]) -> Sandbox:
    if backend == "landlock" and (problem := landlock.problem()):
        pytest.skip(problem)
    return Sandbox.probe(workspace, environment=environment, backend=backend)  # type: ignore[arg-type]


@pytest.fixture
def bubble(workspace: Path, environment: dict[str, str]) -> Sandbox:
    return make("bubblewrap", workspace, environment)


@pytest.fixture(params=BACKENDS)
def any_sandbox(request: pytest.FixtureRequest, workspace: Path, environment: dict[str, str]) -> Sandbox:
    return make(request.param, workspace, environment)


def run(sandbox: Sandbox, command: str, profile: str = "test", **options: object) -> CommandResult:
    return sandbox.run(command, cwd=sandbox.workspace, profile=profile, **options)  # type: ignore[arg-type]


@pytest.fixture
def loopback() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_finds_what_works(workspace: Path, environment: dict[str, str]) -> None:
    sandbox = Sandbox.probe(workspace, environment=environment)
    assert (sandbox.backend, sandbox.degraded, sandbox.reason) == ("bubblewrap", False, "")


def test_without_bubblewrap_it_is_degraded_and_says_why(
    workspace: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if problem := landlock.problem():
        pytest.skip(problem)
    broken = workspace.parent / "bin"
    broken.mkdir()
    (broken / "bwrap").write_text("#!/bin/sh\necho 'bwrap: no permission' >&2; exit 1\n")
    (broken / "bwrap").chmod(0o755)
    sandbox = Sandbox.probe(workspace, environment={**environment, "PATH": f"{broken}:{environment['PATH']}"})
    assert (sandbox.backend, sandbox.degraded) == ("landlock", True)
    assert "no permission" in sandbox.reason


def test_none_is_only_taken_when_asked_for(workspace: Path, environment: dict[str, str]) -> None:
    result = run(Sandbox.probe(workspace, environment=environment, backend="none"), "cat .env")
    assert (result.backend, result.degraded, result.output) == ("none", True, SECRET)


@pytest.mark.parametrize("folder", ["/", "/etc", "/tmp", "/proc/self", "HOME", "absent"])
def test_folders_that_no_sandbox_can_protect(folder: str, environment: dict[str, str]) -> None:
    with pytest.raises(SandboxError):
        Sandbox.probe(Path(folder.replace("HOME", environment["HOME"])), environment=environment)


@pytest.mark.parametrize("profile", ["read", "test", "approved"])
@pytest.mark.parametrize(
    "command",
    [
        "cat ~/notes.txt ~/.ssh/id_rsa ~/.cargo/credentials.toml",
        "cat ../notes.txt ../.ssh/id_rsa",
        "cat .env conf/.env.local conf/.aws/credentials server.key",
        "ln -s .env link; cat link; ln .env hard; cat hard; cp .env copy; cat copy; mv .env moved; cat moved",
        "mv conf/.aws conf/x; cat conf/x/credentials; mv conf other; cat other/.aws/credentials other/.env.local",
        "cat /proc/*/environ | tr '\\0' '\\n'; env",
        "grep -r TOP-SECRET . ~ /tmp 2>&1",
        "cat /proc/*/root/$HOME/notes.txt /proc/*/cwd/.env",
        "cat /etc/shadow /etc/gshadow | grep -c . | sed 's/^[1-9].*/TOP-SECRET-VALUE/'",
    ],
)
def test_secrets_cannot_be_read(
    any_sandbox: Sandbox, command: str, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST_SECRET", SECRET)
    assert SECRET not in run(any_sandbox, command, profile).output
    assert SECRET not in run(any_sandbox, "grep -rs TOP-SECRET-VALUE .; true", profile).output


@pytest.mark.parametrize("profile", ["read", "test", "approved"])
@pytest.mark.parametrize(
    "command",
    [
        "touch policy.toml; mkdir .agent-runtime; echo x > .agent-runtime/x",
        "mv src policy.toml; ln -s src policy.toml; cp -r src .agent-runtime",
        "echo evil > .git/hooks/pre-commit; echo evil >> .git/config; rm -rf .git sub/.git",
        "mv .git git2; mkdir -p .git/hooks; echo evil > .git/hooks/pre-commit",
        "mv .git/hooks h; rm -r .git/hooks; ln -s /tmp .git/hooks",
        "echo evil > .env; rm -f .env; mv src/a.txt .env; echo evil > src/.env; echo evil > .env.production",
        "mkdir -p src/.git/hooks; echo evil > src/.git/hooks/pre-commit; ln -s /etc src/.env",
        "echo evil > ~/notes.txt; echo evil > ~/evil; echo evil > ../evil; echo evil > /evil; echo x > /usr/evil",
        "ln -s ../notes.txt l; echo evil > l; ln -s .. up; echo evil > up/evil",
    ],
)
def test_nothing_outside_or_protected_can_be_written(any_sandbox: Sandbox, command: str, profile: str) -> None:
    root, home = any_sandbox.workspace, any_sandbox.workspace.parent
    run(any_sandbox, command, profile)
    assert {p.name for p in home.iterdir()} - {"state"} == {".ssh", "notes.txt", ".cargo", root.name}
    assert (home / "notes.txt").read_text() == SECRET
    assert (root / ".env").read_text() == SECRET
    assert (root / ".git/config").read_text() == "[core]\n"
    assert list((root / ".git/hooks").iterdir()) == []
    assert (root / "sub/.git").is_dir()
    for name in ("policy.toml", ".agent-runtime", "src/.env", "src/.git", ".env.production", "git2"):
        assert not (root / name).exists()
        assert not (root / name).is_symlink()
    assert not Path("/evil").exists()
    assert not Path("/usr/evil").exists()


@pytest.mark.parametrize("profile", ["read", "test", "approved"])
def test_a_link_of_the_workspace_opens_nothing(any_sandbox: Sandbox, profile: str) -> None:
    """A repository may bring links, at the top and in a folder with a secret in it, which is granted child by child."""
    root, home = any_sandbox.workspace, any_sandbox.workspace.parent
    (root / "out").symlink_to(home)
    (root / "conf/out").symlink_to(home / ".ssh")
    (root / "note").symlink_to(home / "notes.txt")
    (root / "key").symlink_to("conf/.env.local")
    names = "out/notes.txt conf/out/id_rsa note key out/.cargo/credentials.toml"
    result = run(any_sandbox, f"cat {names}; ls out; for f in {names} out/evil; do echo evil > $f; done", profile)
    assert SECRET not in result.output
    assert "notes.txt\n" not in result.output.splitlines(keepends=True)
    assert (home / "notes.txt").read_text() == (root / "conf/.env.local").read_text() == SECRET
    assert not (home / "evil").exists()


@pytest.mark.parametrize(
    "command",
    [
        "mv sub away; mkdir -p sub/.git; echo evil > sub/.git/config",
        "mkdir -p x/.git; echo evil > x/.git/config; mv sub away; mv x sub",
        "mv sub away; mkdir -p e sub; echo evil > e/config; ln -s ../e sub/.git",
        "mv linked away; mkdir -p linked/.git; echo evil > linked/.git/config",
        "mkdir e; echo evil > e/config; rm linked/.git; ln -s ../e linked/.git",
        "mkdir e; echo evil > e/config; rm linked/.git; mkdir linked/.git; mv e/config linked/.git",
    ],
)
def test_a_repository_below_is_not_replaced_by_way_of_its_folder(any_sandbox: Sandbox, command: str) -> None:
    """`git status` in it would run what another configuration names (`core.fsmonitor`)."""
    root = any_sandbox.workspace
    (root / "sub/.git/config").write_text("[core]\n")
    (root / "linked").mkdir()
    (root / "linked/.git").symlink_to("../sub/.git")
    run(any_sandbox, command)
    for name in ("sub/.git/config", "linked/.git/config"):
        assert not (root / name).exists() or (root / name).read_text() == "[core]\n"


def test_a_repository_below_may_be_moved_and_removed_as_a_whole(bubble: Sandbox) -> None:
    root = bubble.workspace
    (root / "sub/.git/config").write_text("[core]\n")
    result = run(bubble, "mv sub moved && mkdir sub && echo new > sub/a.txt")
    assert (result.exit_code, result.hint) == (0, "")
    assert (root / "moved/.git/config").read_text() == "[core]\n"
    assert (root / "sub/a.txt").exists()


def test_what_is_taken_back_is_said(bubble: Sandbox) -> None:
    assert "src/.env" in run(bubble, "echo x > src/.env").hint


def test_a_bare_repository_among_the_files_is_no_repository(bubble: Sandbox) -> None:
    """Its configuration, which came with the files, would run `core.fsmonitor` (safe.bareRepository, git-config(1))."""
    hidden = bubble.workspace / "lib"
    subprocess.run(["git", "init", "-q", "--bare", str(hidden)], check=True)
    for name, value in (("core.bare", "false"), ("core.worktree", ".."), ("core.fsmonitor", "echo run; false")):
        subprocess.run(["git", f"--git-dir={hidden}", "config", name, value], check=True)
    result = bubble.run("git status", cwd=hidden, profile="read")
    assert result.exit_code == 128
    assert "safe.bareRepository" in result.output


def test_a_folder_without_a_repository_gets_none(home: Path, environment: dict[str, str]) -> None:
    plain = home / "plain"
    plain.mkdir()
    sandbox = make("bubblewrap", plain, environment)
    assert run(sandbox, "mkdir -p .git/hooks; touch .git/config .env policy.toml; echo > new").exit_code == 0
    assert [p.name for p in plain.iterdir()] == ["new"]


def test_the_workspace_is_writable_only_where_it_may_be(bubble: Sandbox) -> None:
    root = bubble.workspace
    assert run(bubble, "echo a > src/b", "read").exit_code != 0
    assert run(bubble, "echo a > src/b && rm src/a.txt && mkdir x", "test").exit_code == 0
    assert sorted(p.name for p in (root / "src").iterdir()) == ["b"]
    assert "read-only" in run(bubble, "echo a > src/c", "read").hint


@pytest.mark.parametrize("profile", ["read", "test", "approved"])
def test_no_network(any_sandbox: Sandbox, loopback: int, profile: str) -> None:
    tcp = f"exec 3<>/dev/tcp/127.0.0.1/{loopback} && echo CONNECTED"
    udp = "echo x > /dev/udp/127.0.0.1/53 && getent hosts localhost.example && echo CONNECTED"
    assert "CONNECTED" not in run(any_sandbox, f"{tcp}; {udp}", profile).output


def test_network_is_granted_to_an_approved_command_only(any_sandbox: Sandbox, loopback: int) -> None:
    command = f"exec 3<>/dev/tcp/127.0.0.1/{loopback} && echo CONNECTED"
    assert run(any_sandbox, command, "approved", network=True).output == "CONNECTED\n"
    for profile in ("read", "test"):
        with pytest.raises(SandboxError):
            run(any_sandbox, command, profile, network=True)


def test_sockets_of_this_machine(any_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By abstract name, and by a path below the workspace."""
    script = (
        "import socket,sys\n"
        "for name in (chr(0) + 'agent-runtime-test', 'src/s'):\n"
        "    try:\n        socket.socket(socket.AF_UNIX).connect(name); print('CONNECTED')\n"
        "    except OSError as error: print('refused', error)\n"
    )
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as abstract, socket.socket(socket.AF_UNIX) as named:
        abstract.bind("\0agent-runtime-test")
        abstract.listen()
        os.chdir(any_sandbox.workspace)
        try:
            named.bind("src/s")
        finally:
            os.chdir(here)
        named.listen()
        result = any_sandbox.run([PYTHON, "-c", script], cwd=any_sandbox.workspace, profile="read")
    assert [line.split()[0] for line in result.output.splitlines()] == ["refused", "refused"]


def test_a_socket_elsewhere_that_was_bound_by_a_relative_name(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("service")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("s")
        assert folder / "s" in listening_sockets()


def test_processes_of_this_machine_cannot_be_killed(any_sandbox: Sandbox) -> None:
    with subprocess.Popen(["sleep", "100"]) as victim:
        try:
            run(any_sandbox, f"kill -9 {victim.pid}; kill -9 -1; ls -d /proc/{victim.pid}/fd/*", "approved")
            assert victim.poll() is None
        finally:
            victim.kill()


def test_dangerous_system_calls_are_refused(any_sandbox: Sandbox) -> None:
    script = (
        "import ctypes, os, fcntl\n"
        "l = ctypes.CDLL(None, use_errno=True)\n"
        "def t(name, r): print(name, 'OPEN' if r >= 0 else 'refused')\n"
        "t('unshare', l.unshare(0x10000000))\n"
        "t('mount', l.mount(b'none', b'/tmp', b'tmpfs', 0, None))\n"
        "t('keyctl', l.syscall(250 if os.uname().machine == 'x86_64' else 219, 0, -3, 1))\n"
        "t('bpf', l.syscall(321 if os.uname().machine == 'x86_64' else 280, 0, None, 0))\n"
        "t('io_uring', l.syscall(425, 1, None))\n"
        "t('vsock', l.socket(40, 1, 0))\n"
        "try: m, s = os.openpty()\n"
        "except OSError: s = 0\n"
        "t('tiocsti', l.ioctl(s, 0x5412, b'x'))\n"
    )
    result = any_sandbox.run([PYTHON, "-c", script], cwd=any_sandbox.workspace, profile="approved")
    assert result.output.split().count("refused") == 7, result.output


def test_a_file_that_gives_its_owners_rights_away_cannot_be_left(any_sandbox: Sandbox) -> None:
    script = (
        "import os, ctypes, struct\n"
        "l = ctypes.CDLL(None, use_errno=True)\n"
        "def attempt(name, action):\n"
        "    try: print(name, 'OPEN' if (action() or 0) >= 0 else 'refused')\n"
        "    except OSError: print(name, 'refused')\n"
        "open('src/f', 'w').close()\n"
        "for bits in (0o4755, 0o2755, 0o6777):\n"
        "    attempt('chmod', lambda: os.chmod('src/f', bits))\n"
        "    attempt('fchmod', lambda: os.chmod(os.open('src/f', os.O_RDONLY), bits))\n"
        "    attempt('fchmodat', lambda: os.chmod('f', bits, dir_fd=os.open('src', os.O_RDONLY)))\n"
        "    attempt('fchmodat2', lambda: l.syscall(452, -100, b'src/f', bits, 0))\n"
        "    attempt('open', lambda: os.open(f'src/{bits}', os.O_CREAT | os.O_WRONLY, bits))\n"
        "    attempt('tmpfile', lambda: os.open('src', os.O_TMPFILE | os.O_WRONLY, bits))\n"
        "    attempt('mknod', lambda: os.mknod(f'src/m{bits}', 0o100000 | bits))\n"
        "    attempt('openat2', lambda: l.syscall(437, -100, b'src/o', struct.pack('QQQ', 0o102, bits, 0), 24))\n"
        "os.chmod('src/f', 0o755)\n"
        "os.close(os.open('src/ordinary', os.O_CREAT | os.O_WRONLY, 0o644))\n"
    )
    result = any_sandbox.run([PYTHON, "-c", script], cwd=any_sandbox.workspace, profile="approved")
    assert result.exit_code == 0, result.output
    assert result.output.split().count("refused") == 24, result.output
    assert not [p for p in any_sandbox.workspace.rglob("*") if p.lstat().st_mode & 0o6000]


@pytest.mark.parametrize(
    "command",
    [
        "mkdir -p src/.git/hooks; mkfifo src/.git/pipe; chmod 555 src/.git src",
        "mkdir -p src/.git/hooks; chmod 0 src/.git",
        "mkdir -p src/x/.git; mv src/x src/y; chmod 555 src/y",
    ],
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_was_made_is_taken_back_however_it_is_locked(
    bubble: Sandbox, command: str, elsewhere: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if elsewhere:  # a state directory that nothing can be moved to
        monkeypatch.setattr("agent_runtime.governance.sandbox.state_dir", lambda: Path("/proc/nowhere"))
    assert ".git" in run(bubble, command).hint
    assert not list(bubble.workspace.glob("src/**/.git"))
    names = {p.name[:10] for p in bubble.workspace.glob("src/**/taken*")}
    assert names == ({"taken-back"} if elsewhere else set())


def test_variables_that_hold_secrets_do_not_come_with_the_network(workspace: Path, environment: dict[str, str]) -> None:
    secrets = {
        "LC_MY_TOKEN": SECRET, "HTTP_PROXY": f"me:{SECRET}@proxy:3128", "PIP_INDEX_URL": f"https://{SECRET}@index.example/",
        "PIP_EXTRA_INDEX_URL": f"https://a.example https://u:{SECRET}@b.example", "SSH_AUTH_SOCK": SECRET,
        "GIT_ASKPASS": SECRET, "BASH_ENV": SECRET, "LD_PRELOAD": SECRET, "PYTHONPATH": SECRET, "UV_INDEX_TOKEN": SECRET,
    }  # fmt: skip
    sandbox = make("bubblewrap", workspace, {**environment, **secrets, "LC_TIME": "C", "GOPROXY": "https://go.example"})
    output = run(sandbox, "env; tr '\\0' '\\n' < /proc/1/environ", "approved", network=True).output
    assert SECRET not in output
    assert {"LC_TIME=C", "GOPROXY=https://go.example"} <= set(output.splitlines())


def test_there_are_no_capabilities_and_no_terminal(bubble: Sandbox) -> None:
    result = run(bubble, "grep Cap /proc/self/status; tty; cat < /dev/tty; ls /dev; cat", "approved")
    assert "CapEff:\t0000000000000000" in result.output
    assert "CapBnd:\t0000000000000000" in result.output
    assert "not a tty" in result.output
    assert "vda" not in result.output.split()


def alive(marker: str) -> bool:
    def has(pid: str) -> bool:
        try:
            return marker.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    return any(
        has(pid) for pid in (path.name for path in Path("/proc").iterdir()) if pid.isdigit() and int(pid) != os.getpid()
    )


def gone(marker: str) -> bool:
    for _ in range(500):
        if not alive(marker):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("ending", ["exit", "timeout", "cancel"])
@pytest.mark.parametrize(
    "start",
    [
        "sleep {n} &",
        "setsid sleep {n} &",
        "(setsid setsid sleep {n} >/dev/null 2>&1 </dev/null &) &",
        "nohup sleep {n} &",
    ],
)
def test_nothing_survives(any_sandbox: Sandbox, start: str, ending: str) -> None:
    marker = f"1{time.time_ns()}"[:15]
    command = start.format(n=marker) + (" echo done" if ending == "exit" else " echo done; sleep 50")
    cancel = threading.Event()
    limits = CommandLimits(timeout_s=3 if ending == "timeout" else 30)
    said = (lambda _: cancel.set()) if ending == "cancel" else None
    result = run(any_sandbox, command, limits=limits, cancel=cancel, on_output=said)
    assert result.output == "done\n"
    assert (result.exit_code, result.timed_out, result.cancelled) == (
        0 if ending == "exit" else None,
        ending == "timeout",
        ending == "cancel",
    )
    assert gone(marker)


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.03, 0.05, 0.08])
def test_nothing_survives_a_cancel_while_the_sandbox_starts(any_sandbox: Sandbox, delay: float) -> None:
    """The first process in bubblewrap is tied to its parent only a moment after it was made."""
    marker = f"1{time.time_ns()}"[:15]
    cancel = threading.Event()
    threading.Timer(delay, cancel.set).start()
    result = run(any_sandbox, f"nohup sleep {marker} & sleep 50", cancel=cancel)
    assert result.cancelled
    assert gone(marker)


def test_a_fork_bomb_ends(any_sandbox: Sandbox) -> None:
    limits = CommandLimits(timeout_s=10, processes=40)
    result = run(any_sandbox, "f() { sleep 31.4159 & f; }; f", limits=limits)
    assert result.exit_code != 0
    assert gone("31.4159")


LIMITS = "ulimit -Hd; ulimit -Hu; ulimit -Hf; ulimit -Hc; ulimit -d unlimited 2>/dev/null || echo no more"


@pytest.mark.parametrize("outside", [True, False])
def test_limits_are_there_before_the_command_is(
    bubble: Sandbox, outside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel does not let us set them from outside (bubblewrap set-id), they are set from within."""
    if not outside:
        denied = PermissionError(1, "not permitted")
        monkeypatch.setattr(resource, "prlimit", lambda *_: (_ for _ in ()).throw(denied))
    result = run(bubble, LIMITS, limits=CommandLimits(memory_bytes=1 << 30, processes=99))
    assert result.output.split("\n") == [str(1 << 20), "99", str((16 << 30) // 1024), "0", "no more", ""]
    assert run(bubble, LIMITS, limits=CommandLimits(processes=98)).output.split("\n")[1] == "98"


def test_a_limit_of_this_process_is_not_raised(workspace: Path, environment: dict[str, str]) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from agent_runtime.governance.sandbox import Sandbox\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))\n"
        "box = Sandbox.probe(Path(sys.argv[1]), backend='bubblewrap')\n"
        "print(box.run('ulimit -Hf', cwd=Path(sys.argv[1]), profile='read').output)"
    )
    done = subprocess.run([sys.executable, "-c", code, workspace], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(1 << 20)


def test_a_sandbox_that_does_not_start_says_why_and_leaves_nothing_open(bubble: Sandbox) -> None:
    bubble._bwrap = shutil.which("false")
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert run(bubble, "true").exit_code == 1
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_memory_bomb_ends(any_sandbox: Sandbox) -> None:
    limits = CommandLimits(timeout_s=20, memory_bytes=200 << 20)
    result = any_sandbox.run(
        [PYTHON, "-c", "x = bytearray(400 << 20)"], cwd=any_sandbox.workspace, profile="test", limits=limits
    )
    assert "MemoryError" in result.output
    assert "memory" in result.hint
    script = (
        "import os, time\n"
        "for _ in range(4):\n"
        "    if os.fork() == 0:\n"
        "        x = bytearray(b'x') * (120 << 20)\n"
        "        break\n"
        "time.sleep(9)"
    )
    result = any_sandbox.run(
        [PYTHON, "-c", script],
        cwd=any_sandbox.workspace,
        profile="test",
        limits=limits,
    )
    assert result.exit_code is None
    assert "MiB together" in result.hint


def test_peak_memory_is_measured(any_sandbox: Sandbox) -> None:
    script = "import time; x = bytearray(b'x') * (80 << 20); time.sleep(0.4)"
    result = any_sandbox.run([PYTHON, "-c", script], cwd=any_sandbox.workspace, profile="read")
    assert 80 << 20 <= result.peak_memory_bytes < 200 << 20


def test_output_keeps_its_order_its_ends_and_the_parts_before_a_kill(any_sandbox: Sandbox) -> None:
    assert run(any_sandbox, "echo a; echo b >&2; echo c").output == "a\nb\nc\n"
    assert run(any_sandbox, "printf 'x\\377y'").output == "x\ufffdy"
    assert run(any_sandbox, "echo early; sleep 60", limits=CommandLimits(timeout_s=0.4)).output == "early\n"
    result = run(
        any_sandbox, "echo first; yes é | head -c 3000001; echo; echo last", limits=CommandLimits(output_bytes=1000)
    )
    assert result.output.startswith("first\n")
    assert result.output.endswith("\nlast\n")
    assert len(result.output.encode()) < 1100
    assert result.output_cut
    assert run(any_sandbox, "exec >&- 2>&-; sleep 0.2; exit 7").exit_code == 7


def test_output_without_end_is_stopped(any_sandbox: Sandbox) -> None:
    result = run(any_sandbox, "yes", limits=CommandLimits(timeout_s=60, output_bytes=1000))
    assert (result.exit_code, result.timed_out, result.output_cut) == (None, False, True)
    assert "without end" in result.hint


def test_output_comes_as_it_is_printed(any_sandbox: Sandbox) -> None:
    seen: list[str] = []
    cancel = threading.Event()

    def take(text: str) -> None:
        seen.append(text)
        cancel.set()

    result = run(any_sandbox, "printf 'caf\\303'; sleep 0.1; printf '\\251'; sleep 60", on_output=take, cancel=cancel)
    assert result.cancelled
    assert "caf" in "".join(seen)


def test_a_failing_listener_leaves_nothing_behind(any_sandbox: Sandbox) -> None:
    def fail(text: str) -> None:
        raise ValueError(text)

    with pytest.raises(ValueError, match="hi"):
        run(any_sandbox, "echo hi; sleep 27.18281", on_output=fail)
    assert gone("27.18281")
    assert list(descendants(os.getpid())) == [os.getpid()]


@pytest.mark.parametrize(("command", "code"), [("exit 3", 3), ("kill -9 $$", 137), ("nosuchprogram", 127), ("true", 0)])
def test_exit_codes(any_sandbox: Sandbox, command: str, code: int) -> None:
    assert run(any_sandbox, command).exit_code == code


def test_an_absent_program_in_an_argv(any_sandbox: Sandbox) -> None:
    assert any_sandbox.run(["nosuchprogram"], cwd=any_sandbox.workspace, profile="read").exit_code == 127


@pytest.mark.parametrize("command", [[], [""], "a\0b", ["true", "\0"], "x" * 3_000_000])
def test_what_is_no_command(bubble: Sandbox, command: str | list[str]) -> None:
    with pytest.raises(SandboxError):
        bubble.run(command, cwd=bubble.workspace, profile="read")


@pytest.mark.parametrize("cwd", ["..", "/", "src/a.txt", "absent"])
def test_where_commands_cannot_run(bubble: Sandbox, cwd: str) -> None:
    with pytest.raises(SandboxError):
        bubble.run("true", cwd=Path(cwd), profile="read")


def test_it_runs_in_a_folder_below_and_tools_at_home_work(any_sandbox: Sandbox) -> None:
    result = any_sandbox.run("pwd; cat a.txt; mytool", cwd=any_sandbox.workspace / "src", profile="read")
    assert result.output == f"{any_sandbox.workspace}/src\nhello\ntool-works\n"


def test_the_environment_is_clean(any_sandbox: Sandbox) -> None:
    result = run(
        any_sandbox,
        "env; touch ~/x /tmp/y 2>/dev/null; touch $TMPDIR/y $HOME/z && echo WRITABLE",
        environment={"EXTRA": "1"},
    )
    assert "API_TOKEN" not in result.output
    assert "EXTRA=1" in result.output
    assert "TERM=dumb" in result.output
    assert "WRITABLE" in result.output


def test_without_network_a_failed_install_says_how_to_get_it(any_sandbox: Sandbox) -> None:
    script = "import socket; socket.getaddrinfo('pypi.example', 443)"
    result = any_sandbox.run([PYTHON, "-c", script], cwd=any_sandbox.workspace, profile="approved")
    assert "approv" in result.hint


def git(*words: str, cwd: Path) -> str:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *identity, *words], cwd=cwd, env=env, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def repository(home: Path) -> Path:
    folder = home / "repo"
    folder.mkdir()
    git("init", "-q", cwd=folder)
    (folder / "a.py").write_text("x = 1\n")
    (folder / "Makefile").write_text("-include .env\ntest:\n\t@echo made > built && cat built\n")
    git("add", ".", cwd=folder)
    git("commit", "-qm", "one", cwd=folder)
    (folder / "a.py").write_text("x = 2\n")
    return folder


@pytest.mark.parametrize("profile", ["read", "test"])
def test_git_reads(repository: Path, environment: dict[str, str], profile: str) -> None:
    sandbox = make("bubblewrap", repository, environment)
    assert (
        run(sandbox, "git status --porcelain && git diff --stat && git log --oneline | wc -l", profile).exit_code == 0
    )
    assert "+x = 2" in run(sandbox, "git diff", profile).output
    assert run(sandbox, "git status --porcelain --ignored", "read").output == " M a.py\n"


def test_git_writes_only_when_it_is_approved_and_never_hooks(repository: Path, environment: dict[str, str]) -> None:
    sandbox = make("bubblewrap", repository, environment)
    commit = "git -c user.name=A -c user.email=a@example.org commit -qam two"
    assert run(sandbox, commit, "approved").exit_code != 0
    assert run(sandbox, commit, "approved", write_git=True).exit_code == 0
    assert git("log", "--format=%s", cwd=repository) == "two\none\n"
    before = (repository / ".git/config").read_text()
    run(
        sandbox,
        "git config core.fsmonitor evil; echo evil > .git/hooks/post-commit; mv .git/hooks .git/h",
        "approved",
        write_git=True,
    )
    assert (repository / ".git/config").read_text() == before
    assert not (repository / ".git/hooks/post-commit").exists()
    assert not (repository / ".git/h").exists()


def test_a_worktree_whose_data_is_elsewhere(repository: Path, environment: dict[str, str]) -> None:
    tree = repository.parent / "tree"
    git("worktree", "add", "-q", str(tree), cwd=repository)
    sandbox = make("bubblewrap", tree, environment)
    assert run(sandbox, "git log --format=%s", "test").output == "one\n"
    run(sandbox, f"echo evil > {repository}/.git/hooks/pre-commit; echo 'gitdir: /tmp' > .git; rm .git", "approved")
    assert not (repository / ".git/hooks/pre-commit").exists()
    assert str(repository) in (tree / ".git").read_text()


def test_a_git_file_cannot_open_another_folder(home: Path, environment: dict[str, str]) -> None:
    folder = home / "trap"
    folder.mkdir()
    (folder / ".git").write_text(f"gitdir: {home}/.ssh\n")
    assert SECRET not in run(make("bubblewrap", folder, environment), f"cat {home}/.ssh/*").output


def test_a_virtual_environment_cannot_open_another_folder(home: Path, environment: dict[str, str]) -> None:
    folder = home / "trap"
    (folder / ".venv").mkdir(parents=True)
    (folder / ".venv/pyvenv.cfg").write_text(f"home = {home}/.ssh\n")
    assert SECRET not in run(make("bubblewrap", folder, environment), f"cat {home}/.ssh/* {home}/notes.txt").output


def test_make_works(repository: Path, environment: dict[str, str]) -> None:
    sandbox = make("bubblewrap", repository, environment)
    assert run(sandbox, "make test").output == "made\n"
    (repository / ".env").write_text("A=1\n")
    assert run(sandbox, "make test").output == "made\n"


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
def test_npm_works(repository: Path, environment: dict[str, str]) -> None:
    (repository / "package.json").write_text('{"name": "x", "scripts": {"test": "node -e \\"console.log(6*7)\\""}}')
    result = run(make("bubblewrap", repository, environment), "npm test --silent")
    assert (result.exit_code, result.output) == (0, "42\n")


def test_pytest_in_a_virtual_environment_of_the_workspace(repository: Path, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(repository / ".venv")], check=True)
    site = next((repository / ".venv").glob("lib/python*/site-packages"))
    (site / "host.pth").write_text(str(Path(pytest.__file__).parent.parent) + "\n")
    (repository / "test_a.py").write_text("def test_a(tmp_path):\n    (tmp_path / 'x').write_text('y')\n")
    path = f"{Path(sys.prefix)}/bin:{environment['PATH']}"
    sandbox = make("bubblewrap", repository, {**environment, "PATH": path})
    result = run(sandbox, ".venv/bin/python -m pytest -q -p no:anyio test_a.py")
    assert result.exit_code == 0, result.output
    assert (repository / ".pytest_cache").is_dir()


def test_it_ends_with_this_process(bubble: Sandbox) -> None:
    """The host is killed while a command runs."""
    marker = f"2{time.time_ns()}"[:15]
    script = (
        "import sys; from pathlib import Path; from agent_runtime.governance.sandbox import Sandbox\n"
        f"Sandbox.probe(Path(sys.argv[1])).run('sleep {marker}', cwd=Path(sys.argv[1]), profile='test')"
    )
    host = subprocess.Popen([sys.executable, "-c", script, str(bubble.workspace)])
    for _ in range(200):
        if alive(f"sleep\0{marker}"):
            break
        time.sleep(0.02)
    assert alive(f"sleep\0{marker}")
    host.kill()
    host.wait()
    assert gone(f"sleep\0{marker}")


FILES = ("commondir", "config.worktree")
"""And `config` and `gitdir`, where git reads them."""


@pytest.mark.parametrize("linked", [False, True])
def test_a_hook_of_an_approved_commit_cannot_plant_what_runs_outside(
    repository: Path, environment: dict[str, str], linked: bool
) -> None:
    """`commondir` sends git to another configuration, whose `core.fsmonitor` the user's next `git status` would run."""
    hook = repository / ".git/hooks/pre-commit"
    hook.write_text(
        "#!/bin/sh\n"
        "d=$(git rev-parse --absolute-git-dir); c=$(cd $(git rev-parse --git-common-dir); pwd)\n"
        "for g in $d $c; do\n"
        "  echo ../evil > $g/commondir; echo '[core]' > $g/config; echo evil > $g/config.worktree\n"
        "  rm -rf $g/hooks; mkdir -p $g/hooks; echo evil > $g/hooks/post-checkout; echo evil > $g/gitdir\n"
        "done; echo HOOK-RAN\n"
    )
    hook.chmod(0o755)
    tree = repository
    if linked:
        tree = repository.parent / "tree"
        git("worktree", "add", "-q", str(tree), cwd=repository)
        (tree / "a.py").write_text("x = 3\n")
    before = {p: p.read_bytes() for p in repository.glob(".git/**/*") if p.name in FILES}
    config = (repository / ".git/config").read_bytes()
    hooks = sorted(repository.glob(".git/hooks/*"))
    sandbox = make("bubblewrap", tree, environment)
    result = run(sandbox, "git -c user.name=A -c user.email=a@b.c commit -qam two", "approved", write_git=True)
    assert (result.exit_code, "HOOK-RAN" in result.output) == (0, True), result.output
    assert git("log", "--format=%s", cwd=tree) == "two\none\n"
    after = {p: p.read_bytes() for p in repository.glob(".git/**/*") if p.name in FILES}
    assert after == before
    assert (repository / ".git/config").read_bytes() == config
    assert sorted(repository.glob(".git/hooks/*")) == hooks


def test_absent_hooks_cannot_be_made(repository: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(repository / ".git/hooks")
    sandbox = make("bubblewrap", repository, environment)
    run(sandbox, "mkdir -p .git/hooks; echo evil > .git/hooks/pre-commit; echo x > .git/y", "approved", write_git=True)
    assert (repository / ".git/y").exists()
    assert not (repository / ".git/hooks").exists()
    assert not (repository / ".git/commondir").exists()
    assert run(sandbox, "git status --porcelain", "approved", write_git=True).output == " M a.py\n"


def test_a_secret_is_not_committed_as_an_empty_file(repository: Path, environment: dict[str, str]) -> None:
    (repository / "server.key").write_text(SECRET)
    git("add", ".", cwd=repository)
    git("commit", "-qm", "key", cwd=repository)
    (repository / "a.py").write_text("x = 4")
    sandbox = make("bubblewrap", repository, environment)
    commit = "git -c user.name=A -c user.email=a@b.c commit -q"
    assert run(sandbox, f"{commit} -am all", "approved", write_git=True).exit_code != 0
    assert run(sandbox, f"git add a.py && {commit} -m one", "approved", write_git=True).exit_code == 0
    assert git("show", "HEAD:server.key", cwd=repository) == SECRET


def test_the_committer_is_the_user(repository: Path, environment: dict[str, str]) -> None:
    (Path(environment["HOME"]) / ".gitconfig").write_text("[user]\n\tname = Some One\n\temail = one@example.org\n")
    sandbox = make("bubblewrap", repository, environment)
    assert run(sandbox, "git commit -qam two", "approved", write_git=True).exit_code == 0
    assert git("log", "-1", "--format=%an %ae", cwd=repository) == "Some One one@example.org\n"
