"""Report what birds were seen."""

import argparse

from birdcount.checklist import read_checklist
from birdcount.report import arrival_lines, month_lines, report_lines
from birdcount.sightings import read_sightings


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="birdcount", description=__doc__)
    parser.add_argument("command", choices=["report", "arrivals", "months"])
    parser.add_argument("file", help="the sightings")
    parser.add_argument("--checklist", default="data/checklist.csv")
    options = parser.parse_args(arguments)

    checklist = read_checklist(options.checklist)
    sightings = read_sightings(options.file, checklist)
    if options.command == "report":
        lines = report_lines(sightings, checklist)
    elif options.command == "arrivals":
        lines = arrival_lines(sightings)
    else:
        lines = month_lines(sightings)
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
