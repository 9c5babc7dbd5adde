from relnotes import Note, Version
from relnotes.project import Kind
from relnotes.section import insert_section, latest_version, next_version, render_section

KINDS = (Kind("removed", "Removed", "major"), Kind("added", "Added", "minor"), Kind("fixed", "Fixed"))
OLD = "# Changes\n\nAll of them.\n\n## 1.2.0 (2025-01-01)\n\n- Something.\n\n## 1.10.0 (2024-01-01)\n"


def test_next_version():
    notes = [Note(1, "fixed", "a"), Note(2, "added", "b"), Note(3, "fixed", "c")]
    assert str(next_version(Version(1, 2, 3), notes, KINDS)) == "1.3.0"
    assert str(next_version(Version(1, 2, 3), notes[2:], KINDS)) == "1.2.4"
    assert str(next_version(Version(1, 2, 3), [*notes, Note(4, "removed", "d")], KINDS)) == "2.0.0"


def test_render():
    notes = [Note(1, "fixed", "One."), Note(2, "added", "Two."), Note(3, "fixed", "Three.")]
    assert render_section(Version(1, 3, 0), "2025-04-01", notes, KINDS) == (
        "## 1.3.0 (2025-04-01)\n\n### Added\n\n- Two. (#2)\n\n### Fixed\n\n- One. (#1)\n- Three. (#3)\n"
    )


def test_latest():
    assert latest_version(OLD) == Version(1, 10, 0)
    assert latest_version("# Changes\n") == Version(0, 0, 0)


def test_insert():
    new = insert_section(OLD, "## 1.11.0 (2025-04-01)\n")
    assert new == OLD.replace("## 1.2.0", "## 1.11.0 (2025-04-01)\n\n## 1.2.0")
    assert insert_section("# Changes\n", "## 0.1.0\n") == "# Changes\n\n## 0.1.0\n"
