"""The command line."""

import argparse
import sys
from pathlib import Path

from linkwatch.checker import check_folder
from linkwatch.headings import slugify
from linkwatch.links import find_links
from linkwatch.report import as_json, as_text

FORMATS = {"text": as_text, "json": as_json}


def build_parser():
    parser = argparse.ArgumentParser(prog="linkwatch", description="Finds broken links in Markdown files.")
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="look for broken links in a folder")
    check.add_argument("folder", type=Path)
    check.add_argument("--format", choices=sorted(FORMATS), default="text")

    links = commands.add_parser("links", help="list the links of a file")
    links.add_argument("file", type=Path)

    anchor = commands.add_parser("anchor", help="how to link to a heading")
    anchor.add_argument("title")
    return parser


def main(argv=None):
    arguments = build_parser().parse_args(argv)
    if arguments.command == "check":
        if not arguments.folder.is_dir():
            print(f"linkwatch: {arguments.folder} is not a folder", file=sys.stderr)
            return 2
        problems = check_folder(arguments.folder)
        print(FORMATS[arguments.format](problems, arguments.folder))
        return 1 if problems else 0
    if arguments.command == "links":
        for link in find_links(arguments.file.read_text(encoding="utf-8")):
            print(f"{link.line}: {link.target}")
    else:
        print(f"#{slugify(arguments.title)}")
    return 0
