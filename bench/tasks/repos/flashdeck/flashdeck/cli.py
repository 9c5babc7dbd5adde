"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from flashdeck.importer import parse_cards
from flashdeck.stats import cards_per_box, streak, success_rate
from flashdeck.store import load_deck, save_deck


def main(argv=None):
    options = _parser().parse_args(argv)
    deck = load_deck(options.deck)
    try:
        options.run(deck, options)
    except (ValueError, OSError) as error:
        print(f"flashdeck: {error}", file=sys.stderr)
        return 1
    except KeyError as error:
        print(f"flashdeck: there is no card {error}", file=sys.stderr)
        return 1
    save_deck(deck, options.deck)
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="flashdeck")
    parser.add_argument("--deck", required=True)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("import", help="add the cards of a text file")
    command.add_argument("file")
    command.set_defaults(run=_import)
    command = commands.add_parser("due", help="list what is to be asked today")
    command.add_argument("--limit", type=int)
    command.add_argument("--tag")
    command.set_defaults(run=_due)
    command = commands.add_parser("answer", help="record an answer")
    command.add_argument("front")
    command.add_argument("known", choices=("yes", "no"))
    command.set_defaults(run=_answer)
    command = commands.add_parser("forget", help="start again with a card")
    command.add_argument("front")
    command.set_defaults(run=_forget)
    command = commands.add_parser("stats", help="how well it goes")
    command.set_defaults(run=_stats)
    return parser


def _import(deck, options):
    added = deck.merge(parse_cards(Path(options.file).read_text(encoding="utf-8")))
    print(f"{added} new cards")


def _due(deck, options):
    for card in deck.due(options.today, options.limit, options.tag):
        print(f"{card.box}  {card.front}")


def _answer(deck, options):
    card = deck.answer(options.front, options.known == "yes", options.today)
    print(f"{card.front} = {card.back}: box {card.box}, again on {card.due}")


def _forget(deck, options):
    deck.reset(options.front)
    print(f"{options.front} is new again")


def _stats(deck, options):
    for box, count in cards_per_box(deck).items():
        print(f"box {box}: {count}")
    rate = success_rate(deck)
    print("known: " + ("-" if rate is None else f"{rate:.0%}"))
    print(f"streak: {streak(deck, options.today)}")
