import tomllib
from ipaddress import IPv4Address, IPv4Network

from netpool import load
from support import WORKSPACE, run_python, started_as


def test_the_guest_network():
    guest = load(WORKSPACE / "netpool.toml")["guest"]
    assert guest.network == IPv4Network("10.20.8.0/22")
    assert guest.gateway == IPv4Address("10.20.8.1")
    assert guest.fixed == {"portal": IPv4Address("10.20.8.20")}
    assert {str(address) for address in guest.reserved} == {f"10.20.8.{last}" for last in [*range(2, 10), *range(100, 110)]}


def test_the_others_are_as_before():
    now, start = (
        tomllib.loads(text)["networks"] for text in ((WORKSPACE / "netpool.toml").read_text(), started_as("netpool.toml"))
    )
    assert list(now) == list(start)
    assert [now[name] for name in ("office", "lab")] == [start[name] for name in ("office", "lab")]


def test_the_code_is_as_before_and_content():
    for name in ("cli", "networks", "ranges"):
        assert (WORKSPACE / f"netpool/{name}.py").read_text() == started_as(f"netpool/{name}.py")
    assert run_python("-m", "netpool", "check").stdout == "ok\n"
