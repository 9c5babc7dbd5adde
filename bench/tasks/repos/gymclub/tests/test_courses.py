from datetime import date

import pytest

from gymclub import Course, join


@pytest.fixture
def people():
    return [join(name, "complete", date(2025, 1, 1)) for name in ("Ada", "Ben", "Cid", "Dora")]


@pytest.fixture
def course(people):
    course = Course("Yoga", 2)
    assert [course.sign_up(member) for member in people] == [True, True, False, False]
    return course


def names(members):
    return [member.name for member in members]


def test_the_first_one_waiting_gets_the_place(course, people):
    course.cancel(people[0])
    assert names(course.taking_part) == ["Ben", "Cid"]
    assert names(course.waiting) == ["Dora"]


def test_someone_waiting_cancels(course, people):
    course.cancel(people[2])
    assert names(course.taking_part) == ["Ada", "Ben"]
    assert names(course.waiting) == ["Dora"]


def test_refused(course, people):
    with pytest.raises(ValueError, match="already"):
        course.sign_up(people[3])
    with pytest.raises(ValueError, match="without courses"):
        course.sign_up(join("Ken", "plus", date(2025, 1, 1)))
    with pytest.raises(ValueError, match="not signed up"):
        course.cancel(join("Eva", "complete", date(2025, 1, 1)))
