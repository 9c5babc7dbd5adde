"""The command line."""

import argparse
import sys
import time

from jobline.errors import JobError
from jobline.store import load, save


def build_parser():
    parser = argparse.ArgumentParser(prog="jobline")
    parser.add_argument("--file", default="jobs.json")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="append a job")
    add.add_argument("title")
    add.add_argument("--priority", type=int, default=0)
    add.add_argument("--after", type=int, action="append", default=[])
    commands.add_parser("next", help="start the most urgent job")
    done = commands.add_parser("done", help="a job succeeded")
    done.add_argument("number", type=int)
    fail = commands.add_parser("fail", help="a job failed")
    fail.add_argument("number", type=int)
    fail.add_argument("--error", default="failed")
    commands.add_parser("list", help="show all jobs")
    return parser


def describe(job):
    """One line of `list`."""
    text = f"{job.number:>3} {job.status.value:<8} {job.title}"
    if job.priority:
        text += f" (priority {job.priority})"
    if job.after:
        text += " after " + ", ".join(str(number) for number in job.after)
    return text


def run(arguments, queue, now):
    """Do one command; returns the lines to print."""
    if arguments.command == "add":
        job = queue.add(arguments.title, arguments.priority, arguments.after)
        return [f"added job {job.number}"]
    if arguments.command == "next":
        job = queue.start_next(now)
        return [describe(job) if job else "nothing to do"]
    if arguments.command == "done":
        queue.finish(arguments.number)
        return []
    if arguments.command == "fail":
        queue.fail(arguments.number, arguments.error, now)
        return []
    return [describe(job) for job in queue]


def main(argv=None):
    """Returns the exit code."""
    arguments = build_parser().parse_args(argv)
    queue = load(arguments.file)
    try:
        lines = run(arguments, queue, time.time())
    except JobError as error:
        print(f"jobline: {error}", file=sys.stderr)
        return 1
    save(queue, arguments.file)
    for line in lines:
        print(line)
    return 0
