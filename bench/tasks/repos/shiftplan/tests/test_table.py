from shiftplan.table import read_table, write_table

TEXT = """name,start,end,person
early,2025-03-03 06:00,2025-03-03 14:00,Bo
late,2025-03-03 14:00,2025-03-03 22:00,
night,2025-03-03 22:00,2025-03-04 06:00,Ann
"""


def test_there_and_back():
    plan = read_table(TEXT)
    assert plan.people == ["Bo", "Ann"]
    assert [shift.name for shift in plan.open_shifts()] == ["late"]
    plan.shifts.reverse()
    assert write_table(plan) == TEXT
