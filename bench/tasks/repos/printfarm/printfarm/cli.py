import argparse
from pathlib import Path

from printfarm.durations import format_duration
from printfarm.jobs import parse_job
from printfarm.plan import make_plan
from printfarm.prices import load_prices, quote
from printfarm.spools import load_spools


def main(argv=None):
    parser = argparse.ArgumentParser(prog="printfarm")
    parser.add_argument("--spools", default="data/spools.csv")
    parser.add_argument("--prices", default="prices.toml")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("quote", help="what a job costs")
    command.add_argument("job")
    command = commands.add_parser("stock", help="what is left on the spools")
    command = commands.add_parser("plan", help="when each job is printed")
    command.add_argument("jobs", type=Path)
    command.add_argument("--printers", default="anna,bert")
    options = parser.parse_args(argv)

    if options.command == "quote":
        job = parse_job(options.job)
        print(f"{job.name}: {quote(job, load_prices(options.prices)) / 100:.2f} EUR")
    elif options.command == "stock":
        for spool in load_spools(options.spools):
            print(f"{spool.id} {spool.material} {spool.colour}: {spool.grams_left} g")
    else:
        jobs = [parse_job(line) for line in options.jobs.read_text().splitlines() if line.strip()]
        for slot in make_plan(jobs, options.printers.split(",")):
            print(f"{slot.printer} {format_duration(slot.start)}-{format_duration(slot.end)} {slot.job.name}")
    return 0
