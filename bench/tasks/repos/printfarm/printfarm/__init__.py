from printfarm.durations import format_duration, parse_duration
from printfarm.jobs import Job, parse_job
from printfarm.plan import Slot, make_plan
from printfarm.prices import Prices, load_prices, quote
from printfarm.spools import Spool, load_spools

__all__ = [
    "Job", "Prices", "Slot", "Spool", "format_duration", "load_prices", "load_spools", "make_plan", "parse_duration",
    "parse_job", "quote",
]  # fmt: skip
