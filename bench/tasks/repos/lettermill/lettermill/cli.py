import argparse
from pathlib import Path

from lettermill.letters import read_people, write_letters


def main(argv=None):
    parser = argparse.ArgumentParser(prog="lettermill")
    parser.add_argument("template", type=Path)
    parser.add_argument("people", type=Path)
    parser.add_argument("--out", type=Path, default=Path("letters"))
    parser.add_argument("--home", default="Ireland", help="the country that addresses leave out")
    options = parser.parse_args(argv)
    template = options.template.read_text(encoding="utf-8")
    paths = write_letters(template, read_people(options.people), options.out, options.home)
    print(f"{len(paths)} letters in {options.out}")
    return 0
