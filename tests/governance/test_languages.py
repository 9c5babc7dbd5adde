"""awk programs: what a slash begins decides what is code. Each of the bad ones runs `id`, or writes, in some awk."""

from __future__ import annotations

import pytest

from agent_runtime.governance.languages import awk_prints_only


@pytest.mark.parametrize(
    "program",
    [
        "{print $1/2}",
        'NR>1 && /a"b/ {print}',
        "{if ($1 > 10) print $1/$2}",
        "{n++} END{print n/2}",
        "{i++ / 2; print i}",
        "{x = (a+b)/2; print x}",
        "$1 ~ /[0-9]+/",
        '{gsub(/[[:space:]]+/," "); print}',
        '{if (/x/) print; else print "no"}',
        'BEGIN{FS="/"}{print $2}',
        r"/[^\/]+/",
        '{ print (x > 3) ? "a" : "b" }',
        "{print /a/ ? 1 : 0}",
    ],
)
def test_a_program_that_prints_is_known(program: str) -> None:
    assert awk_prints_only(program)


@pytest.mark.parametrize(
    "program",
    [
        'BEGIN{x=/"/;system("id");y=/"/}',
        'BEGIN{y=1+/"/;system("id");z=1+/"/}',
        'BEGIN{a["x"]?/"/:0;system("id");/"/}',
        'BEGIN{if(1)/"/;system("id")#"/\n}',
        'BEGIN{if((1))/"/;system("id")#"/\n}',
        'BEGIN{while(i++<1)/"/;print "x" > "out" #"/\n}',
        'BEGIN{do/"/;while(0);system("id");/"/}',
        'BEGIN{$/"/;system("id");/"/}',
        'BEGIN{x[/"/];system("id");/"/}',
        'BEGIN{x++/"/";system("id");"/"}',
        'BEGIN{x=1\\\n/"/;system("id");y="/"}',
        '{print}/"/{system("id")}/"/',
        'BEGIN{x=1} /[]/]"/{system("id")} /"/',
        '/[[:alpha:]/]"/{system("id")} /"/',
        r'/[\]/"]/{system("id")}/"/',
        'BEGIN{print (1)(2)>"out"}',
    ],
)
def test_a_call_hidden_by_a_pattern_is_seen(program: str) -> None:
    assert not awk_prints_only(program)
