"""Inside the child: what the jail lacks, said in a sentence that names the tool which does that job.

Courtesy, not a guard: the kernel refuses all of this anyway, but with words a model cannot learn from, or without any
(`glob` finds nothing, `os.system` returns -1). Standard library only.
"""

from __future__ import annotations

import builtins
import os
import sys
from typing import Any

_TOOLS = {
    "read": ("read_file",),
    "write": ("propose_patch", "write_file", "edit_file", "replace_in_file", "create_file"),
    "list": ("list_files", "list_dir", "find_files", "list_directory", "rg_search"),
    "run": ("run_cmd", "run_command", "shell"),
    "network": ("web_fetch", "fetch_url"),
}
_LACK = {
    "read": "there are no files in here",
    "write": "there are no files in here",
    "list": "there are no files in here",
    "run": "no other program can be started in here",
    "network": "there is no network in here",
}
_MODULES = {
    **dict.fromkeys(("subprocess", "multiprocessing", "pty", "pexpect", "sh", "psutil", "venv", "ensurepip"), "run"),
    **dict.fromkeys(
        (
            "socket",
            "socketserver",
            "ftplib",
            "smtplib",
            "poplib",
            "imaplib",
            "telnetlib",
            "webbrowser",
            "requests",
            "httpx",
            "aiohttp",
            "urllib3",
            "urllib.request",
            "http.client",
            "http.server",
            "xmlrpc",
            "xmlrpc.client",
            "paramiko",
            "websockets",
        ),
        "network",
    ),
    **dict.fromkeys(("git", "pygit2"), "run"),
}
_RUN_EVENTS = ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.startfile")
_LIST_EVENTS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "glob.glob", "glob.glob/2")
_WRITE_EVENTS = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.rmtree",
)
_NETWORK_EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.__new__")


class Hints:
    """Installs the sentences; `tools` is kept up to date by the child."""

    def __init__(self, roots: tuple[str, ...], tools: dict[str, Any]) -> None:
        self._roots = roots
        self._tools = tools
        self._import = builtins.__import__
        self._events: dict[str, Any] = {
            "open": self._on_open,
            **{event: (lambda args, event=event: self._refuse(event, "run")) for event in _RUN_EVENTS},
            **{event: (lambda args, event=event: self._on_list(event, args)) for event in _LIST_EVENTS},
            **{event: (lambda args, event=event: self._refuse(event, "write")) for event in _WRITE_EVENTS},
            **{event: (lambda args, event=event: self._refuse(event, "network")) for event in _NETWORK_EVENTS},
        }
        # socketpair objects are made from a descriptor, which asyncio needs.
        self._events["socket.__new__"] = lambda args: None

    def install(self) -> None:
        """Hook imports, audit events and the questions about paths that fail without a word."""
        builtins.__import__ = self._on_import
        events = self._events

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            handler = events.get(event)
            if handler is not None:
                handler(arguments)

        sys.addaudithook(hook)
        for name in ("exists", "isfile", "isdir", "getsize"):
            setattr(os.path, name, self._asking(getattr(os.path, name), f"os.path.{name}"))

    def advice(self, job: str) -> str:
        """`there are no files in here; use read_file(path)`, by the tools this run has."""
        for name in _TOOLS[job]:
            if name in self._tools:
                return f"{_LACK[job]}; use the tool {name}{self._tools[name]}"
        return f"{_LACK[job]}, and no tool of this run does that"

    def module_advice(self, name: str) -> str | None:
        """Why a module is missing."""
        job = _MODULES.get(name) or _MODULES.get(name.partition(".")[0])
        return self.advice(job) if job else None

    def _refuse(self, what: str, job: str, path: object = None) -> None:
        shown = "" if path is None else f"{path!r}: "
        raise PermissionError(f"{what}: {shown}{self.advice(job)}.")

    def _inside(self, path: Any) -> bool:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        return not isinstance(path, str) or f"{path}/".startswith(self._roots)

    def _on_open(self, arguments: tuple[Any, ...]) -> None:
        path, mode, flags = arguments
        writing = (isinstance(mode, str) and any(c in mode for c in "wax+")) or (
            isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        )
        if not self._inside(path):
            self._refuse("open", "write" if writing else "read", path)

    def _on_list(self, event: str, arguments: tuple[Any, ...]) -> None:
        path = arguments[0] if arguments else "."
        if not self._inside("." if path is None else path):
            self._refuse(event.partition("/")[0], "list", path)

    def _asking(self, function: Any, name: str) -> Any:
        def ask(path: Any) -> Any:
            if not self._inside(path) and sys._getframe(1).f_globals.get("__name__") == "__main__":
                self._refuse(name, "list", path)
            return function(path)

        ask.__name__ = function.__name__
        ask.__doc__ = function.__doc__
        return ask

    def _on_import(self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if level == 0 and globals is not None and globals.get("__name__") == "__main__":
            wanted = [name, *(f"{name}.{item}" for item in fromlist or ())]
            for full in wanted:
                advice = self.module_advice(full) if full in _MODULES else None
                if advice:
                    raise ModuleNotFoundError(f"No module named {full!r} in the jail: {advice}.", name=full)
        try:
            return self._import(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            if error.name and level == 0 and name.startswith(error.name) and "jail" not in str(error):
                error.msg = (
                    f"No module named {error.name!r} in the jail: it has the standard library and what "
                    "JAIL_PACKAGES names. Write it with the standard library, or use a tool."
                )
            raise
        except PermissionError:
            # Its folder can be listed, but it is not among the packages that may be read.
            raise ModuleNotFoundError(
                f"No module named {name!r} in the jail: JAIL_PACKAGES does not name it.", name=name
            ) from None
