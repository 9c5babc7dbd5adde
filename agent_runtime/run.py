"""`agent-runtime` and `python -m agent_runtime.run [task]`: hands over to the command line. Imports nothing heavy."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from agent_runtime import __version__

        print(f"agent-runtime {__version__}")
        return 0
    from agent_runtime.interfaces.cli import run_cli

    return run_cli(arguments)


if __name__ == "__main__":
    sys.exit(main())
