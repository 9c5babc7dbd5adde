# ruff: noqa: E501  # one snippet, one line
"""Ordinary programs do in the jail what they do in plain CPython."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest

from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.jail.tools import NoTools

SNIPPETS = [
    "print(1 + 1, 'two', [3], sep='-', end='!')",
    "print(*range(5))\nprint({'a': 1, 'b': [2]}, (1,), {1}, None, True)",
    "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(15))",
    "class A:\n    x = 1\n    def __repr__(self): return f'A({self.x})'\nprint(A(), A.__name__, A.__module__)",
    "from dataclasses import dataclass, field\n@dataclass(order=True)\nclass P:\n    x: int\n    y: list = field(default_factory=list)\nprint(P(1), P(1) < P(2))",
    "import re\nprint(re.findall(r'(\\w+)@(\\w+)', 'a@b c@d'), re.sub('a', 'b', 'banana'))",
    "import json\nprint(json.dumps({'a': [1, 2.5, None, 'ü']}, indent=2), json.loads('[1]'))",
    "import collections\nc = collections.Counter('mississippi')\nprint(c.most_common(), collections.deque([1, 2], 1))",
    "import itertools\nprint(list(itertools.combinations('abc', 2)), list(itertools.accumulate([1, 2, 3])))",
    "import functools\n@functools.lru_cache\ndef f(x): return x * 2\nprint(f(2), f(2), f.cache_info())",
    "import math, statistics, fractions, decimal\nprint(math.pi, statistics.mean([1, 2]), fractions.Fraction(1, 3), decimal.Decimal('0.1') + 1)",
    "import datetime\nprint(datetime.date(2024, 2, 29) + datetime.timedelta(days=366), datetime.datetime(2024, 1, 1).isoformat())",
    "import textwrap\nprint(textwrap.dedent('  a\\n  b'), textwrap.fill('word ' * 30, 40))",
    "import random\nr = random.Random(7)\nprint(r.random(), r.sample(range(100), 5), r.choice('abc'))",
    "import hashlib, base64, zlib\nprint(hashlib.sha256(b'x').hexdigest(), base64.b64encode(b'hi'), zlib.crc32(b'x'))",
    "import ast\nprint(ast.dump(ast.parse('x = 1')), ast.literal_eval('[1, 2]'))",
    "import difflib\nprint(''.join(difflib.unified_diff(['a\\n'], ['b\\n'], 'x', 'y')))",
    "import csv, io\nw = io.StringIO()\ncsv.writer(w).writerow([1, 'a,b'])\nprint(repr(w.getvalue()))",
    "import asyncio\nasync def f(x):\n    await asyncio.sleep(0.001)\n    return x\nasync def main(): print(await asyncio.gather(f(1), f(2)))\nasyncio.run(main())",
    "import threading\nr = []\nt = [threading.Thread(target=r.append, args=(i,)) for i in range(4)]\n[x.start() for x in t]\n[x.join() for x in t]\nprint(sorted(r))",
    "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as p: print(list(p.map(lambda x: x * x, range(6))))",
    "import contextlib\n@contextlib.contextmanager\ndef c():\n    print('in'); yield 1; print('out')\nwith c() as x: print(x)",
    "try:\n    {}['x']\nexcept KeyError as e:\n    print(repr(e), e.args)\nfinally:\n    print('done')",
    "try:\n    raise ValueError('a') from TypeError('b')\nexcept ValueError as e:\n    print(repr(e.__cause__))",
    "try:\n    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])\nexcept* ValueError as e:\n    print(e.exceptions)\nexcept* TypeError as e:\n    print('t')",
    "match {'k': [1, 2, 3]}:\n    case {'k': [first, *rest]}: print(first, rest)",
    "x = [i for i in range(10) if i % 2]\ny = {k: v for k, v in zip('abc', x)}\nprint(x, y, sum(z * z for z in x))",
    "def g():\n    got = yield 1\n    print('got', got)\n    yield from 'ab'\ni = g()\nprint(next(i), i.send(5), list(i))",
    "if (n := 10) > 5: print(f'{n=} {n:>5} {n!r} {3.14159:.2f}')",
    "global_value = 1\ndef bump():\n    global global_value\n    global_value += 1\nbump()\nprint(global_value, 'global_value' in globals())",
    "import typing, enum\nclass E(enum.Enum):\n    A = 1\n    B = enum.auto()\nprint(list(E), E['A'], typing.get_type_hints(lambda x: x))",
    "import sys\nprint(sys.version_info[:2], __name__, sys.byteorder, sys.getrecursionlimit())",
    "import pickle\nclass K:\n    def __init__(self): self.v = 1\nprint(pickle.loads(pickle.dumps(K())).v, pickle.loads(pickle.dumps({1: 'a'})))",
    "import copy\na = [[1]]\nb = copy.deepcopy(a)\nb[0].append(2)\nprint(a, b)",
    "import heapq, bisect\nh = [3, 1, 2]\nheapq.heapify(h)\nprint(heapq.heappop(h), bisect.bisect([1, 3], 2))",
    "import string, uuid\nprint(string.Template('$a').substitute(a=1), uuid.UUID(int=1))",
    "import operator as op\nprint(list(map(op.itemgetter(1), [(1, 2)])), op.attrgetter('real')(1))",
    "import struct, array\nprint(struct.pack('>I', 5), array.array('i', [1, 2]))",
    "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t (x)')\nc.execute('insert into t values (1)')\nprint(c.execute('select * from t').fetchall())",
    "import urllib.parse, html, shlex\nprint(urllib.parse.urlparse('http://a/b?c=1').query, html.escape('<'), shlex.split('a \"b c\"'))",
    "import pathlib\np = pathlib.PurePosixPath('/a/b.txt')\nprint(p.parent, p.suffix, p.with_name('c'))",
    "import os.path\nprint(os.path.join('a', 'b'), os.path.splitext('x.tar.gz'), os.sep)",
    "import inspect\ndef f(a, *, b=1) -> int: ...\nprint(inspect.signature(f))",
    "import time\nprint(time.strftime('%Y', time.gmtime(0)), time.monotonic() > 0)",
    "import xml.etree.ElementTree as E\nprint(E.fromstring('<a><b c=\"1\"/></a>').find('b').attrib)",
    "import tomllib, configparser\nprint(tomllib.loads('a = 1'))\nc = configparser.ConfigParser()\nc.read_string('[s]\\nk = v')\nprint(c['s']['k'])",
    "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    print(traceback.format_exc().splitlines()[-1])",
    "import logging, sys\nlogging.basicConfig(stream=sys.stdout, format='%(levelname)s %(message)s')\nlogging.warning('careful')",
    "import unittest, sys, io\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(1, 1)\nr = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))\nprint(r.testsRun, r.wasSuccessful())",
    "import zoneinfo, locale, unicodedata\nprint(unicodedata.name('ü'), 'straße'.upper(), 'ß'.casefold())",
    "a, *b = 1, 2, 3\nprint(a, b, [*b, a], {**{'x': 1}})\ndel a\nprint('a' in globals())",
    "import types, weakref, gc\nclass W: pass\nw = W()\nr = weakref.ref(w)\ndel w\ngc.collect()\nprint(r())",
]


@pytest.fixture(scope="module")
def jail() -> Iterator[JailedPythonExecutor]:
    with JailedPythonExecutor(NoTools()) as executor:
        yield executor


@cache
def plain() -> list[str]:
    """What each snippet prints in a plain interpreter."""
    runner = (
        "import contextlib, io, json, sys, types\nresults = []\n"
        "for code in json.load(sys.stdin):\n"
        "    out = io.StringIO(); module = types.ModuleType('__main__'); sys.modules['__main__'] = module\n"
        "    with contextlib.redirect_stdout(out): exec(compile(code, '<step>', 'exec', 0, True), module.__dict__)\n"
        "    results.append(out.getvalue())\n"
        "json.dump(results, sys.stdout)"
    )

    done = subprocess.run([sys.executable, "-c", runner], input=json.dumps(SNIPPETS), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    printed: list[str] = json.loads(done.stdout)
    return printed


@pytest.mark.parametrize("index", range(len(SNIPPETS)))
def test_same_output_as_plain_python(jail: JailedPythonExecutor, index: int) -> None:
    assert len(SNIPPETS) >= 40
    printed = plain()[index]
    assert printed
    assert jail(SNIPPETS[index]).logs == printed


@pytest.mark.parametrize(
    "expression", ["1 + 1", "'text'", "[1, (2, 3)]", "{1, 2}", "None", "1e100", "{'a': {2: 3}}", "b'x'"]
)
def test_the_last_value_reads_as_in_plain_python(jail: JailedPythonExecutor, expression: str) -> None:
    assert str(jail(f"x = 1\n{expression}").output) == str(eval(expression))
