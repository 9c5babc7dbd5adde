"""The environment that a command is given: nothing that is not named here."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path

KEPT = (
    "LANG",
    "LANGUAGE",
    "TZ",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "JAVA_HOME",
    "GOROOT",
    "GOPATH",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "PYENV_ROOT",
    "PYENV_VERSION",
    "NVM_DIR",
    "VOLTA_HOME",
    "BUN_INSTALL",
    "DENO_DIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
)
_LOCALE = tuple(
    f"LC_{name}"
    for name in (
        "ALL",
        "ADDRESS",
        "COLLATE",
        "CTYPE",
        "IDENTIFICATION",
        "MEASUREMENT",
        "MESSAGES",
        "MONETARY",
        "NAME",
        "NUMERIC",
        "PAPER",
        "TELEPHONE",
        "TIME",
    )
)
_KEPT_FOR_NETWORK = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "UV_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "GOPROXY",
    "npm_config_registry",
)
_FIXED = {
    "TERM": "dumb",
    "NO_COLOR": "1",
    "CI": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_EDITOR": "true",
    # The user's own list of safe directories is hidden; what a repository's configuration runs is inside here anyway.
    # But not of one that is hidden among the project's files as a bare repository (CVE-2022-24765 and its kin).
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "safe.directory",
    "GIT_CONFIG_VALUE_0": "*",
    "GIT_CONFIG_KEY_1": "safe.bareRepository",
    "GIT_CONFIG_VALUE_1": "explicit",
    "PYTHONUNBUFFERED": "1",
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "DEBIAN_FRONTEND": "noninteractive",
    "npm_config_update_notifier": "false",
    "npm_config_fund": "false",
    "npm_config_audit": "false",
}


def environment(home: Path, host: Mapping[str, str], *, network: bool, write: bool) -> dict[str, str]:
    """What a command is given: nothing that is not named here."""
    result = {name: host[name] for name in KEPT if host.get(name)}
    result |= {name: host[name] for name in _LOCALE if host.get(name)}
    if network:
        found = {name: host[name] for name in _KEPT_FOR_NETWORK if host.get(name)}
        # Who is named in front of the host is often a token, and not every program wants a scheme.
        result |= {name: value for name, value in found.items() if "@" not in value}
    result.setdefault("LANG", "C.UTF-8")
    result |= _FIXED
    if not write:
        result["PYTHONDONTWRITEBYTECODE"] = "1"
    result["PATH"] = os.pathsep.join(search_path(host)) or os.defpath
    result["HOME"] = str(home)
    result["USER"] = result["LOGNAME"] = _user_name()
    result["TMPDIR"] = "/tmp"  # noqa: S108 (private to the sandbox)
    return result


def search_path(host: Mapping[str, str]) -> list[str]:
    """The absolute entries of PATH, none twice: a relative one means something else in each folder."""
    return list(dict.fromkeys(entry for entry in host.get("PATH", os.defpath).split(os.pathsep) if entry[:1] == "/"))


def _user_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return "user"
