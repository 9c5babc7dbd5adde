from datetime import date

import pytest

from gymclub import Course, join


def people(count):
    return [join(f"member {i}", "complete", date(2025, 1, 1)) for i in range(count)]


def test_several_who_wait_cancel():
    members = people(7)
    course = Course("Rowing", 3)
    for member in members:
        course.sign_up(member)
    for i in (4, 6, 3):
        course.cancel(members[i])
    assert course.taking_part == members[:3]
    assert course.waiting == [members[5]]


def test_places_that_become_free_are_given_away():
    members = people(5)
    course = Course("Rowing", 2)
    for member in members:
        course.sign_up(member)
    course.cancel(members[1])
    assert (course.taking_part, course.waiting) == ([members[0], members[2]], members[3:])
    course.cancel(members[4])
    assert (course.taking_part, course.waiting) == ([members[0], members[2]], [members[3]])
    course.cancel(members[0])
    course.cancel(members[2])
    assert (course.taking_part, course.waiting) == ([members[3]], [])
    assert course.sign_up(members[0]) is True


def test_nobody_waits():
    members = people(3)
    course = Course("Rowing", 3)
    for member in members:
        course.sign_up(member)
    course.cancel(members[0])
    assert (course.taking_part, course.waiting) == (members[1:], [])


def test_not_signed_up():
    members = people(4)
    course = Course("Rowing", 1)
    for member in members[:3]:
        course.sign_up(member)
    with pytest.raises(ValueError):
        course.cancel(members[3])
    assert (course.taking_part, course.waiting) == (members[:1], members[1:3])
