"""The command line."""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from foodbank.parcels import Household, Packer
from foodbank.store import Lot, NotEnough, Store
from foodbank.visits import TooSoon, Visits


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_store(folder: Path) -> Store:
    return Store(
        Lot(row["item"], int(row["count"]), date.fromisoformat(row["best_before"]) if row["best_before"] else None)
        for row in rows(folder / "stock.csv")
    )


def save_store(store: Store, folder: Path) -> None:
    with (folder / "stock.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["item", "count", "best_before"])
        for lot in store.lots:
            writer.writerow([lot.item, lot.count, lot.best_before or ""])


def load_households(folder: Path) -> dict[str, Household]:
    return {
        row["name"]: Household(
            row["name"], int(row["adults"]), int(row["children"] or 0), frozenset(row["avoids"].split())
        )
        for row in rows(folder / "households.csv")
    }


def load_visits(folder: Path) -> Visits:
    visits = Visits()
    for row in rows(folder / "visits.csv"):
        visits.record(row["name"], date.fromisoformat(row["day"]))
    return visits


def pack(folder: Path, store: Store, names: list[str], day: date) -> None:
    households, visits = load_households(folder), load_visits(folder)
    packer = Packer(store)
    for name in names:
        if name not in households:
            raise ValueError(f"no household {name}")
        visits.check(name, day)
        parcel = packer.pack(households[name], day)
        print(f"{name}: {parcel.pieces} pieces")
        for item, count in parcel.items.items():
            print(f"  {count:3} {item}")
        for item, count in parcel.missing.items():
            print(f"  missing: {count} {item}")


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(prog="foodbank")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("stock", help="what there is to give away")
    commands.add_parser("expired", help="what has to be thrown away")
    packing = commands.add_parser("pack", help="what households get (changes nothing)")
    packing.add_argument("names", nargs="+")
    taking = commands.add_parser("take", help="take something off the shelf")
    taking.add_argument("item")
    taking.add_argument("count", type=int)
    args = parser.parse_args(argv)
    try:
        store = load_store(args.data)
        if args.command == "stock":
            for item, count in store.items(args.day).items():
                print(f"{count:4} {item}")
        elif args.command == "expired":
            for lot in store.expired(args.day):
                print(f"{lot.count:4} {lot.item} ({lot.best_before})")
        elif args.command == "pack":
            pack(args.data, store, args.names, args.day)
        else:
            store.take(args.item, args.count, args.day)
            save_store(store, args.data)
    except (OSError, ValueError, NotEnough, TooSoon) as error:
        print(f"foodbank: {error}", file=sys.stderr)
        return 1
    return 0
