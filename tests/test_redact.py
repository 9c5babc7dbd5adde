"""Secrets go, everything else stays. Secrets are put together here so that this file holds none."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.redact import Redactor, is_secret_key, is_secret_name
from agent_runtime.types import JsonValue

A = "aB3dE5gH7jK9mN1p"
"""16 characters that look random."""
HEX = "0123456789abcdef"
PEM = f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{(A * 4 + chr(10)) * 3}{A}==\n-----END RSA {'PRIVATE'} KEY-----"

TOKENS = {
    "aws": "AKIA" + "IOSFODNN7EXAMPLE",
    "aws temporary": "ASIA" + "IOSFODNN7EXAMPLE",
    "github": "ghp_" + A * 2 + "abcd",
    "github app": "ghs_" + A * 2 + "abcd",
    "github fine": "github_pat_" + A + "abcdef_" + A * 3,
    "gitlab": "glpat-" + A + "abcd",
    "slack": "xoxb-" + "123456789012-123456789012-" + A,
    "slack app": "xapp-1-" + "A01B2C3D4-123456789-" + A,
    "stripe": "sk_live_" + A,
    "stripe test": "rk_test_" + A,
    "twilio": "SK" + HEX * 2,
    "sendgrid": "SG." + A + "abcdef." + A * 2,
    "npm": "npm_" + A * 2 + "abcd",
    "pypi": "pypi-" + "AgEIcHlwaS5vcmc" + A * 4,
    "docker": "dckr_pat_" + A + "abcd",
    "digitalocean": "dop_v1_" + HEX * 4,
    "hugging face": "hf_" + A * 2,
    "openai": "sk-" + A * 3,
    "openai project": "sk-proj-" + A + "-" + A + "_" + A,
    "anthropic": "sk-ant-api03-" + A * 5 + "-AA",
    "openrouter": "sk-or-v1-" + HEX * 4,
    "groq": "gsk_" + A * 3,
    "xai": "xai-" + A * 5,
    "google": "AIza" + A * 2 + "abc",
    "google oauth": "ya29." + A * 3,
    "google client": "GOCSPX-" + A + "abcdefgh",
    "databricks": "dapi" + HEX * 2,
    "vault": "hvs." + A * 2,
    "terraform": A[:14] + ".atlasv1." + A * 4,
    "shopify": "shpat_" + HEX * 2,
    "square": "sq0atp-" + A + "abcdef",
    "age": "AGE-SECRET-KEY-1" + "QPZRY9X8GF" * 5 + "QPZRY9X8",
    "grafana": "glsa_" + A * 2 + "_" + HEX[:8],
    "telegram": "123456789" + ":AA" + A * 2 + "a",
    "jwt": "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0." + A * 2,
    "private key": PEM,
    "private key in JSON": json.dumps(PEM)[1:-1],
    "private key cut off": PEM[:150],
    "openssh key": PEM.replace("RSA", "OPENSSH"),
    "pgp key": PEM.replace("RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK"),
}

WITHIN = {
    "postgres://app:{}@db.example.com/x": "hun" + "ter2",
    "mongodb+srv://u:{}@cluster0.mongodb.net/?w=1": "p%40ss" + "word1",
    "redis://:{}@127.0.0.1:6379/0": "red" + "is1",
    "https://user:{}@example.com/repo.git": "tok" + "en1234",
    "Authorization: Bearer {}": A * 2,
    "authorization: Basic {}": base64.b64encode(b"user:pass" + b"word").decode(),
    "curl -u admin:{} https://example.com": "adm" + "in123",
    "curl -sS --user 'admin:{}' https://example.com": "adm" + "in123",
    "Set-Cookie: session={}": A,
    "PASS" + "WORD={}": "hun" + "ter2",
    "export DB_PASS" + "WORD={}": "secretive",
    "MY_API" + "_KEY={}": A,
    '{{"pass' + 'word": "{}"}}': "correcthorse",
    "pass" + "word: {}": "hun" + "ter22",
    "client_sec" + "ret = '{}'": A,
    "aws_secret_access" + "_key = {}": "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + A,
    "--pass" + "word={}": "hun" + "ter2",
    "?api" + "_key={}&x=1": A,
    "AccountKey={};EndpointSuffix=x": A * 4 + "==",
    "Server=x;User=sa;Pass" + "word={};": "Str0ng!Pass",
    '"x-api' + '-key": "{}"': A,
    "https://hooks.slack.com/services/{}": "T00000000/B00000000/" + A,
    '{{\\"pass' + 'word\\": \\"{}\\"}}': "hun" + "ter22",
}

HARMLESS = [
    "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "index 83db48f84ec8..bf29d1a3c2b6 100644",
    "sha256:" + hashlib.sha256(b"x").hexdigest(),
    str(uuid.UUID(int=0x1234567890ABCDEF1234567890ABCDEF)),
    base64.b64encode(bytes(range(256))).decode(),
    "data:image/png;base64," + base64.b64encode(random.Random(1).randbytes(3000)).decode(),
    "password = get_password()",
    "def login(user: str, password: str, token: str | None = None) -> Token:",
    "self.password = password",
    "api_key=settings.model_api_key.get_secret_value()",
    "token = tokens[0]",
    'token = "identifier"',
    '"max_tokens": 1024, "prompt_tokens": 812, "token_count": 12',
    "PASSWORD=${PASSWORD}",
    "PASSWORD=<your password>",
    "MODEL_API_KEY=",
    "MODEL_API_KEY=your-key-here",
    'os.environ["API_KEY"]',
    "postgres://user:${DB_PASSWORD}@localhost/db",
    "https://example.com:8080/a@b",
    "docker run -u 1000:1000 image",
    'if "-----BEGIN PRIVATE KEY-----" in text:',
    "risk-assessment-for-the-whole-organisation-2026",
    "task-1234567890123456",
    "keyboard_key: KeyCode = Enter1",
    "secrets.token_hex(3)",
    "import secrets; secret_sharing_scheme = Shamir()",
    "the bearer authentication_middleware_class",
    "tokenizer: Qwen2Tokenizer",
    "fe80::1ff:fe23:4567:890a",
    "-----BEGIN CERTIFICATE-----\nMIIB" + A * 3 + "\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIB" + A * 3 + "\n-----END PUBLIC KEY-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + A * 2 + " me@host",
    "integrity sha512-" + base64.b64encode(random.Random(2).randbytes(64)).decode(),
]


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "x = '{}'\n",
        "before {} after",
        '{{"a": ["{}"]}}',
        "a\n{}\nb",
        "({}),",
        "url?t={}&b=1",
        "A_TOKEN={}",
        "%3D{}%26",
        "\\x1b[31m{}\\x1b[0m",
        '{{"a": "x\\\\n{}\\\\n"}}',
    ],
)
def test_a_token_goes_and_its_surroundings_stay(redactor: Redactor, kind: str, around: str) -> None:
    token = TOKENS[kind]
    if kind == "private key cut off" and around != "{}":
        around = "before {}"
    done = redactor.text(around.format(token))
    assert token not in done
    assert token[8:40] not in done
    assert "[redacted:" in done
    before, after = around.format("\0").split("\0")
    assert done.startswith(before)
    assert done.endswith(after)
    assert redactor.text(done) == done


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize("around", ["{}-x", "/{}/", "{}.", "{}_x", "={}="])
def test_a_token_goes_with_anything_around_it(redactor: Redactor, kind: str, around: str) -> None:
    assert TOKENS[kind][8:40] not in redactor.text(around.format(TOKENS[kind]))


@pytest.mark.parametrize("around", WITHIN)
def test_a_secret_goes_by_what_stands_beside_it(redactor: Redactor, around: str) -> None:
    text = around.format(WITHIN[around])
    done = redactor.text(f"first\n{text}\nlast")
    assert WITHIN[around] not in done
    before, after = around.format("\0").split("\0")
    assert done.startswith(f"first\n{before}"[:12])
    assert done.endswith("\nlast")
    assert "redacted" in done
    assert redactor.text(done) == done
    assert len(after) < 3 or after[-3:] in done


@pytest.mark.parametrize("text", HARMLESS)
def test_no_false_alarm(redactor: Redactor, text: str) -> None:
    assert redactor.text(text) == text


def test_no_false_alarm_on_this_repository(redactor: Redactor) -> None:
    root = Path(__file__).parent.parent
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.decode()
    files = [root / name for name in listed.split("\0") if name and not name.startswith("tests/")]  # made-up secrets
    assert len(files) > 20
    alarms = []
    for path in files:
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            done = redactor.text(text)
            pairs = zip(text.splitlines(), done.splitlines(), strict=False)
            alarms += [f"{path.relative_to(root)}: {old}" for old, new in pairs if old != new][:3]
    assert alarms == []


def test_no_false_alarm_on_random_test_data(redactor: Redactor) -> None:
    source = random.Random(7)
    for size in (30, 300, 30_000):
        data = source.randbytes(size)
        for text in (
            data.hex(),
            base64.b64encode(data).decode(),
            base64.encodebytes(data).decode(),
            base64.b85encode(data).decode(),
        ):
            assert redactor.text(text) == text


def test_exact_values_of_the_environment() -> None:
    redactor = Redactor.from_environment(
        {
            "MY_SERVICE_TOKEN": "plain-looking-value",
            "DB_PASS" + "WORD": "postgres",
            "PATH": "/usr/bin:/bin",
            "SSH_AUTH_SOCK": "/tmp/agent.123",
            "DATABASE_URL": "mysql://root:sup3r" + "s3cret@db/x",
            "MAX_TOKENS": "123456789",
            "API_KEY": "",
        },
        {"STRIPE_SECRET": 'with "quotes" and\nlines', "UNSET_KEY": None},
        extra=["from-toml"],
    )
    assert redactor.text("a plain-looking-value b") == "a [redacted:MY_SERVICE_TOKEN] b"
    assert redactor.text("the postgres server listens on 123456789") == "the postgres server listens on 123456789"
    assert redactor.text("/usr/bin:/bin /tmp/agent.123") == "/usr/bin:/bin /tmp/agent.123"
    assert "sup3r" not in redactor.text("it is sup3r" + "s3cret")
    assert redactor.text('with "quotes" and\nlines') == "[redacted:STRIPE_SECRET]"
    assert redactor.text(json.dumps('with "quotes" and\nlines')) == '"[redacted:STRIPE_SECRET]"'
    assert redactor.text(base64.b64encode(b"plain-looking-value").decode()) == "[redacted:MY_SERVICE_TOKEN]=="
    assert redactor.text("from-toml") == "[redacted:secret]"


@pytest.mark.parametrize(
    "name",
    [
        "OPENAI_API_KEY",
        "GITHUB_TOKEN",
        "DB_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "SENTRY_DSN",
        "PGPASSWORD",
        "npm_config__authToken",
        "SECRET_KEY_BASE",
    ],
)
def test_secret_names(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "HOME",
        "SSH_AUTH_SOCK",
        "MODEL_MAX_TOKENS",
        "KEYBOARD_LAYOUT",
        "TOKENIZERS_PARALLELISM",
        "SSL_KEY_FILE",
        "MONKEY",
        "AUTHOR",
    ],
)
def test_names_of_no_secret(name: str) -> None:
    assert not is_secret_name(name)


def test_json_by_key(redactor: Redactor) -> None:
    value: JsonValue = {
        "password": "ab" + "c",
        "pin": {
            "clientSecret": 12345,
            "X-Api-Key": ["a1b2c3", "d4e5f6"],
            "tokens": 5,
            "max_tokens": 7,
            "authorization": None,
        },
        "password_required": True,
        "secret": "",
        "headers": {"Authorization": "Bearer x", "Accept": "y"},
        "list": [{"api_key": "k"}, 1, 2.5, None, "text"],
    }
    assert redactor.json(value) == {
        "password": "[redacted]",
        "pin": {
            "clientSecret": "[redacted]",
            "X-Api-Key": ["[redacted]", "[redacted]"],
            "tokens": 5,
            "max_tokens": 7,
            "authorization": None,
        },
        "password_required": True,
        "secret": "",
        "headers": {"Authorization": "[redacted]", "Accept": "y"},
        "list": [{"api_key": "[redacted]"}, 1, 2.5, None, "text"],
    }  # fmt: skip


def test_secret_keys() -> None:
    assert all(
        map(is_secret_key, ["password", "DB_PASSWORD", "access-token", "refreshToken", "Set-Cookie", "private_key"])
    )
    assert not any(
        map(is_secret_key, ["tokens", "max_tokens", "key", "author", "keyboard", "passenger", "token_count"])
    )


def test_attributes(redactor: Redactor) -> None:
    values = {"a": "x", "b": 1, "c": "ghp_" + A * 2 + "abcd", "d": 2.5}
    assert redactor.attributes(values) == {"a": "x", "b": 1, "c": "[redacted:github-token]", "d": 2.5}
    harmless = {"a": "x", "b": True}
    assert redactor.attributes(harmless) == harmless


ENDLESS = {
    "jwt": "eyJ-" * 50_000,
    "sk": "sk-" * 60_000,
    "placeholder": '"pass' + 'word": "your' + "a" * 4000 + '!!"',
    "spaces after a key": "-----BEGIN PRIVATE" + " KEY-----" + " " * 50_000,
    "many keys": ("-----BEGIN PRIVATE" + " KEY-----\n") * 5_000,
    "assignments": "password=" * 20_000,
    "quotes": "password='" * 20_000,
    "urls": "a://b:" * 30_000,
    "curl": "curl -u " * 20_000,
    "bearer": "bearer " * 30_000,
    "cookie": "cookie: a" * 20_000,
    "escapes": "\\neyJ" * 30_000,
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_no_text_takes_for_ever(kind: str) -> None:
    """In a process of its own, which is ended when an expression backtracks without end."""
    code = "import sys; from agent_runtime.redact import Redactor; Redactor().text(sys.stdin.read())"
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code], input=ENDLESS[kind], text=True, check=True, timeout=30, cwd=root)


@pytest.mark.parametrize("secret", ["my" + "S3cret", "pa$" + "sword1", "the" + "Answer42", "changed" + "!1x" + "!" * 9])
def test_a_secret_that_looks_a_little_like_a_placeholder_goes(redactor: Redactor, secret: str) -> None:
    assert secret not in redactor.text('"pass' + f'word": "{secret}"')


SECRETS = st.sampled_from([*TOKENS.values(), *(around.format(secret) for around, secret in WITHIN.items())])
TEXTS = st.lists(
    st.one_of(st.text(max_size=20), SECRETS, st.sampled_from(['password="', "PASSWORD=", "://a:b", "=", "\n", "'"]))
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.just("password"), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_twice_is_once(text: str) -> None:
    once = Redactor().text(text)
    assert Redactor().text(once) == once


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_one_pass_over_a_value_finds_what_each_text_alone_shows(value: JsonValue) -> None:
    redactor = Redactor()
    assert redactor.json(value) == redactor._json(value)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), TEXTS))
def test_one_pass_over_attributes_finds_what_each_text_alone_shows(values: dict[str, str]) -> None:
    redactor = Redactor()
    assert redactor.attributes(values) == {key: redactor.text(text) for key, text in values.items()}
