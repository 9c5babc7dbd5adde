"""Which names hold secrets, which must never be written, and which globs could reach a secret."""

from __future__ import annotations

import re
import unicodedata
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePath

SECRET_NAMES = frozenset(
    [
        ".env",
        ".envrc",
        ".netrc",
        "_netrc",
        ".pgpass",
        ".npmrc",
        ".yarnrc.yml",
        ".pypirc",
        ".git-credentials",
        ".htpasswd",
        ".dockercfg",
        ".vault-token",
        ".my.cnf",
        ".s3cfg",
        ".boto",
        ".mylogin.cnf",
        ".vault_pass",
        "credentials",
        "credentials.json",
        "credentials.toml",
        "credentials.yaml",
        "credentials.yml",
        "credentials.csv",
        "application_default_credentials.json",
        "secrets.json",
        "secrets.yaml",
        "secrets.yml",
        "secrets.toml",
        "secrets.env",
        "master.key",
        "shadow",
        "gshadow",
        "sudoers",
        ".bash_history",
        ".zsh_history",
        ".python_history",
        ".psql_history",
        ".mysql_history",
        ".node_repl_history",
        ".rediscli_history",
        ".terraformrc",
        ".gem_credentials",
        "hosts.yml.token",
        "local.settings.json",
        "wallet.dat",
        ".secrets",
        "secret.txt",
        "secrets.txt",
        "password.txt",
        "passwords.txt",
        "token.txt",
        "tokens.txt",
        "api_key.txt",
        "apikey.txt",
        "auth.json",
        "kubeconfig",
        "serviceaccountkey.json",
    ]
)
SECRET_GLOBS = (
    ".env.*",
    "*.env",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.ppk",
    "*.gpg",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    "client_secret*.json",
    "service-account*.json",
    "service_account*.json",
    "*.tfstate",
    "*.tfstate.backup",
    "*.tfvars",
    "*.tfvars.json",
    "*.kubeconfig",
    "*.ovpn",
    "*-service-account*.json",
    "*firebase-adminsdk*.json",
)
SECRET_FOLDERS = frozenset(
    [
        ".ssh",
        ".aws",
        ".gnupg",
        ".kube",
        ".azure",
        ".password-store",
        ".mozilla",
        ".thunderbird",
        ".1password",
        ".terraform.d",
        ".oci",
        "keyrings",
    ]
)
SECRET_PATHS = (
    (".docker", "config.json"),
    (".m2", "settings"),
    (".gradle", "gradle.properties"),
    (".config", "git", "credentials"),
    (".config", "hub"),
    (".config", "gcloud"),
    (".config", "gh"),
    (".config", "op"),
    (".config", "google-chrome"),
    (".config", "chromium"),
    (".config", "doctl"),
    (".config", "rclone"),
    (".cargo", "credentials"),
    (".gem", "credentials"),
    (".local", "share", "keyrings"),
    ("etc", "sudoers.d"),
    ("etc", "ssl", "private"),
)
SAFE_SUFFIXES = (".example", ".sample", ".template", ".dist", ".tmpl", ".pub", ".defaults", ".schema")
"""A file of this ending shows which names are needed, not their values; `.pub` is the public half of a key."""

PROTECTED_FIRST = frozenset({".git", ".agent-runtime", ".hg", ".svn"})
PROTECTED_NAMES = frozenset({".gitmodules", ".envrc"})
PROTECTED_ANYWHERE = frozenset({".git", ".agent-runtime"})

_PROC_SECRET = re.compile(r"/proc/[^/]+/(task/[^/]+/)?(environ|mem|maps|fd|root|cwd|auxv|cmdline)(/|$)|/proc/kcore")
_PUBLIC = re.compile(r"(.*[._-])?pub(lic)?([._-]?key)?\.(pem|key|gpg)")
"""The public half of a key."""
_PROBES = [
    ".env",
    ".env.local",
    ".env.production",
    ".envrc",
    ".netrc",
    ".npmrc",
    ".pypirc",
    ".git-credentials",
    ".pgpass",
    "id_rsa",
    "id_ed25519",
    "id_ecdsa",
    "server.pem",
    "server.key",
    "private.key",
    "key.pem",
    "cert.p12",
    "store.jks",
    ".ssh",
    ".aws",
    ".gnupg",
    ".kube",
    ".bash_history",
]
_PLAIN_PROBES = ["credentials", "credentials.json", "secrets.json", "secrets.yaml", "secrets.yml", "secrets.toml"]


def fold(name: str) -> str:
    """A name as a careless file system compares it: case, Unicode form, trailing dots and blanks do not count."""
    if name.isascii():
        return name.lower().rstrip(". ") or name
    return unicodedata.normalize("NFKC", name).casefold().rstrip(". ") or name


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a file of this name is taken for a secret wherever it lies."""
    folded = fold(name)
    if folded.endswith(SAFE_SUFFIXES):
        return False
    if _PUBLIC.fullmatch(folded):
        return False
    # Copies that editors and people make: `.env~`, `#.env#`, `.#.env`, `.env.bak`.
    folded = re.sub(r"(\.bak|\.old|\.orig|\.save|\.swp|~|#)$", "", re.sub(r"^\.?#", "", folded))
    return folded in SECRET_NAMES or any(fnmatchcase(folded, glob) for glob in SECRET_GLOBS)


def is_secret(path: PurePath) -> bool:
    """Whether reading this path could show a credential. Judged by name alone; resolve links before asking."""
    parts = tuple(fold(part) for part in path.parts)
    if not parts:
        return False
    if is_secret_name(parts[-1]):
        return True
    if not SECRET_FOLDERS.isdisjoint(parts):
        return True
    for wanted in SECRET_PATHS:
        size = len(wanted)
        if any(
            parts[i : i + size - 1] == wanted[:-1] and parts[i + size - 1].startswith(wanted[-1])
            for i in range(len(parts) - size + 1)
        ):
            return True
    return (
        parts[0] == "/"
        and len(parts) > 1
        and parts[1] == "proc"
        and bool(_PROC_SECRET.match("/" + "/".join(parts[1:])))
    )


def is_protected(rel: PurePath) -> bool:
    """Whether a path inside the workspace must never be written: version control's own files, policies, secrets."""
    parts = tuple(fold(part) for part in rel.parts)
    if not parts:
        return False
    if parts[0] in PROTECTED_FIRST or not PROTECTED_ANYWHERE.isdisjoint(parts):
        return True
    if any(part.startswith("git~") for part in parts):  # the short name of .git on some file systems
        return True
    if parts[-1] in PROTECTED_NAMES or parts == ("policy.toml",):
        return True
    name = parts[-1]
    return (name == ".env" or name.startswith(".env.")) and not name.endswith(SAFE_SUFFIXES)


_NAMED_CLASS = re.compile(r"\[[!^]?(?:\[:\w+:\]|\[\..\.\]|\[=.=\]|[^\]])*\]")


def plain_classes(glob: str) -> str:
    """A glob with its bracket expressions as Python reads them: `[^a]` is `[!a]`, and one with named classes is `?`."""
    if "[" not in glob:
        return glob
    return _NAMED_CLASS.sub(lambda m: "?" if re.search(r"\[[:.=]", m[0][1:]) else m[0].replace("[^", "[!", 1), glob)


@lru_cache(maxsize=1024)
def may_match_secret(glob: str, *, hidden: bool = False) -> bool:
    """Whether a glob could name a secret. `*` and `*.json` do not count: the real matches are looked at as well.

    Each segment is tested against the well-known names; an escape or a class only widens the match. With `hidden`, a
    leading `*` or `?` also matches a dot: so read by git, find and grep, not by a shell.
    """
    for expanded in _braces(plain_classes(glob).replace("\\", "")):
        if any(_segment_may_match(fold(segment) if segment else "", hidden) for segment in expanded.split("/")):
            return True
        if is_secret(PurePath(expanded.replace("*", ""))):
            return True
    return False


def _braces(pattern: str) -> list[str]:
    """Expand `{a,b}` as bash does before it looks at the files; nested ones too, up to four."""
    start = pattern.find("{")
    end = pattern.find("}", start)
    if start < 0 or end < 0 or pattern.count("{") > 4:
        return [pattern]
    head, body, tail = pattern[:start], pattern[start + 1 : end], pattern[end + 1 :]
    return [each for choice in body.split(",") for each in _braces(head + choice + tail)]


def _segment_may_match(segment: str, hidden: bool) -> bool:
    if not any(char in segment for char in "*?["):
        return bool(segment) and (is_secret_name(segment) or segment in SECRET_FOLDERS)
    if set(segment) <= set("*"):
        return False
    dotted = segment[0] == "." or segment[0] == "["
    suffix_only = segment.startswith("*") and not any(char in segment[1:] for char in "*?[")
    for probe in _PROBES if suffix_only else [*_PROBES, *_PLAIN_PROBES]:
        # A leading `*` or `?` does not match a leading dot in bash.
        if probe[0] == "." and not dotted and not hidden:
            continue
        if fnmatchcase(probe, segment):
            return True
    return segment.startswith(".") and set(segment[1:]) <= set("*?.")
