"""The jar."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from cookietin.cookie import Cookie, parse_cookie
from cookietin.match import domain_matches, path_matches


class Jar:
    def __init__(self):
        self._cookies = {}

    def __len__(self):
        return len(self._cookies)

    def __iter__(self):
        return iter(self._cookies.values())

    def store(self, url, line, now=None):
        """Take in the Set-Cookie line of an answer from a URL; False if it is refused."""
        now = time.time() if now is None else now
        parts = urlsplit(url)
        cookie = parse_cookie(line, parts.hostname or "", parts.path, now)
        if cookie is None or (cookie.secure and parts.scheme != "https"):
            return False
        if cookie.expired(now):
            self._cookies.pop(cookie.key, None)
            return True
        if cookie.key in self._cookies:
            cookie.created = self._cookies[cookie.key].created
        self._cookies[cookie.key] = cookie
        return True

    def cookies_for(self, url, now=None):
        """The cookies that go to a URL, in the order in which they are sent."""
        now = time.time() if now is None else now
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path or "/"
        found = [
            cookie
            for cookie in self
            if not cookie.expired(now)
            and (host == cookie.domain if cookie.host_only else domain_matches(host, cookie.domain))
            and path_matches(path, cookie.path)
            and (parts.scheme == "https" or not cookie.secure)
        ]
        return sorted(found, key=lambda cookie: (-len(cookie.path), cookie.created))

    def header(self, url, now=None):
        """The Cookie header for a URL; empty if there is none to send."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies_for(url, now))

    def purge(self, now=None):
        """Throw away what has expired, and say how many that were."""
        now = time.time() if now is None else now
        over = [cookie.key for cookie in self if cookie.expired(now)]
        for key in over:
            del self._cookies[key]
        return len(over)

    def end_session(self):
        """Throw away the cookies of the session."""
        self._cookies = {cookie.key: cookie for cookie in self if cookie.expires is not None}

    def save(self, path):
        kept = [asdict(cookie) for cookie in self if cookie.expires is not None]
        Path(path).write_text(json.dumps(kept, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path):
        jar = cls()
        for fields in json.loads(Path(path).read_text(encoding="utf-8")):
            cookie = Cookie(**fields)
            jar._cookies[cookie.key] = cookie
        return jar
