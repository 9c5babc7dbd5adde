from linebuf.buffer import Buffer
from linebuf.commands import CommandError, Session
from linebuf.history import Edit, History
from linebuf.marks import Marks, NoMark

__all__ = ["Buffer", "CommandError", "Edit", "History", "Marks", "NoMark", "Session"]
