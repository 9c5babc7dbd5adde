import json
from pathlib import Path

import pytest

from addrpool import load_site
from addrpool.__main__ import main

SITE = Path(__file__).parents[1] / "site.json"


def test_our_site():
    pools = load_site(SITE)
    assert list(pools) == ["office", "guests", "lab"]
    assert str(pools["lab"].network) == "10.20.6.192/27"


def test_overlap(tmp_path):
    subnet = {"network": "10.0.0.0/24", "gateway": "10.0.0.1", "lease_seconds": 60, "reservations": {}}
    (tmp_path / "site.json").write_text(json.dumps({"subnets": {"a": subnet, "b": subnet}}))
    with pytest.raises(ValueError, match="a and b overlap"):
        load_site(tmp_path / "site.json")


def test_list(capsys):
    assert main(["--site", str(SITE), "list"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "guests: 10.20.4.0/23"


def test_wrong_network(capsys):
    assert main(["info", "10.0.0.0/99"]) == 1
    assert capsys.readouterr().err == "addrpool: not a network: '10.0.0.0/99'\n"
