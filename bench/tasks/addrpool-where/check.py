import json

import pytest

from addrpool.__main__ import main
from support import WORKSPACE, run_python

SITE = str(WORKSPACE / "site.json")


def run(capsys, *arguments, site=SITE):
    code = main(["--site", str(site), *arguments])
    done = capsys.readouterr()
    return code or 0, done.out, done.err


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("10.20.0.0", "office"),
        ("10.20.0.10", "office"),
        ("10.20.3.255", "office"),
        ("10.20.4.1", "guests"),
        ("10.20.5.77", "guests"),
        ("10.20.6.193", "lab"),
        ("10.20.6.222", "lab"),
    ],
)
def test_found(capsys, address, name):
    assert run(capsys, "where", address) == (0, f"{name}\n", "")


@pytest.mark.parametrize("address", ["10.9.9.9", "10.20.6.191", "10.20.6.224", "10.19.255.255", "0.0.0.0"])
def test_in_none(capsys, address):
    assert run(capsys, "where", address) == (1, "", f"addrpool: {address} is in no subnet\n")


def test_no_address(capsys):
    assert run(capsys, "where", "10.20.5") == (1, "", "addrpool: not an IPv4 address: '10.20.5'\n")


def test_another_site(capsys, tmp_path):
    subnet = {"network": "172.16.0.0/16", "gateway": "172.16.0.1", "lease_seconds": 60, "reservations": {}}
    (tmp_path / "x.json").write_text(json.dumps({"subnets": {"depot": subnet}}))
    assert run(capsys, "where", "172.16.200.3", site=tmp_path / "x.json") == (0, "depot\n", "")
    assert run(capsys, "where", "10.20.5.77", site=tmp_path / "x.json")[0] == 1


def test_the_other_commands(capsys):
    assert run(capsys, "info", "10.0.0.4/30") == (0, "10.0.0.5 - 10.0.0.6 (2 hosts)\n", "")
    assert run(capsys, "list")[1] == "office: 10.20.0.0/22\nguests: 10.20.4.0/23\nlab: 10.20.6.192/27\n"


def test_as_a_program():
    done = run_python("-m", "addrpool", "where", "10.20.5.77")
    assert (done.returncode, done.stdout) == (0, "guests\n")
    assert run_python("-m", "addrpool", "where", "10.9.9.9").returncode == 1
