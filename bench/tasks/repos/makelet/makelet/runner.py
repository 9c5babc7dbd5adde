"""Runs the commands of targets."""

import subprocess
import sys


def build(targets, folder):
    """Run the commands of the targets one after the other, until one fails; whether all went well."""
    for target in targets:
        (folder / target.name).parent.mkdir(parents=True, exist_ok=True)
        for command in target.commands:
            print(command, flush=True)
            code = subprocess.run(command, shell=True, cwd=folder).returncode
            if code != 0:
                print(f"makelet: {target.name}: exit code {code}", file=sys.stderr)
                return False
    return True
