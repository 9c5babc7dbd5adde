"""The files that the damaged diffs of the corpus are written against."""

CALC = '''"""A small calculator."""

import math


class Calculator:
    """Keeps a running total."""

    def __init__(self, start=0):
        self.total = start
        self.history = []

    def add(self, value):
        """Add a value."""
        self.total += value
        self.history.append(("add", value))
        return self.total

    def subtract(self, value):
        """Subtract a value."""
        self.total -= value
        self.history.append(("subtract", value))
        return self.total

    def divide(self, value):
        """Divide by a value."""
        self.total = self.total / value
        self.history.append(("divide", value))
        return self.total


def area(radius):
    if radius < 0:
        raise ValueError("negative radius")
    return math.pi * radius * radius


def mean(values):
    total = 0
    for value in values:
        total += value
    return total / len(values)
'''

SERVER_JS = """const http = require("http");

function greet(name) {
  if (!name) {
    return "Hello <stranger> & friends";
  }
  return `Hello ${name}`;
}

const server = http.createServer((req, res) => {
  res.writeHead(200, { "Content-Type": "text/plain" });
  res.end(greet(req.url.slice(1)));
});

server.listen(8080);
"""

MAKEFILE = """CC = gcc
CFLAGS = -O2

all: main

main: main.c util.c
\t$(CC) $(CFLAGS) -o main main.c util.c

clean:
\trm -f main
\trm -f *.o

.PHONY: all clean
"""

README = """# Project

Some text about the project. \x20\x20

## Install

```sh
pip install project
```

## Use

Run it with `project --help`.
"""

SCHEMA_SQL = """-- users of the system
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    -- login name
    name TEXT NOT NULL,
    email TEXT
);

-- what they ordered
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER REFERENCES users(id)
);
"""

WINDOWS = "first = 1\r\nsecond = 2\r\nthird = 3\r\nfourth = 4\r\n"

NO_END = '[tool]\nname = "x"\nversion = "1.0"'

FILES = {
    "calc.py": CALC,
    "server.js": SERVER_JS,
    "Makefile": MAKEFILE,
    "README.md": README,
    "schema.sql": SCHEMA_SQL,
    "windows.ini": WINDOWS,
    "conf.toml": NO_END,
}
