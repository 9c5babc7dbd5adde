"""The command line."""

import argparse
import sys

from relnotes.notes import note_files, read_notes
from relnotes.project import read_project
from relnotes.section import insert_section, latest_version, next_version, render_section


def main(argv=None):
    parser = argparse.ArgumentParser(prog="relnotes")
    parser.add_argument("--root", default=".")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("preview", help="show the next section")
    command = commands.add_parser("release", help="write the next section and delete the notes")
    command.add_argument("day")
    options = parser.parse_args(argv)
    try:
        project = read_project(options.root)
        notes = read_notes(project.notes, project.kind_names())
        if not notes:
            raise ValueError("there are no notes")
        changelog = project.changelog.read_text(encoding="utf-8")
        version = next_version(latest_version(changelog), notes, project.kinds)
        day = options.day if options.command == "release" else "unreleased"
        section = render_section(version, day, notes, project.kinds)
        if options.command == "preview":
            print(section, end="")
            return 0
        project.changelog.write_text(insert_section(changelog, section), encoding="utf-8")
        for path in note_files(project.notes):
            path.unlink()
        print(f"released {version}")
    except (OSError, ValueError) as error:
        print(f"relnotes: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
