"""What test runners print, read; and real runs of those that are installed everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.tools.testing import TestFailure, TestSummary, find_test_command, parse_test_output


def run(folder: Path, *command: str) -> TestSummary:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return parse_test_output(done.stdout.decode(), done.returncode)


def test_a_real_pytest_run(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\ndef test_good():\n    pass\n\ndef test_bad():\n    assert 1 == 2\n\n"
        "@pytest.mark.skip\ndef test_no():\n    pass\n\n"
        "class TestC:\n    def test_in(self):\n        raise KeyError('k')\n\n"
        "@pytest.fixture\ndef broken():\n    raise ValueError('v')\n\ndef test_err(broken):\n    pass\n"
    )
    summary = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider")
    assert (summary.framework, summary.passed, summary.failed, summary.errors, summary.skipped) == (
        "pytest",
        1,
        2,
        1,
        1,
    )
    assert not summary.ok
    assert summary.failures[0] == TestFailure("test_x.py::test_bad", "test_x.py", 7, "assert 1 == 2")
    assert summary.failures[1] == TestFailure("test_x.py::TestC::test_in", "test_x.py", 15, "KeyError: 'k'")
    assert summary.failures[2].id == "test_x.py::test_err"
    json.dumps(summary.as_dict())


def test_a_real_pytest_run_that_passes_or_finds_nothing(tmp_path: Path) -> None:
    assert not run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider").ok
    (tmp_path / "test_x.py").write_text("def test_good():\n    pass\n")
    assert run(tmp_path, "pytest", "-p", "no:cacheprovider") == TestSummary("pytest", passed=1)
    (tmp_path / "test_y.py").write_text("import nothing_of_the_kind\n")
    summary = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider")
    assert (summary.errors, summary.ok, summary.failures[0].id) == (1, False, "test_y.py")


def test_a_real_unittest_run(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(
        "import unittest\n\nclass T(unittest.TestCase):\n    def test_good(self):\n        pass\n"
        "    def test_bad(self):\n        self.assertEqual(1, 2)\n"
        "    def test_err(self):\n        raise KeyError('k')\n"
        "    @unittest.skip('x')\n    def test_no(self):\n        pass\n"
    )
    summary = run(tmp_path, "unittest")
    assert (summary.framework, summary.passed, summary.failed, summary.errors, summary.skipped) == (
        "unittest",
        1,
        1,
        1,
        1,
    )
    bad = next(failure for failure in summary.failures if "test_bad" in failure.id)
    assert (bad.id, bad.line, bad.message) == ("test_x.T.test_bad", 7, "AssertionError: 1 != 2")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "FAIL src/a.test.js\n  ● sum › adds\n\n    expect(received).toBe(expected)\n\n"
            "      at Object.<anonymous> (src/a.test.js:5:17)\n\nTests:       1 failed, 1 skipped, 3 passed, 5 total\n",
            TestSummary(
                "jest",
                3,
                1,
                0,
                1,
                (TestFailure("sum › adds", "src/a.test.js", 5, "expect(received).toBe(expected)"),),
                1,
            ),
        ),
        (
            " FAIL  src/a.test.ts > sum > adds\nAssertionError: expected 3 to be 4\n ❯ src/a.test.ts:6:20\n\n"
            " Test Files  1 failed (1)\n      Tests  1 failed | 2 passed (3)\n",
            TestSummary(
                "vitest",
                2,
                1,
                0,
                0,
                (TestFailure("src/a.test.ts > sum > adds", "src/a.test.ts", 6, "AssertionError: expected 3 to be 4"),),
                1,
            ),
        ),
        (
            "  sum\n    ✔ adds\n    1) fails\n\n\n  1 passing (5ms)\n  1 failing\n\n  1) sum\n       fails:\n\n"
            "      AssertionError [ERR_ASSERTION]: 1 == 2\n      at Context.<anonymous> (test/a.js:9:12)\n",
            TestSummary(
                "mocha",
                1,
                1,
                0,
                0,
                (TestFailure("sum fails", "test/a.js", 9, "AssertionError [ERR_ASSERTION]: 1 == 2"),),
                1,
            ),
        ),
        (
            "TAP version 13\nok 1 - good\nnot ok 2 - bad\n  ---\n  location: '/w/a.test.js:4:1'\n"
            "  error: 'no way'\n  ...\n"
            "1..2\n# tests 2\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 0\n",
            TestSummary("node:test", 1, 1, 0, 0, (TestFailure("bad", "/w/a.test.js", 4, "no way"),), 1),
        ),
        (
            "=== RUN   TestA\n--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.00s)\n    b_test.go:9: got 1, want 2\nFAIL\n"
            "FAIL\texample.org/x\t0.003s\n",
            TestSummary("go test", 1, 1, 0, 0, (TestFailure("TestB", "b_test.go", 9, "got 1, want 2"),), 1),
        ),
        (
            "# example.org/x\n./a.go:3:5: undefined: y\nFAIL\texample.org/x [build failed]\n",
            TestSummary("go test", 0, 0, 1, 0, (TestFailure("example.org/x", "./a.go", 3, "undefined: y"),), 1),
        ),
        (  # go test -v
            "=== RUN   TestBad\n    x_test.go:4: got 2, want 3\n--- FAIL: TestBad (0.00s)\n=== RUN   TestLater\n"
            "    x_test.go:5: later\n--- SKIP: TestLater (0.00s)\n=== RUN   TestTable\n=== RUN   TestTable/inner\n"
            "    x_test.go:6: inner bad\n--- FAIL: TestTable (0.00s)\n    --- FAIL: TestTable/inner (0.00s)\nFAIL\n"
            "FAIL\texample.com/x\t0.008s\n",
            TestSummary(
                "go test",
                0,
                3,
                0,
                1,
                (
                    TestFailure("TestBad", "x_test.go", 4, "got 2, want 3"),
                    TestFailure("TestTable/inner", "x_test.go", 6, "inner bad"),
                ),
                1,
            ),
        ),
        (
            "--- FAIL: TestPanics (0.00s)\npanic: assignment to entry in nil map [recovered]\n"
            "\tpanic: assignment to entry in nil map\n\ngoroutine 11 [running]:\ntesting.tRunner.func1()\n"
            "\t/usr/lib/go-1.19/src/testing/testing.go:1399 +0x39f\nexample.com/x.TestPanics(0xc00009a000?)\n"
            "\t/w/x_test.go:7 +0x2e\nFAIL\texample.com/x\t0.012s\nFAIL\n",
            TestSummary(
                "go test",
                0,
                1,
                0,
                0,
                (TestFailure("TestPanics", "/w/x_test.go", 7, "panic: assignment to entry in nil map"),),
                1,
            ),
        ),
        ("ok  \texample.org/x\t0.003s\n", TestSummary("go test", 1, exit_code=1)),
        (
            "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\n"
            "thread 'b' panicked at src/lib.rs:7:5:\nassertion failed: false\n\nfailures:\n    b\n\n"
            "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n",
            TestSummary("cargo test", 1, 1, 0, 0, (TestFailure("b", "src/lib.rs", 7, "assertion failed: false"),), 1),
        ),
        (
            "error[E0425]: cannot find value `y`\n --> src/lib.rs:2:5\n\nerror: could not compile `x`\n",
            TestSummary(
                "cargo test", 0, 0, 1, 0, (TestFailure("compilation", "src/lib.rs", 2, "cannot find value `y`"),), 1
            ),
        ),
        (
            "[ERROR] Failures: \n[ERROR]   CalcTest.adds:12 expected: <3> but was: <4>\n[INFO] \n"
            "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1\n",
            TestSummary(
                "maven", 1, 1, 0, 1, (TestFailure("CalcTest.adds", None, 12, "expected: <3> but was: <4>"),), 1
            ),
        ),
        (
            "CalcTest > adds() FAILED\n    org.opentest4j.AssertionFailedError at CalcTest.java:12\n\n"
            "3 tests completed, 1 failed\n",
            TestSummary(
                "gradle",
                2,
                1,
                0,
                0,
                (
                    TestFailure(
                        "CalcTest.adds()",
                        "CalcTest.java",
                        12,
                        "org.opentest4j.AssertionFailedError at CalcTest.java:12",
                    ),
                ),
                1,
            ),
        ),
        (
            "67% tests passed, 1 tests failed out of 3\n\nThe following tests FAILED:\n\t  2 - parser (Failed)\n",
            TestSummary("ctest", 2, 1, 0, 0, (TestFailure("parser", message="Failed"),), 1),
        ),
        (
            "2/4 Test #2: bad ..............................***Failed    0.00 sec\n"
            "4/4 Test #4: off ..............................***Not Run (Disabled)   0.00 sec\n\n"
            "67% tests passed, 1 tests failed out of 3\n\nThe following tests did not run:\n\t  4 - off (Disabled)\n\n"
            "The following tests FAILED:\n\t  2 - bad (Failed)\n",
            TestSummary("ctest", 2, 1, 0, 1, (TestFailure("bad", message="Failed"),), 1),
        ),
        (
            "cc -o x x.c\nmake: *** [Makefile:4: x] Error 1\n",
            TestSummary("make", 0, 0, 1, 0, (TestFailure("make x", "Makefile", 4, "Error 1"),), 1),
        ),
        ("something else\n", TestSummary("unknown", errors=1, exit_code=1)),
    ],
    ids=lambda value: value.framework if isinstance(value, TestSummary) else "",
)
def test_other_runners(output: str, expected: TestSummary) -> None:
    assert parse_test_output(output, 1) == expected
    assert parse_test_output("\x1b[31m" + output.replace("\n", "\r\n"), 1) == expected


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({}, None),
        ({"a.py": ""}, None),
        ({"tests/test_a.py": "def test_a(): pass"}, "python -m pytest -q"),
        ({"tests/test_a.py": "import unittest"}, "python -m unittest"),
        ({"pyproject.toml": "[tool.pytest.ini_options]\n"}, "python -m pytest -q"),
        ({"pyproject.toml": "not toml ["}, None),
        ({"package.json": '{"scripts": {"test": "jest"}}'}, "npm test"),
        ({"package.json": '{"scripts": {"test": "jest"}}', "yarn.lock": ""}, "yarn test"),
        ({"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'}, None),
        ({"package.json": "[1"}, None),
        ({"go.mod": "module x"}, "go test ./..."),
        ({"Cargo.toml": ""}, "cargo test"),
        ({"pom.xml": ""}, "mvn -q test"),
        ({"gradlew": ""}, "./gradlew test"),
        ({"Makefile": "test:\n\ttrue\n"}, "make test"),
        ({"Makefile": "test := x\n"}, None),
        ({"build/CTestTestfile.cmake": ""}, "ctest --test-dir build --output-on-failure"),
    ],
)
def test_the_command_is_found(tmp_path: Path, files: dict[str, str], command: str | None) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert find_test_command(tmp_path) == command


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from([0, 1, None]))
def test_any_output_is_read(text: str, code: int | None) -> None:
    summary = parse_test_output(text, code)
    assert summary.ok is False or code == 0
    json.dumps(summary.as_dict())
