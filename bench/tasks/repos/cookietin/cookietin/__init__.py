"""A jar for the cookies of an HTTP client."""

from cookietin.cookie import Cookie, parse_cookie
from cookietin.jar import Jar
from cookietin.match import default_path, domain_matches, path_matches

__all__ = ["Cookie", "Jar", "default_path", "domain_matches", "parse_cookie", "path_matches"]
