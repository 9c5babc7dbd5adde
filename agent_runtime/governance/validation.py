"""Confines paths to the workspace, and bounds ranges, texts and patterns."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import unicodedata
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, TypeVar

import regex
from rapidfuzz import fuzz, process

from agent_runtime.errors import InvalidArguments, NotFound, PathRefused
from agent_runtime.governance import beneath
from agent_runtime.governance.hardlinks import is_linked_secret
from agent_runtime.governance.own import OwnPlaces
from agent_runtime.governance.secrets import is_protected, is_secret

_Result = TypeVar("_Result")
_MAX_PATH_BYTES = 4000
_MAX_NAME_BYTES = 255
_MAX_NAMES_COMPARED = 5000
_MAX_PATTERN_CHARS = 1000


class PathGuard:
    """The only way a tool turns a model's text into a path.

    Links inside the workspace may be read through and written through when they lead to something inside. What is
    opened is the resolved path, and no link is followed then: a swap after the check makes the call fail.
    """

    def __init__(self, root: Path, *, allow_secrets: bool = False) -> None:
        self.root = Path(os.path.realpath(root))
        self.allow_secrets = allow_secrets
        self._own = OwnPlaces.of(self.root)
        self._fd: int | None = None
        self._lock = threading.Lock()

    def resolve(self, text: str, op: Literal["read", "write"]) -> Path:
        """The real, absolute path of `text`, which is relative to the root or absolute inside it.

        It need not exist. A write also needs a place that is no folder and has no second name.

        Raises:
            PathRefused: it leaves the workspace, is a secret, protected, no regular file or folder, or malformed.
        """
        given = self._parse(text)
        self._judge_names(self._lexical(given, text), op, text)
        real = self._real(self.root / given, text)
        if not real.is_relative_to(self.root):
            raise self._outside(text)
        relative = real.relative_to(self.root)
        self._judge_names(relative, op, text)
        self._judge_kind(relative, op, text)
        return real

    def open_read(self, text: str) -> BinaryIO:
        """Open a file for reading without following any link, so that a swap after the check gains nothing.

        Raises:
            PathRefused, NotFound
        """
        relative = self._relative(self.resolve(text, "read"))
        # Without O_NONBLOCK, a FIFO put in its place would block for ever.
        number = self._do(text, lambda root: beneath.open_beneath(root, relative, os.O_RDONLY | os.O_NONBLOCK))
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise PathRefused(
                f"{text!r} is no file.", recovery=f"list_files(path={text!r}) shows the files of a folder."
            )
        return os.fdopen(number, "rb")

    def open_dir(self, text: str = ".") -> int:
        """Open a folder for listing (`os.scandir`); the caller closes the descriptor.

        Raises:
            PathRefused, NotFound
        """
        relative = self._relative(self.resolve(text, "read"))
        return self._do(text, lambda root: beneath.open_beneath(root, relative, os.O_RDONLY | os.O_DIRECTORY))

    def stat_regular(self, text: str) -> os.stat_result:
        """The state of an existing regular file.

        Raises:
            PathRefused, NotFound
        """
        relative = self._relative(self.resolve(text, "read"))
        status = self._do(text, lambda root: beneath.lstat(root, relative))
        if not stat.S_ISREG(status.st_mode):
            raise PathRefused(f"{text!r} is no regular file.", recovery="Give the path of a file, not of a folder.")
        return status

    def write_atomic(self, text: str, data: bytes, mode: int | None = None) -> None:
        """Write a file in one step, making its folders; it is on the disk when this returns.

        `mode` is by default that of the file replaced, or 0o644 for a new one. Set-id bits are never kept.

        Raises:
            PathRefused: as `resolve`, or the place has changed since.
        """
        relative = self._relative(self.resolve(text, "write"))
        if not relative.parts:
            raise PathRefused("The workspace itself cannot be written.", recovery="Give the path of a file.")

        def write(root: int) -> None:
            beneath.mkdirs(root, relative.parent)
            kept = mode
            with contextlib.suppress(FileNotFoundError):
                kept = stat.S_IMODE(beneath.lstat(root, relative).st_mode) if kept is None else kept
            beneath.write_atomic(root, relative, data, (0o644 if kept is None else kept) & 0o777)

        self._do(text, write)

    def unlink(self, text: str) -> None:
        """Remove a file. A symbolic link is removed itself, not what it leads to.

        Raises:
            PathRefused, NotFound
        """
        relative = self._entry(text)

        def unlink(root: int) -> None:
            with beneath.parent_of(root, relative) as folder:
                os.unlink(relative.name, dir_fd=folder)

        self._do(text, unlink)

    def rename(self, old: str, new: str) -> None:
        """Move a file or folder inside the workspace; an existing file at `new` is replaced.

        Raises:
            PathRefused: also when `old` is a folder that holds something protected.
            NotFound: there is no `old`.
        """
        source, target = self._entry(old), self._relative(self.resolve(new, "write"))
        if not source.parts or not target.parts:
            raise PathRefused("The workspace itself cannot be moved.", recovery="Give the path of a file.")
        self._judge_tree(source, old)

        def move(root: int) -> None:
            beneath.mkdirs(root, target.parent)
            with beneath.parent_of(root, source) as from_dir, beneath.parent_of(root, target) as to_dir:
                os.rename(source.name, target.name, src_dir_fd=from_dir, dst_dir_fd=to_dir)

        self._do(old, move)

    def mkdirs(self, text: str) -> None:
        """Make a folder and those above it; an existing one is fine.

        Raises:
            PathRefused
        """
        given = self.resolve(text, "read")
        relative = self._relative(given)
        self._judge_names(relative, "write", text)
        self._do(text, lambda root: beneath.mkdirs(root, relative))

    def relative(self, path: Path) -> str:
        """How a path is shown: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() or "."

    def _relative(self, real: Path) -> PurePath:
        return PurePath(real.relative_to(self.root))

    def _entry(self, text: str) -> PurePath:
        """A name itself, not what it leads to: its folder is resolved, its last part is not."""
        given = self._parse(text)
        lexical = self._lexical(given, text)
        self._judge_names(lexical, "write", text)
        real = self._real((self.root / given).parent, text) / given.name
        if given.name in ("", "..") or not real.is_relative_to(self.root) or real == self.root:
            raise self._outside(text)
        relative = self._relative(real)
        self._judge_names(relative, "write", text)
        return relative

    def _parse(self, text: str) -> PurePath:
        recovery = "Give a path relative to the workspace, with plain characters."
        if not text or text.isspace():
            raise PathRefused("The path is empty.", recovery=recovery, alternatives=["."])
        try:
            raw = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise PathRefused(f"{ascii(text)[:200]} is no valid text.", recovery=recovery) from error
        odd = next((c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")), None)
        if odd is not None:
            raise PathRefused(f"{ascii(text)[:200]} has the character U+{ord(odd):04X} in it.", recovery=recovery)
        if len(raw) > _MAX_PATH_BYTES or any(len(os.fsencode(p)) > _MAX_NAME_BYTES for p in PurePath(text).parts):
            raise PathRefused(f"The path {text[:60]!r}... is too long ({len(raw)} bytes).", recovery=recovery)
        if any(part != part.rstrip(" .") and part not in (".", "..") for part in text.split("/")):
            raise PathRefused(
                f"{text!r} has a name that ends in a dot or a space.",
                recovery="Such names are taken for others: avoid.",
            )
        path = PurePath(text)
        if text.startswith("~") and not os.path.lexists(self.root / path.parts[0]):
            raise PathRefused(f"{text!r}: '~' is not expanded, and homes are outside the workspace.", recovery=recovery)
        return path

    def _lexical(self, given: PurePath, text: str) -> PurePath:
        """The path as written, `..` taken off without looking at links."""
        path = PurePath(os.path.normpath(self.root / given))
        if path.is_relative_to(self.root):
            return path.relative_to(self.root)
        real = self._real(Path(given), text) if given.is_absolute() else path
        if not PurePath(real).is_relative_to(self.root):
            raise self._outside(text)
        return PurePath(real).relative_to(self.root)

    def _real(self, path: Path, text: str) -> Path:
        """`realpath`, where a loop or a part that cannot be searched is refused."""
        try:
            real = Path(os.path.realpath(path))
            if real.is_symlink():  # realpath leaves a loop as it is
                raise PathRefused(f"{text!r} is a link that leads to itself.", recovery="Choose another file.")
        except (OSError, ValueError) as error:
            raise self._outside(text) from error
        return real

    def _judge_names(self, relative: PurePath, op: Literal["read", "write"], text: str) -> None:
        if self._own.is_private(relative):
            raise PathRefused(
                f"{text!r} belongs to agent-runtime itself: settings, trusted files, approvals and runs.",
                recovery="Leave it as it is; ask the user to change it.",
            )
        if op == "write" and self._is_protected(relative):
            raise PathRefused(
                f"{text!r} is protected: .git, policy.toml, .env files and .agent-runtime are never written.",
                recovery="Leave it as it is; ask the user to change it.",
            )
        if not self.allow_secrets and is_secret(relative):
            raise PathRefused(
                f"{text!r} looks like a secret, and secrets are neither read nor written.",
                recovery="Do without it; an example file such as .env.example can be read.",
            )

    def _is_protected(self, relative: PurePath) -> bool:
        return is_protected(relative) or self._own.is_git_data(relative)

    def _judge_kind(self, relative: PurePath, op: Literal["read", "write"], text: str) -> None:
        try:
            status = self._at_root(lambda root: beneath.lstat(root, relative))
        except OSError:
            return  # what does not exist is found out when it is opened
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise PathRefused(
                f"{text!r} is a device, a FIFO, a socket or a link.", recovery="Give a regular file or a folder."
            )
        place, home = str(self.root / relative), str(Path.home())
        if not self.allow_secrets and is_linked_secret(status, place, root=str(self.root), home=home):
            raise PathRefused(
                f"{text!r} is another name of a file that holds secrets.", recovery="Do without it; ask the user."
            )
        if op == "write" and stat.S_ISDIR(status.st_mode):
            raise PathRefused(f"{text!r} is a folder.", recovery="Give the path of a file in it.")
        if op == "write" and status.st_nlink > 1:
            raise PathRefused(
                f"{text!r} is a hard link: the same file has {status.st_nlink} names, maybe one outside the workspace.",
                recovery="Write a new file under another name.",
            )

    def _judge_tree(self, source: PurePath, text: str) -> None:
        top = self.root / source
        if not top.is_dir() or top.is_symlink():
            return
        for folder, folders, files in os.walk(top):
            for name in (*folders, *files):
                inside = PurePath(folder, name).relative_to(self.root)
                own = self._is_protected(inside) or self._own.is_private(inside)
                if own or (not self.allow_secrets and is_secret(inside)):
                    raise PathRefused(
                        f"{text!r} holds {inside.as_posix()!r}, which must stay where it is.",
                        recovery="Move the other files one by one.",
                    )

    def _do(self, text: str, action: Callable[[int], _Result]) -> _Result:
        try:
            return self._at_root(action)
        except FileNotFoundError as error:
            near = self.nearest(text)
            recovery = f"Did you mean {near[0]!r}?" if near else "list_files() shows what there is."
            raise NotFound(f"{text!r} does not exist.", recovery=recovery, alternatives=near) from error
        except OSError as error:
            raise PathRefused(
                f"{text!r} cannot be used: {error.strerror or 'it has changed'}.",
                recovery="List the folder and choose a regular file inside the workspace.",
            ) from error

    def _at_root(self, action: Callable[[int], _Result]) -> _Result:
        """The root stays open, so that moving the workspace away changes nothing."""
        with self._lock:
            if self._fd is None:
                self._fd = os.open(self.root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
                weakref.finalize(self, os.close, self._fd)
        return action(self._fd)

    def nearest(self, text: str) -> list[str]:
        """Existing paths that are spelt alike, first those in the same folder."""
        names = [name for _, name in zip(range(_MAX_NAMES_COMPARED), self._names(), strict=False)]
        wanted = PurePath(text).name
        best = process.extract(
            text,
            names,
            scorer=lambda a, b, **_: max(fuzz.ratio(a, b), fuzz.ratio(wanted, PurePath(b).name) - 1),
            limit=3,
        )
        return [name for name, score, _ in best if score >= 60]

    def _outside(self, text: str) -> PathRefused:
        """The same words whether it exists or not; the end of the path is looked for in the workspace."""
        parts = [part for part in PurePath(text).parts if part not in ("/", "..")]
        ends = ("/".join(parts[at:]) for at in range(len(parts)))
        here = next((end for end in ends if end and os.path.lexists(self.root / end)), "src/main.py")
        recovery = f"Give a path inside the workspace, such as {here!r}."
        return PathRefused(f"{text!r} is outside the workspace.", recovery=recovery)

    def _names(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            here = PurePath(folder).relative_to(self.root)
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
            for name in sorted(files):
                if self.allow_secrets or not is_secret(here / name):
                    yield (here / name).as_posix()


def check_line_range(start: int, end: int, max_range: int) -> None:
    """Lines count from 1, and `end` is the last one wanted.

    Raises:
        InvalidArguments
    """
    if start < 1 or end < start:
        raise InvalidArguments(
            f"Lines {start} to {end} are no range.", recovery="Lines count from 1, and the end is not before the start."
        )
    if end - start + 1 > max_range:
        raise InvalidArguments(
            f"Lines {start} to {end} are {end - start + 1} lines; at most {max_range} can be read at once.",
            recovery=f"Read lines {start} to {start + max_range - 1} first.",
        )


def check_text(name: str, value: str, max_chars: int, max_lines: int) -> None:
    """Refuse an argument that is too long, has a NUL in it, or is no valid Unicode.

    Raises:
        InvalidArguments
    """
    lines = value.count("\n") + 1
    if len(value) > max_chars or lines > max_lines:
        raise InvalidArguments(
            f"{name} has {len(value)} characters in {lines} lines; at most {max_chars} and {max_lines} are taken.",
            recovery="Shorten it, or do it in several calls.",
        )
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise InvalidArguments(f"{name} has a NUL or half a character in it.", recovery="Give plain text.")


def compile_regex(pattern: str, *, ignore_case: bool = False) -> regex.Pattern[str]:
    """Compile a pattern of Python's `re` syntax.

    Raises:
        InvalidArguments: it is too long or wrong, with the place.
    """
    if len(pattern) > _MAX_PATTERN_CHARS:
        raise InvalidArguments(
            f"The pattern has {len(pattern)} characters; at most {_MAX_PATTERN_CHARS} are taken.",
            recovery="Search for a shorter part.",
        )
    try:
        return regex.compile(pattern, regex.MULTILINE | (regex.IGNORECASE if ignore_case else 0))
    except (regex.error, RecursionError, OverflowError) as error:
        raise InvalidArguments(
            f"{pattern!r} is no regular expression: {error}.",
            recovery="Escape special characters with a backslash, or search for plain text.",
        ) from error


def search_with_timeout(
    pattern: regex.Pattern[str], text: str, *, timeout_s: float = 1.0, start: int = 0
) -> regex.Match[str] | None:
    """Search once, giving up on a pattern that backtracks without end.

    Raises:
        InvalidArguments: the time is used up.
    """
    try:
        return pattern.search(text, start, timeout=timeout_s, concurrent=True)
    except TimeoutError as error:
        raise InvalidArguments(
            f"The pattern {pattern.pattern!r} takes more than {timeout_s:g} s.",
            recovery="Avoid nested repetition such as (a+)+; search for plain text.",
        ) from error
