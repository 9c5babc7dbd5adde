"""Paths, ranges, texts and patterns: what is taken and what is refused."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import socket
import stat
import threading
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.errors import InvalidArguments, NotFound, PathRefused, ToolError
from agent_runtime.governance import beneath
from agent_runtime.governance.paths import PathJudge
from agent_runtime.governance.secrets import is_protected, is_secret, may_match_secret
from agent_runtime.governance.validation import (
    PathGuard,
    check_line_range,
    check_text,
    compile_regex,
    search_with_timeout,
)

CASES = [json.loads(line) for line in (Path(__file__).parent / "corpus" / "paths.jsonl").read_text().splitlines()]
SECRET = "OUTSIDE-CONTENT"


def build(base: Path) -> Path:
    """A workspace with every kind of trap, beside a folder it must not reach."""
    root, outside = base / "ws", base / "outside"
    for folder in ("src", "sub/.git/hooks", ".git/hooks", ".ssh", "deep/.aws", ".github/workflows"):
        (root / folder).mkdir(parents=True)
    outside.mkdir()
    (outside / "letter.txt").write_text(SECRET)
    files = "src/main.py README.md .env .env.example .git/config .git/HEAD key.pem .ssh/config policy.toml"
    for name in [*files.split(), "deep/.aws/credentials", ".github/workflows/ci.yml", "with space.txt"]:
        (root / name).write_text(f"content of {name}\n")
    (root / "src/naïve café.py").write_text("x = 1\n")
    links = {
        "link_in": "src/main.py",
        "link_out": "../outside/letter.txt",
        "dirlink_in": "src",
        "dirlink_out": "../outside",
        "src/deep_out": "../../outside",
        "loop": "loop",
        "link_env": ".env",
        "link_git": ".git",
        "link_proc": "/proc/self/environ",
        "link_dev": "/dev/zero",
        "dangling_out": "../outside/absent.txt",
        "link_missing": "src/absent.py",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    os.link(outside / "letter.txt", root / "hard")
    os.mkfifo(root / "fifo")
    here = Path.cwd()
    os.chdir(root)  # a socket's address is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("sock")
    finally:
        os.chdir(here)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path)


@pytest.fixture
def guard(root: Path) -> PathGuard:
    return PathGuard(root)


def attempt(guard: PathGuard, case: dict[str, Any]) -> str:
    path = case["path"].replace("ROOT", str(guard.root))
    try:
        if case["op"] == "write":
            guard.write_atomic(path, b"new")
        elif guard.resolve(path, "read").is_dir():
            os.close(guard.open_dir(path))
        else:
            guard.open_read(path).close()
    except PathRefused as error:
        return "refuse" if error.recovery else "silent"
    except NotFound as error:
        return "missing" if error.recovery else "silent"
    return "allow"


def test_corpus_is_large_enough() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(f"{case['op']} {case['path'][:40]}"))
def test_corpus(guard: PathGuard, case: dict[str, Any]) -> None:
    before = (guard.root.parent / "outside" / "letter.txt").read_text()
    assert attempt(guard, case) == case["expect"]
    assert [p.name for p in (guard.root.parent / "outside").iterdir()] == ["letter.txt"]
    assert before == SECRET == (guard.root.parent / "outside" / "letter.txt").read_text()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["..", ".", "src", "link_out", "dirlink_out", "dirlink_in", "/", "etc", "~", "x\0", "hard"])
    )
)
def test_whatever_is_resolved_is_inside(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    base = tmp_path_factory.getbasetemp() / "property"
    root = base / "ws" if base.exists() else build(base)
    guard = PathGuard(root)
    try:
        real = guard.resolve("/".join(parts), "read")
    except ToolError:
        return
    assert real.is_relative_to(guard.root)
    assert SECRET not in (real.read_text() if real.is_file() and real.name != "hard" else "")


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_no_text_crashes_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    guard = PathGuard(tmp_path_factory.getbasetemp())
    with contextlib.suppress(ToolError):
        assert guard.resolve(text, "write").is_relative_to(guard.root)


def test_refusals_do_not_tell_what_exists_outside(guard: PathGuard) -> None:
    texts = []
    for name in ("letter.txt", "absentt.tx"):
        with pytest.raises(PathRefused) as caught:
            guard.open_read(f"../outside/{name}")
        texts.append((str(caught.value).replace(name, ""), caught.value.alternatives))
    assert texts[0] == texts[1]


def test_a_missing_file_names_its_neighbours_but_no_secrets(guard: PathGuard) -> None:
    with pytest.raises(NotFound) as caught:
        guard.open_read("src/mian.py")
    assert caught.value.alternatives[0] == "src/main.py"
    with pytest.raises(NotFound) as caught:
        guard.open_read("kye.pemm")
    assert "key.pem" not in caught.value.alternatives


def test_secrets_can_be_allowed(root: Path) -> None:
    with PathGuard(root, allow_secrets=True).open_read(".env") as stream:
        assert stream.read() == b"content of .env\n"
    with pytest.raises(PathRefused):
        PathGuard(root, allow_secrets=True).write_atomic(".env", b"")


@pytest.mark.parametrize("use_openat2", [True, False])
@pytest.mark.parametrize(
    "path", ["link_in", "link_out", "dirlink_in/main.py", "dirlink_out/letter.txt", "../outside/letter.txt"]
)
def test_opening_follows_no_link_at_all(root: Path, use_openat2: bool, path: str) -> None:
    number = os.open(root, os.O_PATH)
    try:
        with pytest.raises(OSError, match=r"\[Errno"):
            beneath.open_beneath(number, PurePath(path), os.O_RDONLY, use_openat2=use_openat2)
        os.close(beneath.open_beneath(number, PurePath("src/main.py"), os.O_RDONLY, use_openat2=use_openat2))
    finally:
        os.close(number)


def test_a_swap_between_check_and_use_gains_nothing(root: Path) -> None:
    """A thread exchanges a folder for a link to the outside as fast as it can."""
    (root / "swap").mkdir()
    (root / "swap/letter.txt").write_text("inside")
    (root.parent / "outside/letter.txt").write_text("outside")
    guard = PathGuard(root)
    (root / "link").symlink_to("../outside")
    stop = threading.Event()
    libc = ctypes.CDLL(None)

    def exchange() -> None:
        while not stop.is_set():
            libc.renameat2(-100, bytes(root / "swap"), -100, bytes(root / "link"), 2)

    thread = threading.Thread(target=exchange)
    thread.start()
    seen, refused = set(), 0
    try:
        for number in range(1500):
            try:
                with guard.open_read("swap/letter.txt") as stream:
                    seen.add(stream.read())
                guard.write_atomic(f"swap/new{number % 3}.txt", b"x")
            except ToolError:
                refused += 1
    finally:
        stop.set()
        thread.join()
    assert seen == {b"inside"}
    assert refused
    assert sorted(p.name for p in (root.parent / "outside").iterdir()) == ["letter.txt"]


def test_a_write_replaces_in_one_step_and_keeps_the_mode(guard: PathGuard) -> None:
    target = guard.root / "src/run.sh"
    target.write_text("old")
    target.chmod(0o4755)
    guard.write_atomic("src/run.sh", b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o755)
    assert sorted(p.name for p in (guard.root / "src").iterdir()) == ["deep_out", "main.py", "naïve café.py", "run.sh"]


def test_a_hard_link_is_not_written_through(guard: PathGuard) -> None:
    with pytest.raises(PathRefused, match="hard link"):
        guard.write_atomic("hard", b"x")
    assert guard.stat_regular("hard").st_nlink == 2


def test_a_secret_under_another_name_is_refused(
    guard: PathGuard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("key\n")
    monkeypatch.setenv("HOME", str(home))
    (guard.root / ".env").write_text("A=1\n")
    os.link(guard.root / ".env", guard.root / "src" / "notes.txt")
    os.link(home / ".ssh" / "id_rsa", guard.root / "letter.md")
    for name in ("src/notes.txt", "letter.md"):
        with pytest.raises(PathRefused, match="another name of a file that holds secrets"):
            guard.resolve(name, "read")
        assert PathJudge(guard.root, home).judge(name, "read", str(guard.root)).rule == "path.secret"
    assert guard.resolve("hard", "read").name == "hard"


def test_removing_a_link_leaves_what_it_leads_to(guard: PathGuard) -> None:
    guard.unlink("link_out")
    assert not (guard.root / "link_out").is_symlink()
    assert (guard.root.parent / "outside/letter.txt").read_text() == SECRET
    for text in ("dirlink_out/letter.txt", "../outside/letter.txt", ".git/config", ".env", ".", "", ".."):
        with pytest.raises(PathRefused):
            guard.unlink(text)
    with pytest.raises(NotFound):
        guard.unlink("absent.txt")


def test_moving_stays_inside_and_leaves_protected_names(guard: PathGuard) -> None:
    guard.rename("README.md", "docs/READ.md")
    assert (guard.root / "docs/READ.md").is_file()
    for old, new in [
        ("sub", "other"),
        (".git", "x"),
        ("docs", "dirlink_out/docs"),
        ("docs/READ.md", ".git/hooks/x"),
        ("deep", "d"),
    ]:
        with pytest.raises(PathRefused):
            guard.rename(old, new)
    assert (guard.root / "sub/.git").is_dir()


def test_folders_are_made_inside_only(guard: PathGuard) -> None:
    guard.mkdirs("a/b/c")
    assert (guard.root / "a/b/c").is_dir()
    for text in ("dirlink_out/new", ".git/new", "../new", "src/main.py/x"):
        with pytest.raises(PathRefused):
            guard.mkdirs(text)


@pytest.mark.parametrize(
    "name",
    [".env", ".ENV.local", "a/.ssh/known_hosts", "x/id_ed25519", "a.PEM", ".aws/credentials", ".config/gh/hosts.yml"],
)
def test_secrets(name: str) -> None:
    assert is_secret(PurePath(name))


@pytest.mark.parametrize(
    "name", [".env.example", "env.py", "id_rsa.pub", "src/keys.py", "config.json", "credentials.py"]
)
def test_no_secrets(name: str) -> None:
    assert not is_secret(PurePath(name))


@pytest.mark.parametrize(
    "glob", [".e*", ".??v", ".*", "*.pem", "*.k[e]y", "id_*", ".{env,x}", "a/.ssh/*", "cred*", ".n*"]
)
def test_globs_that_reach_secrets(glob: str) -> None:
    assert may_match_secret(glob)


@pytest.mark.parametrize("glob", ["*.py", "*", "src/*.c", "**/*.md", "test_*"])
def test_globs_that_reach_none(glob: str) -> None:
    assert not may_match_secret(glob)


def test_protected_names() -> None:
    assert is_protected(PurePath("a/.Git/x"))
    assert not is_protected(PurePath(".gitignore"))
    assert not is_protected(PurePath("sub/policy.toml"))


def test_line_ranges() -> None:
    check_line_range(1, 1000, 1000)
    for start, end in [(0, 5), (5, 4), (1, 1001)]:
        with pytest.raises(InvalidArguments):
            check_line_range(start, end, 1000)


def test_texts() -> None:
    check_text("query", "abc\ndef", 7, 2)
    for value in ("abcdefgh", "a\nb\nc", "a\0", "\ud800"):
        with pytest.raises(InvalidArguments, match="query"):
            check_text("query", value, 7, 2)


def test_patterns_have_a_time_limit() -> None:
    found = search_with_timeout(compile_regex(r"b+"), "aabbb")
    assert found is not None
    assert found.span() == (2, 5)
    with pytest.raises(InvalidArguments, match="takes more than"):
        search_with_timeout(compile_regex(r"^(a|aa)+$"), "a" * 80 + "!", timeout_s=0.2)
    for wrong in ("(", "a" * 1001, "[z-a]"):
        with pytest.raises(InvalidArguments):
            compile_regex(wrong)
