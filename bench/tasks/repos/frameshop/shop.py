import argparse
from datetime import date

from orders import load_orders, overdue
from pricing import euros, load_prices, order_price, piece_price
from sizes import parse_size


def main(argv=None):
    parser = argparse.ArgumentParser(prog="shop")
    commands = parser.add_subparsers(dest="command", required=True)
    quote = commands.add_parser("quote")
    quote.add_argument("size")
    quote.add_argument("--moulding", default="pine")
    quote.add_argument("--glass", default="clear")
    quote.add_argument("--mat", type=float, default=0)
    quote.add_argument("--pieces", type=int, default=1)
    late = commands.add_parser("overdue")
    late.add_argument("today", type=date.fromisoformat)
    late.add_argument("--orders", default="orders.json")
    args = parser.parse_args(argv)

    if args.command == "quote":
        prices = load_prices()
        piece = piece_price(parse_size(args.size), args.moulding, args.glass, prices, args.mat)
        print(f"{args.pieces} x {euros(piece)} = {euros(order_price(piece, args.pieces, prices))}")
    else:
        for order in overdue(load_orders(args.orders), args.today):
            print(f"{order.number} {order.customer}, due {order.due}")


if __name__ == "__main__":
    main()
