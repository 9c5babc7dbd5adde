"""The command line."""

import argparse
import sys
from pathlib import Path

from brewlog.batches import load_batches
from brewlog.recipes import load_recipe
from brewlog.stock import load_stock, missing


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="brewlog")
    parser.add_argument("--data", type=Path, default=Path("data"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="all batches")
    show = commands.add_parser("show", help="one batch")
    show.add_argument("number")
    buy = commands.add_parser("missing", help="what has to be bought for a recipe")
    buy.add_argument("recipe")
    buy.add_argument("--litres", type=float, help="how much to brew, instead of what the recipe says")
    args = parser.parse_args(argv)

    if args.command == "list":
        for batch in load_batches(args.data / "batches.csv"):
            print(f"{batch.number:>3}  {batch.brewed}  {_percent(batch.abv):>6}  {batch.beer}")
    elif args.command == "show":
        return _show(args.data, args.number)
    else:
        recipe = load_recipe(args.data / "recipes" / f"{args.recipe}.json")
        if args.litres:
            recipe = recipe.scaled(args.litres)
        for name, grams in missing(recipe, load_stock(args.data / "stock.csv")).items():
            print(f"{name}: {grams:g} g")
    return 0


def _show(data: Path, number: str) -> int:
    for batch in load_batches(data / "batches.csv"):
        if str(batch.number) == number:
            print(f"Batch {batch.number}: {batch.beer}")
            print(f"Brewed on {batch.brewed}, original gravity {batch.og:.3f}")
            print(f"Alcohol: {_percent(batch.abv)}")
            if batch.bottled:
                print(f"{batch.bottles} bottles, filled on {batch.bottled}")
            return 0
    print(f"brewlog: there is no batch {number}", file=sys.stderr)
    return 1


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} %"
