"""Files that a settings file names and that are somewhere else: what a check that passes may never have looked at."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from agent_runtime.agent.search.wanted import Wanted

SETTINGS = (".json", ".toml", ".ini", ".cfg", ".yaml", ".yml", ".conf", ".env", ".properties")
"""How the names of settings files end."""
_FILE = re.compile(r"(?<![\w/.:@$*!{}~-])(?:\.{1,2}/)?(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.[a-z]\w{0,4}(?![\w/.:@*-])")


def dangling(path: str, text: str, files: Collection[str]) -> Iterator[Wanted]:
    """What the settings file `path` names in a folder that is there, though only another folder has a file of that
    name."""
    known = set(files)
    folders = {posixpath.dirname(each) for each in known}
    for named in dict.fromkeys(_FILE.findall(text)):
        at = {posixpath.normpath(posixpath.join(folder, named)) for folder in ("", posixpath.dirname(path))}
        if at & known or not {posixpath.dirname(each) for each in at} & folders:
            continue
        elsewhere = [each for each in files if posixpath.basename(each) == posixpath.basename(named)]
        if len(elsewhere) == 1:
            yield Wanted(f"the file {named} that {path} names (there is {elsewhere[0]})", named, "file")
