from pathlib import Path

import pytest

from accesslog.__main__ import main
from accesslog.report import format_size

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 kB"), (5 * 1024**2, "5.0 MB"), (2 * 1024**4, "2048.0 GB")]
)
def test_sizes(size, text):
    assert format_size(size) == text


def test_the_sample(capsys):
    assert main(["--config", str(ROOT / "accesslog.ini"), str(ROOT / "samples" / "monday.log")]) == 0
    done = capsys.readouterr()
    assert done.out.splitlines() == [
        "requests: 5",
        "visits: 3",
        "sent: 12.3 kB",
        "errors: 20.0%",
        "95% within: 1.900 s",
        "status: 2xx 3, 3xx 1, 5xx 1",
        "paths:",
        "     2  /",
        "     2  /orders",
        "     1  /login",
    ]
    assert done.err == "1 lines could not be read, the first is line 7\n"


def test_no_such_file(capsys):
    assert main(["--config", str(ROOT / "accesslog.ini"), "missing.log"]) == 1
    assert "missing.log" in capsys.readouterr().err
