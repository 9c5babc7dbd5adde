"""Which hosts and paths a cookie goes to."""

import ipaddress


def is_address(host):
    """Whether a host is an IP address, which has no domains above it."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def domain_matches(host, domain):
    """Whether a host is the domain itself or one below it."""
    host, domain = host.lower(), domain.lower()
    if host == domain:
        return True
    return host.endswith("." + domain) and not is_address(host)


def path_matches(path, cookie_path):
    """Whether a path is that of the cookie or one below it."""
    if path == cookie_path:
        return True
    return path.startswith(cookie_path.rstrip("/") + "/")


def default_path(path):
    """The path of a cookie that does not name one: the folder of the request."""
    if not path.startswith("/"):
        return "/"
    return path[: path.rindex("/")] or "/"
