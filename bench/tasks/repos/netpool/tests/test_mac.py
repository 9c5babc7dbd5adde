import pytest
from netpool import normalize


@pytest.mark.parametrize("text", ["00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e", " 001A2B3C4D5E\n"])
def test_forms(text):
    assert normalize(text) == "00:1a:2b:3c:4d:5e"


@pytest.mark.parametrize("text", ["", "00:1a:2b:3c:4d", "00:1a:2b:3c:4d:xy", "00:1a:2b:3c:4d:5e:6f"])
def test_no_mac_address(text):
    with pytest.raises(ValueError, match="is no MAC address"):
        normalize(text)
