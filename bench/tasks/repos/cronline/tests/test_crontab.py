from datetime import datetime
from pathlib import Path

import pytest

from cronline import CronError, read_crontab, upcoming
from cronline.cli import main

EXAMPLE = Path(__file__).parent.parent / "examples" / "crontab.txt"


def write(tmp_path, text):
    file = tmp_path / "crontab.txt"
    file.write_text(text)
    return file


def test_read(tmp_path):
    file = write(tmp_path, "# jobs\n\nSHELL = /bin/sh\n0 6 * * *  say  'good morning'\n  5 6 * * *\tcoffee\n")
    assert [(job.line, job.command) for job in read_crontab(file)] == [(4, "say  'good morning'"), (5, "coffee")]


@pytest.mark.parametrize("line", ["0 6 * * *", "0 25 * * * tea", "tea"])
def test_wrong_line(tmp_path, line):
    with pytest.raises(CronError, match="line 2: "):
        read_crontab(write(tmp_path, f"# jobs\n{line}\n"))


def test_upcoming(tmp_path):
    jobs = read_crontab(write(tmp_path, "0 12 * * * late\n0 */6 * * * often\n"))
    runs = upcoming(jobs, datetime(2025, 3, 10, 5, 0), 3)
    assert [(moment.hour, job.command) for moment, job in runs] == [(6, "often"), (12, "late"), (12, "often")]


def test_the_commands(capsys):
    assert main(["next", "30 6 * * mon-fri", "--from", "2025-03-14T08:00", "--count", "2"]) == 0
    assert capsys.readouterr().out == "Mon 2025-03-17 06:30\nTue 2025-03-18 06:30\n"
    assert main(["upcoming", str(EXAMPLE), "--from", "2025-03-10T02:00", "--count", "2"]) == 0
    assert capsys.readouterr().out == "Mon 2025-03-10 02:15 backup --incremental\nMon 2025-03-10 02:30 poll-mail\n"
    assert main(["next", "0 0 30 2 *"]) == 0
    assert capsys.readouterr().out == "never\n"
    assert main(["next", "0 0 * *"]) == 1
    assert capsys.readouterr().err.startswith("cronline: ")
