"""Removes secrets before anything is written, sent, shown or given to a model.

Three rules, each with its own evidence: the exact values of secret-looking environment and `.env` entries, the known
shapes of tokens, and values that stand beside a key such as `password`. Each regular expression runs only when a
literal that it needs is in the text, which keeps the usual case (nothing to hide) at a few microseconds.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote

from agent_runtime.types import JsonValue

Scalar = TypeVar("Scalar")

# A token begins where no word goes on, or behind an escape that ends in a letter: JSON's, a URL's, a terminal's.
_BEFORE = r"(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9A-Fa-f]{2})|(?<=[\d;]m))"
_AFTER = r"(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A known shape: what must be in the text for it to be possible, and its expression. Group 1, when there is
    one, is the secret; else the whole match is."""

    name: str
    literals: tuple[str, ...]
    pattern: re.Pattern[str]


def _shape(name: str, literals: str, pattern: str, *, bare: bool = False) -> _Shape:
    return _Shape(name, tuple(literals.split()), re.compile(pattern if bare else f"{_BEFORE}(?:{pattern}){_AFTER}"))


# Prefixes and lengths as their issuers document them (and as secret scanners such as gitleaks collect them).
_SHAPES = (
    _shape("aws-access-key", "AKIA ASIA ABIA ACCA", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
    _shape("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{30,255}"),
    _shape("github-token", "github_pat_", r"github_pat_[A-Za-z0-9_]{22,255}"),
    _shape("gitlab-token", "glpat- gldt- glrt- glcbt- glptt- glft- glsoat-",
           r"gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w.-]{20,}"),
    _shape("atlassian-token", "ATATT ATBB ATCTT", r"(?:ATATT3|ATCTT3)[\w=+/.-]{60,}|ATBB[A-Za-z0-9]{28,}"),
    _shape("slack-token", "xox xapp-", r"xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{20,}"),
    _shape("webhook", "hooks.slack.com/",
           r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]{20,})", bare=True),
    _shape("webhook", "/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/\d+/([\w-]{40,})", bare=True),
    _shape("telegram-token", ":AA", r"\d{8,10}:AA[\w-]{33}"),
    _shape("stripe-key", "_live_ _test_", r"[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    _shape("webhook-secret", "whsec_", r"whsec_[A-Za-z0-9+/=]{24,}"),
    _shape("twilio-key", "SK", r"SK[0-9a-f]{32}"),
    _shape("sendgrid-key", "SG.", r"SG\.[\w-]{16,32}\.[\w-]{16,64}"),
    _shape("npm-token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _shape("pypi-token", "pypi-", r"pypi-[A-Za-z0-9_-]{50,}"),
    _shape("docker-token", "dckr_", r"dckr_(?:pat|oat)_[\w-]{20,}"),
    _shape("digitalocean-token", "_v1_", r"do[opr]_v1_[0-9a-f]{64}"),
    _shape("huggingface-token", "hf_ api_org_", r"(?:hf_|api_org_)[A-Za-z0-9]{30,}"),
    _shape("model-provider-key", "sk-",
           r"sk-(?:[A-Za-z0-9]{1,12}-){0,3}(?=[\w-]{0,64}\d)[A-Za-z0-9_]{16,}(?:-[\w-]+)?"),
    _shape("model-provider-key", "sk-ant- sk-proj- sk-svcacct-", r"sk-(?:ant|proj|svcacct|admin)-[\w-]{16,}"),
    _shape("langfuse-key", "k-lf-", r"[sp]k-lf-[0-9a-f-]{36}"),
    _shape("model-provider-key", "gsk_ xai- pplx- r8_ fw_ nvapi-", r"(?:gsk_|xai-|pplx-|r8_|fw_|nvapi-)[\w-]{20,}"),
    _shape("google-key", "AIza", r"AIza[\w-]{35}"),
    _shape("google-token", "ya29. GOCSPX-", r"(?:ya29\.|GOCSPX-)[\w.-]{20,}"),
    _shape("databricks-token", "dapi", r"dapi[0-9a-f]{32}(?:-\d)?"),
    _shape("vault-token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,}"),
    _shape("terraform-token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}"),
    _shape("shopify-token", "shp", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    _shape("square-token", "sq0", r"sq0(?:atp|csp|idp)-[\w-]{22,}"),
    _shape("azure-key", "AccountKey= SharedAccessKey=",
           r"(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,}={0,2})", bare=True),
    _shape("azure-signature", "sig=", r"[?&]sig=([A-Za-z0-9%+/=]{30,})", bare=True),
    _shape("azure-secret", "8Q~", r"[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    _shape("age-key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    _shape("service-token", "glsa_ glc_", r"gl(?:sa|c)_[\w=+/-]{30,}"),
    _shape("service-token", "lin_api_ ntn_ figd_ NRAK- PMAK- sntrys_ sntryu_ rubygems_ dp.pt. pul- tfp_ CFPAT-", (
        r"(?:lin_api_|ntn_|figd_|NRAK-|PMAK-|sntry[su]_|rubygems_|dp\.pt\.|pul-|tfp_|CFPAT-)[\w=+/-]{20,}"
    )),
    _shape("jwt", "eyJ", r"eyJ[\w-]{8,512}\.[\w-]{8,}\.[\w-]{6,}(?:\.[\w-]*){0,2}"),
    _shape("bearer", "earer", r"(?i:bearer)\s+(?=[\w.~+/-]*\d)([\w.~+/-]{16,}=*)", bare=True),
    _shape("basic-auth", "asic", r"(?i:authorization[\"']?\s*[:=]\s*[\"']?basic)\s+([A-Za-z0-9+/]{6,}=*)", bare=True),
    _shape("url-password", "://",
           r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/@:'\"`<>\\]*:([^\s'\"`<>\\/]{1,256})@[\w.\[\-$]", bare=True),
    _shape("curl-password", "curl",
           r"\bcurl\b[^\n]{0,400}?\s(?:-u|--user)[ =]?[\"']?[^\s:'\"]+:([^\s'\"]+)", bare=True),
    _shape("cookie", "ookie", r"(?i:\b(?:set-)?cookie)[\"']?\s*:\s*[\"']?([\w.-]+=[^\s;\"']{8,}[^\n\"']*)", bare=True),
)  # fmt: skip

_PLACEHOLDER = re.compile(
    r"(?i)^(?:|[\W_]+|x{3,}|\[redacted.*|.*(?:\*{3}|\.{3}|x{4}).*|[<{\[(].*|%[sdr(].*|\$\d.*|\$[A-Za-z_(].*|.*\$[({].*|"
    r"os\.environ.*|/[a-z_/-]+|.*\{[\w.]*\}.*|"
    r"(?:your|change|insert|replace|enter|put|example|todo|fixme)[\w .,/-]{0,60}|"
    r"(?:my|the|some|an?)[\W_](?:api|secret|password|token|key)[\w-]{0,20}|"
    r"(?:none|null|nil|true|false|undefined|optional|required|string|str|bytes|text|int|secretstr|password|passwd|"
    r"secret|token|key|value|default|test|dummy|fake|placeholder|env|prompt|hidden|masked|unset|disabled|enabled|auto))$"
)
"""Values that stand where a secret would, and are none."""
_NAME = re.compile(r"^(?=.*(?i:passw|secret|key|token|cred|auth))[A-Za-z]+(?:[_.][A-Za-z]+)+$")
"""A value that names a secret instead of being one: `CYBERARK_API_KEY`."""

_KEYWORDS = {
    "pass": ("password", "passwd", "passphrase"),
    "pwd": ("pwd",),
    "secret": ("secret",),
    "token": ("token",),
    "key": (
        "apikey", "api_key", "api-key", "access_key", "access-key", "accesskey", "private_key", "privatekey",
        "account_key", "accountkey", "auth_key", "encryption_key", "signing_key", "secret_key", "secretkey",
    ),
    "auth": ("_auth",),
    "cred": ("credential",),
}  # fmt: skip
"""What a key is made of, by the stem that is looked for first."""

_ASSIGNMENT = re.compile(
    r"""[A-Za-z0-9]{0,20}(?:[_-][A-Za-z0-9]{1,20}){0,3}?   # the rest of the key
        (?P<kq>\\?["'])?\]?
        (?P<op>\s{0,3}(?::=|=>|=|:)\s{0,3}|\s(?=["'][^\s"']{6,}["']))
        (?:(?P<q>\\?["'])(?P<quoted>(?:(?!(?P=q))[^\n]){1,4096})(?P=q)
          |(?P<plain>[^\s"'`,;&()\[\]{}<>|\\]{1,4096})(?P<next>[(\[{]?))
    """,
    re.VERBOSE,
)
_STRONG = ("password", "passwd", "passphrase", "pwd", "secret", "apikey", "accesskey", "privatekey", "accountkey")

_SECRET_KEY = re.compile(
    r"(?:password|passwd|passphrase|pwd|secret|secretkey|apikey|accesskey|privatekey|accountkey|signingkey|"
    r"encryptionkey|secretaccesskey|token|authorization|proxyauthorization|cookie|setcookie|credential|credentials|"
    r"passwords|secrets|apikeys|connectionstring|clientsecret|authtoken|bearer|jwt|sessionkey|xapikey|xauthkey)$"
)
"""Normalised (lower case, letters and digits only) names of JSON keys and headers whose value is a secret."""

_SECRET_NAME = re.compile(
    r"(?i)(?:^|_)(?:api_?key|key|token|secret|pass|passwd|password|passphrase|pwd|credentials?|auth|pat|dsn|jwt|"
    r"cookie|private_?key|connection_?string|webhook)(?:_?\d+|s)?(?:_(?:id|base64|b64|prod|dev|live|test))?$"
    r"|(?i:secret|password|passwd|apikey|api_key|access_key|private_key|token)(?!.*(?:_file|_path|_dir|_url|_id|_name)$)"
)
_NO_SECRET_NAME = re.compile(
    r"(?i)(?:_sock|_file|_path|_dir|_url|_uri|_endpoint|_host|_port|_name|_ttl|_type|_max|_limit|"
    r"tokens|tokenizers_parallelism)$"
)

_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)-----")
_PEM_LINE = re.compile(
    r"(?:\\[nrt]|\s){0,8}(?:[^A-Za-z0-9+/=\s]{0,3}\s{0,8}\d{0,6}[:|\s]\s{0,4})?[A-Za-z0-9+/=]{4,80}(?=\\[nr]|\s|$)"
)
_PEM_BODY = re.compile(r"[A-Za-z0-9+/=]{16,}")
_BETWEEN = "\n\0\n"
"""Stands between texts that are looked at in one pass; no expression reaches a secret across it."""
_LITERALS = tuple((literal, shape) for shape in _SHAPES for literal in shape.literals)
# A token with an underscore or hyphen in its prefix goes on with a long run: without one there is no need to look for
# the prefixes, which are many.
_GATES = (
    (None, tuple(item for item in _LITERALS if "_" not in item[0] and "-" not in item[0])),
    (re.compile(r"_[A-Za-z0-9+/=-]{10}"), tuple(item for item in _LITERALS if "_" in item[0])),
    (re.compile(r"-[\w.]{8}"), tuple(item for item in _LITERALS if "-" in item[0] and "_" not in item[0])),
)


class Redactor:
    """Replaces secrets by `[redacted:why]`. Redacting twice changes nothing. Immutable, safe between threads."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        """`values` maps exact secrets to the name that the marker shows."""
        exact: dict[str, str] = {}
        for value, name in (values or {}).items():
            for form in _forms(value):
                exact.setdefault(form, name)
        self._exact = sorted(exact.items(), key=lambda item: -len(item[0]))

    def knowing(self, secrets: Iterable[str]) -> Redactor:
        """One that hides these values, too; not what is too short or too common a word to be a secret."""
        wider = Redactor()
        wider._exact = sorted(
            {**dict(self._exact), **dict(Redactor(dict.fromkeys(filter(_hides, secrets), "secret"))._exact)}.items(),
            key=lambda item: -len(item[0]),
        )
        return wider

    @classmethod
    def from_environment(
        cls,
        environ: Mapping[str, str],
        dotenv: Mapping[str, str | None] | None = None,
        *,
        extra: Iterable[str] = (),
    ) -> Redactor:
        """Take the values of secret-looking entries of the environment and of a `.env`; `extra` are secrets known
        from elsewhere (a key in `config.toml`), kept whatever they look like."""
        values: dict[str, str] = {}
        for source in (environ, dotenv or {}):
            for name, value in source.items():
                if value and is_secret_name(name) and _hides(value):
                    values.setdefault(value, name)
                elif value and "://" in value:
                    values.update(dict.fromkeys((p for p in _url_passwords(value) if _hides(p)), name))
        values.update({value: "secret" for value in extra if len(value) >= 4})
        return cls(values)

    def text(self, text: str) -> str:
        """`text` without secrets."""
        while (clean := self._pass(text)) != text:
            text = clean  # What was hidden may have hidden the beginning of another.
        return text

    def _pass(self, text: str) -> str:
        for value, name in self._exact:
            if value in text:
                text = text.replace(value, f"[redacted:{name}]")
        for gate, literals in _GATES:
            if gate is None or gate.search(text):
                for literal, shape in literals:
                    if literal in text:
                        text = shape.pattern.sub(_marker(shape.name), text)
        if "PRIVATE KEY" in text:
            text = _without_private_keys(text)
        return _without_assigned(text)

    def json(self, value: JsonValue) -> JsonValue:
        """`value` without secrets: texts as `text` does, and what stands under a secret's key."""
        texts: list[str] = []
        if _collect(value, texts):
            joined = _BETWEEN.join(texts)
            if self.text(joined) == joined:
                return value
        return self._json(value)

    def _json(self, value: JsonValue) -> JsonValue:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._json(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self._member(key, item) for key, item in value.items()}
        return value

    def _member(self, key: str, value: JsonValue) -> JsonValue:
        if not is_secret_key(key):
            return self._json(value)
        if isinstance(value, list):
            return [self._member(key, item) for item in value]
        if isinstance(value, str):
            kept = not value or value.startswith("[redacted:") or _PLACEHOLDER.match(value)
            return value if kept else "[redacted]"
        if isinstance(value, int | float) and not isinstance(value, bool):
            return "[redacted]"
        return self._json(value)

    def attributes(self, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """Attribute values without secrets. All texts are looked at in one pass, one by one only after a hit."""
        result = dict(values)
        texts = [value for value in result.values() if isinstance(value, str)]
        joined = _BETWEEN.join(texts)
        if self.text(joined) == joined:
            return result
        return {key: self._attribute(value) for key, value in result.items()}

    def _attribute(self, value: Scalar) -> Scalar:
        return self.text(value) if isinstance(value, str) else value  # type: ignore[return-value]  # str in, str out


def _collect(value: JsonValue, texts: list[str]) -> bool:
    """Gather all texts of a value; `False` when a key in it names a secret."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            texts.append(key)
            if is_secret_key(key) or not _collect(item, texts):
                return False
    elif isinstance(value, list):
        return all(_collect(item, texts) for item in value)
    return True


@lru_cache(maxsize=4096)
def is_secret_key(key: str) -> bool:
    """Whether a JSON key or header names a secret: `password`, `X-Api-Key`, `clientSecret`, but not `max_tokens`."""
    return len(key) <= 80 and _SECRET_KEY.search(re.sub(r"[^a-z0-9]", "", key.lower())) is not None


def is_secret_name(name: str) -> bool:
    """Whether an environment variable's name says that its value is a secret."""
    return _SECRET_NAME.search(name) is not None and _NO_SECRET_NAME.search(name) is None


def _hides(value: str) -> bool:
    """Whether a value is odd enough to be replaced wherever it stands: `postgres` is not, it is a word."""
    if len(value) < 6 or _PLACEHOLDER.match(value) or value.startswith(("/", "./", "~/")):
        return False
    if value.isdigit():
        return len(value) >= 8
    return len(value) >= 16 or (len(value) >= 12 and value.isalpha()) or not value.isalpha()


def _forms(value: str) -> Iterable[str]:
    """A secret as itself and as it stands in JSON, in a URL and, when long enough to be told, in base64."""
    yield value
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield quote(value, safe="")
    if len(value) >= 12:
        yield base64.b64encode(value.encode("utf-8", "surrogateescape")).decode().rstrip("=")
    if "\n" in value.strip():
        yield value.strip()


def _url_passwords(text: str) -> Iterable[str]:
    pattern = next(shape.pattern for shape in _SHAPES if shape.name == "url-password")
    return (match.group(1) for match in pattern.finditer(text))


def _marker(name: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        whole = match.group(0)
        if not match.re.groups:
            return f"[redacted:{name}]"
        secret = match.group(1)
        if _PLACEHOLDER.match(secret):
            return whole
        start, end = match.start(1) - match.start(0), match.end(1) - match.start(0)
        return f"{whole[:start]}[redacted:{name}]{whole[end:]}"

    return replace


def _without_private_keys(text: str) -> str:
    parts, position = [], 0
    while match := _PEM.search(text, position):
        footer = f"-----END {match.group(1)}-----"
        end = text.find(footer, match.end(), match.end() + 65536)
        stop = end if end >= 0 else _body_end(text, match.end())
        if _PEM_BODY.search(text, match.end(), stop):
            parts.append(text[position : match.start()] + "[redacted:private-key]")
            position = stop + (len(footer) if end >= 0 else 0)
        else:
            parts.append(text[position : match.end()])
            position = match.end()
    return "".join(parts) + text[position:]


def _body_end(text: str, position: int) -> int:
    """Where a key that was cut off ends: after its last line of base64."""
    while match := _PEM_LINE.match(text, position):
        position = match.end()
    return position


def _without_assigned(text: str) -> str:
    """Hide what is assigned to a secret's name: `PASSWORD=...`, `"api_key": "..."`, `--token ...`."""
    low = text.lower()
    if len(low) != len(text):
        low = text
    spans: dict[int, int] = {}
    for stem, keywords in _KEYWORDS.items():
        if stem not in low:
            continue
        for keyword in keywords:
            position = low.find(keyword)
            while position >= 0:
                match = _ASSIGNMENT.match(text, position + len(keyword))
                if match and (span := _secret_span(text, position, keyword, match)):
                    spans[span[0]] = max(span[1], spans.get(span[0], 0))
                position = low.find(keyword, position + len(keyword))
    if not spans:
        return text
    parts, done = [], 0
    for start, end in sorted(spans.items()):
        if start >= done:
            parts.append(text[done:start] + "[redacted]")
            done = end
    return "".join(parts) + text[done:]


def _secret_span(text: str, position: int, keyword: str, match: re.Match[str]) -> tuple[int, int] | None:
    start = position
    while start > 0 and position - start < 60 and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    key = text[start : position + len(keyword)] + re.split(r"[^\w-]", match.group(0), maxsplit=1)[0]
    if not is_secret_key(key):
        return None
    strong = any(word in re.sub(r"[^a-z0-9]", "", key.lower()) for word in _STRONG)
    if quoted := match.group("quoted"):
        if _PLACEHOLDER.match(quoted) or _NAME.match(quoted) or any(c.isspace() for c in quoted):
            return None
        if len(quoted) < (4 if strong else 8) or (not strong and not _mixed(quoted)):
            return None
        return match.span("quoted")
    plain = match.group("plain")
    if plain is None or match.group("next") or _PLACEHOLDER.match(plain) or plain.startswith("[redacted"):
        return None
    tight = match.group("op") == "="
    dotenv = tight and key.isupper() and (start == 0 or text[start - 1] in "\n \t")
    if dotenv and len(plain) >= 4 and "$" not in plain:
        return match.span("plain")
    if not _mixed(plain) or len(plain) < (6 if strong else 16) or re.match(r"^[A-Za-z_]\w*\.[A-Za-z_.]+\w*$", plain):
        return None
    return match.span("plain")


def _mixed(value: str) -> bool:
    """Letters and digits, as secrets have and words have not."""
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
