from foldersync import FileState, compare, take_snapshot

A, B, C = (FileState(1, letter) for letter in "abc")


def test_nothing():
    assert not compare({"x": A}, {"x": A})


def test_added_changed_removed():
    changes = compare({"new": A, "x": B, "same": C}, {"x": C, "same": C, "old": FileState(9, "z")})
    assert (changes.added, changes.changed, changes.removed, changes.moved) == (["new"], ["x"], ["old"], [])


def test_the_same_size(tmp_path):
    (tmp_path / "x").write_text("yes")
    before = take_snapshot(tmp_path)
    (tmp_path / "x").write_text("no!")
    assert compare(take_snapshot(tmp_path), before).changed == ["x"]


def test_moved():
    changes = compare({"b/x": A, "y": B}, {"a/x": A, "y": B})
    assert changes.moved == [("a/x", "b/x")]
    assert (changes.added, changes.removed) == ([], [])


def test_two_with_the_same_content():
    changes = compare({"one": A, "two": A}, {"old": A})
    assert (changes.added, changes.removed, changes.moved) == (["one", "two"], ["old"], [])
