import pytest

from netpool import normalize
from netpool.cli import main


@pytest.mark.parametrize(
    "text",
    [
        "00:1a:2b:3c:4d:5e:6f",
        "00:1a:2b:3c:4d:5e:6",
        "001a2b3c4d5e6",
        "001a.2b3c.4d5e.6f70",
        "00-1A-2B-3C-4D-5E-xy",
        "00:1a:2b:3c:4d:5e/24",
        "00:1a:2b:3c:4d:5e and more",
        "x00:1a:2b:3c:4d:5e",
        "6f 00:1a:2b:3c:4d:5e",
        "00:1a:2b:3c:4d:5",
        "00:1a:2b:3c:4d",
        "gg:1a:2b:3c:4d:5e",
        "",
    ],
)
def test_refused(text):
    with pytest.raises(ValueError, match="is no MAC address"):
        normalize(text)


@pytest.mark.parametrize(
    "text",
    ["FE:DC:BA:09:87:65", "fe-dc-ba-09-87-65", "fedc.ba09.8765", "FEDC.BA09.8765", "fedcba098765", "  FE:dc:BA:09:87:65 \n"],
)
def test_accepted(text):
    assert normalize(text) == "fe:dc:ba:09:87:65"


def test_the_command_line(capsys):
    assert main(["mac", "00-1A-2B-3C-4D-5E"]) == 0
    assert capsys.readouterr().out == "00:1a:2b:3c:4d:5e\n"
