from subshift import read_time, show_time


def test_read_time():
    assert read_time("00:01:02,500") == 62500
    assert read_time(" 01:00:00.007 ") == 3600007


def test_show_time():
    assert show_time(62500) == "00:01:02,500"
    assert show_time(36000040) == "10:00:00,040"
