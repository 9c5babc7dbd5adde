"""Options of a command line: whose they are, and whether anything uses what they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.options import command_of, options_of, uses
from agent_runtime.agent.search.wanted import Wanted, of_options
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

SHOP = """\
import argparse

GOODS = {"tea": 3, "bread": 2}


def read(given):
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command")
    prices = commands.add_parser("prices")
    prices.add_argument("--tax", type=int, default=0)
    names = commands.add_parser("names")
    names.add_argument("file", nargs="?")
    return parser.parse_args(given)


def run(options):
    if options.command == "names":
        return sorted(GOODS)
    return [f"{name} {price + options.tax}" for name, price in GOODS.items()]


def main(given):
    chosen = read(given)
    print(*run(chosen), sep=" ")
    return chosen.command
"""
TASK = "Add an option --below N to `python -m shop prices`: only goods that cost less than that are listed."
BROUGHT = SHOP.replace("default=0)", 'default=0)\n    prices.add_argument("--below", type=int)')
USED = BROUGHT.replace(
    "GOODS.items()]", "GOODS.items()\n            if options.below is None or price < options.below]"
)  # fmt: skip


def test_whose_options_they_are_and_what_reads_them() -> None:
    assert command_of(TASK) == "prices"
    assert command_of("`python -m shop prices` and `python -m shop names`") is None
    assert options_of(SHOP, "prices") == {"--tax"}
    assert options_of(SHOP, "names") == {"file"}
    assert options_of(SHOP, "other") is None
    assert {"run": {"command", "tax"}} == {name: names for name, names in uses(SHOP).items() if name == "run"}
    assert "read" not in uses(SHOP)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (SHOP, set()),
        (SHOP.replace("nargs", "'--below', nargs"), set()),
        (BROUGHT, {"option"}),
        (BROUGHT.replace("price + options.tax", "GOODS.below"), {"option"}),
        (USED, {"option", "use"}),
    ],
)
def test_an_option_is_its_commands_and_is_used(text: str, there: set[str]) -> None:
    names = of_options(TASK, [Wanted("the option `--below`", "--below", "option")], [("shop.py", SHOP)])
    assert [each.kind for each in names] == ["option", "use"]
    assert {each.kind for each in names if each.stands_in("shop.py", text)} == there


def test_where_nothing_reads_parsed_arguments_only_the_option_is_wanted() -> None:
    text = "import click\n\n\n@click.option('--tax')\ndef run(tax):\n    return tax\n"
    wanted = [Wanted("the option `--below`", "--below", "option")]
    assert of_options(TASK, wanted, [("shop.py", text)]) == wanted


def test_an_option_that_nothing_uses_is_half_the_work(make_session: MakeSession, repo: Path) -> None:
    (repo / "shop.py").write_text(SHOP)
    (repo / "test_shop.py").write_text(
        "import shop\n\n\ndef test_names(capsys):\n    assert shop.main(['names']) == 'names'\n"
    )
    read = BROUGHT[BROUGHT.index("def read") : BROUGHT.index("def run")]
    run = USED[USED.index("def run") : USED.index("def main")]
    session = search(make_session, f"```python\n{read}```", *[f"```python\n{run}```"] * 20)
    result = session.run(TASK)
    assert result.outcome is Outcome.CLAIMED, verdicts(session)
    assert (repo / "shop.py").read_text() == USED
