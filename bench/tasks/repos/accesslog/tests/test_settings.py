import pytest

from accesslog.settings import Settings, read_settings


def write(tmp_path, text):
    path = tmp_path / "some.ini"
    path.write_text(text)
    return path


def test_all(tmp_path):
    path = write(tmp_path, "[filter]\nbots = a, b,\nignore = /x\n[report]\ntop = 2\nsession_minutes = 10\n")
    assert read_settings(path) == Settings(("a", "b"), ("/x",), 2, 10)


def test_defaults(tmp_path):
    assert read_settings(write(tmp_path, "")) == Settings()


@pytest.mark.parametrize("text", ["[report]\ntops = 3\n", "[other]\ntop = 3\n", "[report]\ntop = many\n", "top = 3\n"])
def test_wrong(tmp_path, text):
    with pytest.raises(ValueError):
        read_settings(write(tmp_path, text))
