"""Cookies as a server sets them."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from cookietin.match import default_path, domain_matches


@dataclass
class Cookie:
    """A cookie; `expires` and `created` are in seconds since 1970, and one that does not expire ends with the session."""

    name: str
    value: str
    domain: str
    path: str = "/"
    host_only: bool = True
    secure: bool = False
    http_only: bool = False
    expires: float | None = None
    created: float = 0

    @property
    def key(self):
        return self.name, self.domain, self.path

    def expired(self, now):
        return self.expires is not None and self.expires <= now


def parse_cookie(line, host, path, now):
    """The cookie in a Set-Cookie line that a host sent for a path; None if it is not to be kept."""
    pair, *rest = line.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals or not name:
        return None
    attributes = _attributes(rest)
    host = host.lower()
    domain = attributes.get("domain", "").lstrip(".").lower()
    if domain and not domain_matches(host, domain):
        return None
    cookie_path = attributes.get("path", "")
    return Cookie(
        name=name,
        value=value,
        domain=domain or host,
        path=cookie_path if cookie_path.startswith("/") else default_path(path),
        host_only=not domain,
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        expires=_expires(attributes, now),
        created=now,
    )


def _attributes(parts):
    """The attributes by their names in small letters; the last one of a name counts."""
    attributes = {}
    for part in parts:
        name, _, value = part.partition("=")
        attributes[name.strip().lower()] = value.strip()
    return attributes


def _expires(attributes, now):
    """When a cookie is over; None at the end of the session. What cannot be read is taken as if it were not there."""
    max_age = _seconds(attributes.get("max-age", ""))
    if max_age is not None:
        return now + max_age
    try:
        return parsedate_to_datetime(attributes.get("expires", "")).timestamp()
    except ValueError:
        return None


def _seconds(text):
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() else None
