import pytest
from foldersync import FileState, compare
from foldersync.cli import main


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() + ("/" if path.is_dir() else "") for path in folder.rglob("*"))


@pytest.fixture
def sync(tmp_path):
    def run(source, target, *options):
        write(tmp_path / "source", source)
        write(tmp_path / "target", target)
        assert main(["sync", str(tmp_path / "source"), str(tmp_path / "target"), *options]) == 0
        return tmp_path / "target"

    return run


@pytest.mark.parametrize("options", [(), ("--delete",)])
def test_the_same_length(sync, options):
    target = sync({"a": "one", "sub/b": "12", "c": "same"}, {"a": "two", "sub/b": "21", "c": "same"}, *options)
    assert [(target / name).read_text() for name in ("a", "sub/b", "c")] == ["one", "12", "same"]


def test_compare():
    one, two, long = FileState(3, "a"), FileState(3, "b"), FileState(9, "c")
    assert compare({"x": one, "y": one, "z": long}, {"x": two, "y": one, "z": one}).changed == ["x", "z"]
    assert not compare({"x": one}, {"x": one})


def test_the_last_file_is_moved(sync):
    target = sync({"new/a": "1"}, {"old/a": "1"}, "--delete")
    assert everything(target) == ["new/", "new/a"]


def test_nested_folders(sync):
    target = sync({"a": "1", "x/b": "2"}, {"x/y/z/a": "1", "x/b": "2"}, "--delete")
    assert everything(target) == ["a", "x/", "x/b"]


def test_a_folder_is_left_by_all(sync):
    source = {"new/a": "1", "new/sub/b": "2"}
    target = sync(source, {"old/a": "1", "old/sub/b": "2", "old/sub/gone": "3"}, "--delete")
    assert everything(target) == ["new/", "new/a", "new/sub/", "new/sub/b"]


def test_a_folder_that_is_not_empty_stays(sync):
    target = sync({"new/a": "1", "old/b": "2"}, {"old/a": "1", "old/b": "2"}, "--delete")
    assert everything(target) == ["new/", "new/a", "old/", "old/b"]


def test_without_delete(sync):
    target = sync({"new/a": "1"}, {"old/a": "1"})
    assert everything(target) == ["new/", "new/a", "old/", "old/a"]
