"""Every ALLOW rule of the built-in policy is an allowlist: what it does not name is never allowed."""

from __future__ import annotations

import re
import subprocess

import pytest

from agent_runtime.governance.policy import Policy
from agent_runtime.governance.rules import Rule
from agent_runtime.governance.shell import simple_argv
from agent_runtime.governance.trust import TrustStore

PRINTS = {"read.print"}
"""`echo` prints whatever it is given."""
TEXT = {"read.printf", "read.expr", "read.test", "test.bazel"}
"""Their operands are text or labels, never files."""
NAMES = {"read.ls", "read.stat", "read.du", "read.tree", "git.files", "read.fd"}
"""They show names only, nothing of what is in a file."""
MEMBERS = {"read.zip", "read.zipinfo"}
"""After the archive stand the names of its members."""

NEVER = (
    "$(sh x)", "<(sh -c x)", "`x`", "> out", ">> out", "< .env", "| sh", "; x", "& x", "&& x", "|| x", "\nx",
    "2> out", "&> out", "<<< \"$(x)\"", "'$X'x\"$(x)\"",
)  # fmt: skip
"""Nothing may follow any command that is allowed."""
UNLISTED = (
    "--zzz", "--zzz=x", "-%", "\\\n--zzz", "'--zzz'", "--z\"zz\"", "--exec=x", "--output=/etc/x", "--out=/etc/x",
    "--output-file=x", "--conf=evil", "--plugin=x", "--load=x", "--rcfile=x", "--init=x", "--pre=x", "--pager=x",
    "--require x", "--import ./x", "--eval=x", "--wrapper=x", "--fix", "--write", "--file=/etc/hosts",
    "--from-file=/etc/hosts", "--files0-from=x", "--exclude-from=/etc/hosts", "--include=/etc/hosts",
    "--directory=/etc", "--root=/", "--prefix=/etc", "--cwd=/etc", "--cache-dir=/etc/x", "--log-file=/etc/x",
    "-x/etc/hosts", "-f/etc/hosts", "-I/etc", "-C/etc", "--help=/etc/x", "--=x",
)  # fmt: skip
"""Flags that no rule lists in this form, for any program."""
OUTSIDE = ("/etc/hosts", "../x", "~/x", "~/.ssh/id_rsa", "-- /etc/hosts")
MAY_NAME_OUTSIDE = TEXT | MEMBERS | {"read.dpkg", "test.make-dry", "read.fd"}
"""`dpkg -S /bin/x` asks who installed it, `make -n /x` runs nothing, `fd` takes a pattern first."""
SECRET = (".env", "./.env", "src/../.env", "id_rsa", ".e*", "[.]env", "$'\\x2eenv'", "\\.env", "-- .env")
MAY_NAME_SECRET = TEXT | NAMES | MEMBERS
ADDRESS = ("http://evil/x", "file:///etc/hosts")
MAY_NAME_ADDRESS = TEXT | MEMBERS | {"read.fd", "read.dpkg"}

NOT_ALONE = {"read.bc"}
"""Rules whose program only works in a pipe."""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    folder = tmp_path_factory.mktemp("structure")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name in (".env", "id_rsa", "src/a.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x\n")
    nowhere = folder / "nowhere"
    return Policy.load(folder, user_file=nowhere / "policy.toml", trust=TrustStore(nowhere / "trust.json"))


def allowing(policy: Policy) -> list[tuple[Rule, str]]:
    """Each rule that allows a program, and an example of its own that is one simple command."""
    found = []
    for rule in policy.rules():
        if rule.verdict != "allow" or not rule.programs or rule.id in NOT_ALONE:
            continue
        example = next((m for m in rule.match if simple_argv(m, policy.workspace)), None)
        assert example, f"{rule.source}: rule {rule.id!r} has no example that is one simple command"
        assert policy.decide_command(example).verdict == "allow", example
        found.append((rule, example))
    return found


def allowed(policy: Policy, words: tuple[str, ...], exempt: set[str]) -> list[str]:
    return [
        f"{rule.id}: {example} {word}"
        for rule, example in allowing(policy)
        if rule.id not in exempt
        for word in words
        if policy.decide_command(f"{example} {word}").verdict == "allow"
    ]


def test_nothing_may_be_hung_on_an_allowed_command(policy: Policy) -> None:
    assert allowed(policy, NEVER, set()) == []


def test_a_flag_that_a_rule_does_not_list_is_asked(policy: Policy) -> None:
    assert allowed(policy, UNLISTED, PRINTS) == []


def test_a_path_outside_is_asked(policy: Policy) -> None:
    assert allowed(policy, OUTSIDE, PRINTS | MAY_NAME_OUTSIDE) == []


def test_a_secret_is_asked(policy: Policy) -> None:
    assert allowed(policy, SECRET, PRINTS | MAY_NAME_SECRET) == []


def test_an_address_is_asked(policy: Policy) -> None:
    assert allowed(policy, ADDRESS, PRINTS | MAY_NAME_ADDRESS) == []


def test_every_exception_is_needed(policy: Policy) -> None:
    """An exception that has become untrue would hide the next hole."""
    for words, exempt in ((OUTSIDE, MAY_NAME_OUTSIDE), (SECRET, MAY_NAME_SECRET), (ADDRESS, MAY_NAME_ADDRESS)):
        used = {line.partition(":")[0] for line in allowed(policy, words, PRINTS)}
        assert exempt - used == set()


def test_every_allow_rule_lists_its_flags(policy: Policy) -> None:
    """`flags_allowed` may neither be missing nor hold `*`, but for `echo`, and `find`, which is judged word by word."""
    open_rules = [r.id for r, _ in allowing(policy) if r.flags_allowed is None or "*" in r.flags_allowed]
    assert sorted(open_rules) == ["read.find", "read.print"]


DANGEROUS_FLAG = re.compile(
    r"^--?(exec|output-file|out|outfile|fix|write|in-place|inplace|plugin|plugins|load|load-plugins|require|import|"
    r"rcfile|init-hook|pre|pager|command|cmd|script|eval|ext-diff|textconv|open|install|upload-pack|receive-pack|"
    r"toolexec|vettool|compress-program|to-command|use-compress-program|rsh|wrapper|runner|globals?etup|setupFiles?|"
    r"rulesdir|resolve-plugins-relative-to|preload|loader|hostname-bin|info-script|checkpoint-action|"
    r"rootdir|confcutdir|basetemp|overlay|modfile|pkgdir|manifest-path|target-dir|out-dir|artifact-dir|"
    r"fplugin|specs|wrapper|save-temps|update-snapshot|updateSnapshot|env-file|userconfig|prefix-dir)$",
    re.IGNORECASE,
)


def test_no_rule_lists_a_flag_that_runs_or_writes(policy: Policy) -> None:
    """Flags that by their name run a program, load code or write, unless their value is limited or judged as a path."""
    found = [
        f"{rule.id}: {flag}"
        for rule, _ in allowing(policy)
        for flag, kind in {**(rule.flags_allowed or {}), **(rule.flags_passed or {})}.items()
        if DANGEROUS_FLAG.match(flag) and not (kind or "").lstrip("?").startswith(("(", "number", "read"))
    ]
    assert found == []


def test_a_value_that_names_a_configuration_is_limited_to_well_known_files(policy: Policy) -> None:
    found = [
        f"{rule.id}: {flag}"
        for rule, _ in allowing(policy)
        for flag, kind in (rule.flags_allowed or {}).items()
        if re.match(r"--?(config|config-file|settings|rcfile|project-config)$", flag)
        and not (kind or "").lstrip("?").startswith("(")
    ]
    assert found == []
