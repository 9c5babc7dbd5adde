"""The box office of a theatre."""

from boxoffice.hall import Hall, Row, load_hall
from boxoffice.prices import Prices, load_prices
from boxoffice.report import plan, seats_by_category, takings
from boxoffice.seats import Seat, parse_seats
from boxoffice.show import Sale, SeatError, Show, load_show

__all__ = ["Hall", "Prices", "Row", "Sale", "Seat", "SeatError", "Show"]
__all__ += ["load_hall", "load_prices", "load_show", "parse_seats", "plan", "seats_by_category", "takings"]
