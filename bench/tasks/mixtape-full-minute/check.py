import pytest
from support import WORKSPACE, run_python

from mixtape import format_duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (239.7, "4:00"), (239.4, "3:59"), (59.6, "1:00"), (59.4, "0:59"), (59, "0:59"), (60, "1:00"), (60.3, "1:00"),
        (61.8, "1:02"), (0, "0:00"), (0.4, "0:00"), (0.6, "0:01"), (187, "3:07"), (187.0, "3:07"), (186.6, "3:07"),
        (3599.7, "1:00:00"), (3599.2, "59:59"), (3600, "1:00:00"), (3659.9, "1:01:00"), (7199.8, "2:00:00"),
        (3765, "1:02:45"), (3764.8, "1:02:45"), (36000.1, "10:00:00"), (599.51, "10:00"),
    ],
)  # fmt: skip
def test_nearest_second(seconds, text):
    assert format_duration(seconds) == text


def test_command():
    (WORKSPACE / "check.m3u").write_text("#EXTINF:239.7,X - a\na.mp3\n#EXTINF:3599.9,b\nb.mp3\n")
    done = run_python("-m", "mixtape", "list", "check.m3u")
    assert (done.returncode, done.stdout) == (0, "    4:00  X - a\n 1:00:00  b\n")
