"""Which functions the failing tests reach and the passing ones do not: where a fault most likely is.

Spectrum-based fault localisation with Ochiai's coefficient: Abreu, Zoeteweij, van Gemund, "On the Accuracy of
Spectrum-based Fault Localization", 2007. The coefficient is `failed / sqrt(all failed * (failed + passed))`. A
function's suspicion is the mean of it over all failing tests together and over one of them alone, the one that is
looked at (the first that reaches any code of the project): tests may fail for several reasons. What that one does not
reach cannot be why it fails. Where the wrong value is known, the function that is the first to return it is suspected
more than all others (a slice of what the value depends on, as far as return values tell: Weiser, "Program Slicing",
1981).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

FOLDER = ".agent-runtime-reached"
VARIABLE = "AGENT_RUNTIME_REACHED"
WRONG = "AGENT_RUNTIME_WRONG"
FROM_HERE = 0.4
"""More suspicion for the function that is the first to return a value which is wrong."""
SECONDS = "AGENT_RUNTIME_TEST_SECONDS"
MODULE = "agent_runtime_reached"
MAX_BYTES = 8 << 20
Reached = Mapping[str, Mapping[int, float]]
"""Path in the workspace -> first line of a function (its decorators included) -> suspicion from 0 to 1."""


def prepare(root: Path, shown_at: Path, test_seconds: float = 0.0, wrong: Collection[str] = ()) -> dict[str, str]:
    """Put the plugin below a copy of the workspace; the environment in which pytest loads it, for a command that sees
    the copy at another place. A test that does not end in `test_seconds` fails where it is then; 0: no limit. `wrong`
    are values, as text, of which it is noted which function returns one first."""
    folder = root / FOLDER
    folder.mkdir()
    plugin = Path(__file__).with_name("reached_plugin.py").read_text(encoding="utf-8")
    (folder / f"{MODULE}.py").write_text(plugin, encoding="utf-8")
    return {
        VARIABLE: str(shown_at),
        SECONDS: str(test_seconds),
        WRONG: json.dumps(sorted(wrong)),
        "PYTEST_PLUGINS": MODULE,
        "PYTHONPATH": str(shown_at / FOLDER),
    }


def prepare_program(root: Path, shown_at: Path, wrong: Collection[str] = ()) -> dict[str, str]:
    """The same for a command that starts a Python program: the environment in which Python notes what it runs."""
    folder = root / FOLDER
    folder.mkdir()
    noting = Path(__file__).with_name("reached_program.py").read_text(encoding="utf-8")
    (folder / "sitecustomize.py").write_text(noting, encoding="utf-8")
    return {VARIABLE: str(shown_at), WRONG: json.dumps(sorted(wrong)), "PYTHONPATH": str(shown_at / FOLDER)}


def read(root: Path) -> tuple[Reached, str]:
    """What the plugin wrote, and the id of the test that it looked at; empty when it did not run, or when what is there
    is not what it writes (the project's own code runs beside it). Of several worker processes each has looked at one;
    the first by its name counts, so that it is the same in every run."""
    failed = 0
    looked_at: list[str] = []
    made: dict[str, tuple[str, int]] = {}
    counts: dict[tuple[str, int], Counter[str]] = {}
    for path in sorted((root / FOLDER).glob("*.json")):  # one for each worker process
        try:
            if path.is_symlink() or path.stat().st_size > MAX_BYTES:
                continue
            found = json.loads(path.read_text(encoding="utf-8"))
            failed += int(found["tests"][0])
            first = str(found["first"])
            looked_at += [first] if first else []
            if (place := found.get("made")) is not None:
                made[first] = (str(place[0]), int(place[1]))
            for name, line, *numbers in found["functions"]:
                named = dict(zip(("failed", "passed", first), map(int, numbers), strict=True))
                counts.setdefault((str(name), int(line)), Counter()).update(named)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            continue
    chosen = min(looked_at, default="")
    result: dict[str, dict[int, float]] = {}
    for (name, line), count in counts.items():
        hits, passed = count["failed"], max(0, count["passed"])
        if hits > 0 and failed > 0 and chosen and count[chosen] > 0:
            alone, together = 1 / math.sqrt(1 + passed), hits / math.sqrt(failed * (hits + passed))
            suspicion = (alone + together) / 2
            if chosen in made:
                suspicion = suspicion * (1 - FROM_HERE) + FROM_HERE * (made[chosen] == (name, line))
            result.setdefault(name, {})[line] = min(1.0, suspicion)
    return result, chosen
