from kit.text import pig_latin as p


def test_it():
    assert p("under") == "underway" and p("quick") == "ickquay" and p("chair") == "airchay" and p("tsk") == "tskay"
