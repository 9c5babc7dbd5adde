"""AGENT_OFFLINE, enforced inside the process: a connection that would leave this machine is refused.

Python raises an audit event before every connect, send and look-up of a name (PEP 578); a hook cannot be taken out
again, and it sees what libraries do. Code that is not Python's (llama.cpp in the model server) is not seen: the model
server is started without any network feature, and commands run in a sandbox without network.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from socket import AF_INET, AF_INET6
from typing import Any

from agent_runtime.errors import AgentRuntimeError

_ADDRESSED = ("socket.connect", "socket.sendto", "socket.sendmsg")
_NAMED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_ON_THIS_MACHINE = {family for name in ("AF_UNIX", "AF_NETLINK") if (family := getattr(socket, name, None)) is not None}
_enforced = False


class OfflineRefused(AgentRuntimeError, OSError):
    """Something wanted to leave this machine; libraries take it for an unreachable network."""


def enforce() -> None:
    """From now on only loopback can be reached from this process, until its end."""
    global _enforced
    if not _enforced:
        _enforced = True
        os.environ["HF_HUB_OFFLINE"] = "1"
        sys.addaudithook(_hook)


def is_local_host(host: object) -> bool:
    """Whether a host (name, address, or nothing for "any") is this machine."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NAMED:
        host = arguments[0]
    elif event in _ADDRESSED:
        family, address = arguments[0].family, arguments[1]
        if address is None or family in _ON_THIS_MACHINE:  # None: sent over a socket that is connected already
            return
        host = address[0] if isinstance(address, tuple) and family in (AF_INET, AF_INET6) else f"address {address!r}"
    else:
        return
    if not is_local_host(host):
        shown = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        raise OfflineRefused(
            f"A connection to {shown!r} was refused: AGENT_OFFLINE allows nothing but this machine.",
            remedy="Unset AGENT_OFFLINE (or leave --offline out) if this is wanted.",
        )
