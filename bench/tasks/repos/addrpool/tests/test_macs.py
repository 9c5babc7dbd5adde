import pytest

from addrpool import normalize_mac


@pytest.mark.parametrize(
    "text", ["00:19:b9:fa:72:c1", "00-19-B9-FA-72-C1", "0019.b9fa.72c1", "0019b9fa72c1", " 00:19:B9:fa:72:c1\n"]
)
def test_forms(text):
    assert normalize_mac(text) == "00:19:b9:fa:72:c1"


@pytest.mark.parametrize("text", ["", "00:19:b9:fa:72", "00:19:b9:fa:72:cg", "00:19:b9:fa:72:c1:00"])
def test_others(text):
    with pytest.raises(ValueError):
        normalize_mac(text)
