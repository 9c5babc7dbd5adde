from datetime import datetime, timezone

import pytest

from accesslog import Entry, ParseError, parse_line, read_log

LINE = (
    '10.0.0.7 - ada [03/Mar/2025:09:10:00 +0000] "GET /orders?page=2 HTTP/1.1" 200 2048 "-" "Mozilla/5.0 (X11)" 0.210'
)


def test_a_line():
    assert parse_line(LINE) == Entry(
        client="10.0.0.7",
        user="ada",
        time=datetime(2025, 3, 3, 9, 10, tzinfo=timezone.utc),
        method="GET",
        path="/orders",
        query="page=2",
        status=200,
        size=2048,
        agent="Mozilla/5.0 (X11)",
        seconds=0.21,
    )


def test_what_may_be_missing():
    entry = parse_line('::1 - - [03/Mar/2025:09:12:00 +0000] "POST /login HTTP/1.1" 302 - "-" "curl/8.5.0"\n')
    assert (entry.client, entry.user, entry.size, entry.seconds) == ("::1", None, 0, None)


def test_quotes_in_the_agent():
    assert parse_line(LINE.replace("(X11)", r'\"odd\" (X11)')).agent == 'Mozilla/5.0 "odd" (X11)'


@pytest.mark.parametrize("line", ["", "this line was cut off", LINE.replace("Mar", "Foo"), LINE + " more"])
def test_no_log_line(line):
    with pytest.raises(ParseError):
        parse_line(line)


def test_read_log():
    entries, bad = read_log([LINE, "", "what?", LINE, "no"])
    assert len(entries) == 2
    assert bad == [3, 5]
