import re

import pricing
import sizes
from support import WORKSPACE, run_python


def test_the_new_name():
    assert sizes.outer_size(sizes.Size(10, 20), 3) == sizes.Size(16, 26)
    assert sizes.outer_size(sizes.Size(10, 20), 0) == sizes.Size(10, 20)
    assert "outer_size" in (WORKSPACE / "pricing.py").read_text()
    assert "`outer_size`" in (WORKSPACE / "README.md").read_text()


def test_the_old_name_is_gone():
    assert not hasattr(sizes, "with_mat")
    assert not hasattr(pricing, "with_mat")
    for path in WORKSPACE.rglob("*"):
        if path.suffix in (".py", ".md", ".toml"):
            assert not re.search(r"\bwith_mat\b", path.read_text()), path


def test_the_command():
    done = run_python("shop.py", "quote", "20x30", "--moulding", "oak", "--mat", "5", "--pieces", "3")
    assert (done.returncode, done.stdout) == (0, "3 x 40.40 EUR = 115.14 EUR\n")
