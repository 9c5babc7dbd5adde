from datetime import date, datetime, time

from pillbox import Medicine, doses_on, is_due, next_dose

MORNING = Medicine("Metformin", date(2024, 5, 1), (time(8), time(20)))
OTHER = Medicine("Methimazole", date(2024, 5, 2), (time(8),), 0.5, every=2)


def test_each_day():
    assert is_due(MORNING, date(2024, 5, 1))
    assert is_due(MORNING, date(2024, 6, 30))
    assert not is_due(MORNING, date(2024, 4, 30))


def test_last_day():
    course = Medicine("Amoxicillin", date(2024, 5, 1), (time(8),), until=date(2024, 5, 7))
    assert is_due(course, date(2024, 5, 7))
    assert not is_due(course, date(2024, 5, 8))


def test_every_other_day():
    assert [is_due(OTHER, date(2024, 5, day)) for day in (2, 3, 4, 5)] == [True, False, True, False]


def test_every_other_day_goes_on_in_the_next_month():
    assert is_due(OTHER, date(2024, 5, 30))
    assert is_due(OTHER, date(2024, 6, 1))
    assert not is_due(OTHER, date(2024, 6, 2))


def test_as_needed_is_never_due():
    assert not is_due(Medicine("Ibuprofen", date(2024, 5, 1)), date(2024, 5, 1))


def test_doses():
    doses = doses_on([OTHER, MORNING], date(2024, 5, 2))
    assert [(dose.when.hour, dose.medicine.name) for dose in doses] == [
        (8, "Metformin"),
        (8, "Methimazole"),
        (20, "Metformin"),
    ]


def test_next():
    assert next_dose([MORNING], datetime(2024, 5, 2, 8, 0)).when == datetime(2024, 5, 2, 20, 0)
    assert next_dose([MORNING], datetime(2024, 5, 2, 21, 0)).when == datetime(2024, 5, 3, 8, 0)
    assert next_dose([], datetime(2024, 5, 2, 21, 0)) is None
