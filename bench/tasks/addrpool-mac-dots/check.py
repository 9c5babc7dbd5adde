import pytest

from addrpool import Pool, normalize_mac, parse_ip, parse_network


@pytest.mark.parametrize(
    ("text", "mac"),
    [
        ("0019.b9fa.72c1", "00:19:b9:fa:72:c1"),
        ("0019.B9FA.72C1", "00:19:b9:fa:72:c1"),
        (" abcd.ef01.2345\n", "ab:cd:ef:01:23:45"),
        ("AB-CD-EF-01-23-45", "ab:cd:ef:01:23:45"),
        ("ab:cd:ef:01:23:45", "ab:cd:ef:01:23:45"),
        ("ABCDEF012345", "ab:cd:ef:01:23:45"),
    ],
)
def test_forms(text, mac):
    assert normalize_mac(text) == mac


@pytest.mark.parametrize(
    "text", ["", "...", "0019.b9fa.72c", "0019.b9fa.72cg", "0019.b9fa.72c1.00", "0019.b9fa", "0019/b9fa/72c1", "10.20.6.193"]
)
def test_others(text):
    with pytest.raises(ValueError, match="not a MAC address"):
        normalize_mac(text)


def test_one_device_in_two_forms():
    pool = Pool(parse_network("10.0.0.0/24"), parse_ip("10.0.0.1"))
    assert pool.allocate("0019.b9fa.72c1", 0) == pool.allocate("00:19:b9:fa:72:c1", 0)
    pool.release("0019.B9FA.72C1")
    assert pool.active(0) == []
