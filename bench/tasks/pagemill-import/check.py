from datetime import date

import pagemill
import pagemill.reading
from pagemill.cli import main
from support import WORKSPACE, run_python, started_as


def test_each_module_can_be_imported_first():
    for name in ("", ".build", ".check", ".cli", ".feed", ".header", ".markup", ".post", ".reading", ".site"):
        done = run_python("-c", f"import pagemill{name}")
        assert done.returncode == 0, done.stderr


def test_the_function_stays_where_it_is():
    assert pagemill.reading_minutes is pagemill.reading.reading_minutes
    assert pagemill.reading_minutes.__module__ == "pagemill.reading"
    assert (WORKSPACE / "pagemill" / "reading.py").read_text() == started_as("pagemill/reading.py")
    assert "def reading_minutes" not in (WORKSPACE / "pagemill" / "post.py").read_text()


def test_it_is_used():
    assert pagemill.Post("x", "X", date(2025, 1, 1), "word " * 401).minutes == 3
    assert pagemill.Post("x", "X", date(2025, 1, 1), "").minutes == 1


def test_all_names_and_the_command(tmp_path, capsys):
    names = {"Post", "Site", "build", "load_site", "read_post", "reading_minutes", "to_html"}
    assert set(pagemill.__all__) >= names
    assert all(hasattr(pagemill, name) for name in names)
    assert main([str(WORKSPACE / "example"), "--to", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "8 files written\n"
    assert "1 min" in (tmp_path / "raft.html").read_text()
